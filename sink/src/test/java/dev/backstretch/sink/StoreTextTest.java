package dev.backstretch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class StoreTextTest {
    @Test
    void ordinaryTextIsStoredAsItIs() {
        String text = "วิ่ง \"3 laps\", ü \\ /";
        assertThat(StoreText.encode(text)).isEqualTo(text);
    }

    @Test
    void aCharacterOfTwoHalvesIsSpeltOut() {
        assertThat(StoreText.encode("a\uD83C\uDFC3")).isEqualTo("a\\ud83c\\udfc3");
    }

    @Property(tries = 500)
    void everyTextComesBack(@ForAll @Chars({'\\', 'u', '0', '5', 'c', '\uD83C', '\uDFC3', 'ü'}) String text) {
        assertThat(StoreText.decode(StoreText.encode(text))).isEqualTo(text);
    }
}
