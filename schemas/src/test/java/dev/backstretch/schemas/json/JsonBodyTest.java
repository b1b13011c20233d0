package dev.backstretch.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonBodyTest {
    private static List<JsonBody.Item> items(String body) {
        return ((JsonBody.Split.Items) JsonBody.split(body.getBytes(StandardCharsets.UTF_8))).items();
    }

    private static String unreadable(byte[] body) {
        return ((JsonBody.Split.Unreadable) JsonBody.split(body)).fault().reason();
    }

    private static boolean malformed(JsonBody.Item item) {
        return item instanceof JsonBody.Item.Malformed;
    }

    @Test
    void an_object_an_array_and_lines_are_the_same_items() {
        assertThat(items("{\"a\":1}")).hasSize(1);
        assertThat(items("{\n  \"a\": 1\n}\n")).hasSize(1);
        List<JsonBody.Item> array = items("[{\"a\":1},{\"a\":2}]");
        assertThat(array).hasSize(2).isEqualTo(items("{\"a\":1}\r\n\r\n{\"a\":2}\n"));
    }

    @Test
    void a_byte_order_mark_is_skipped_and_other_encodings_are_told() {
        assertThat(items("\uFEFF{\"a\":1}")).isEqualTo(items("{\"a\":1}"));
        assertThat(unreadable("{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("ENCODING");
        assertThat(unreadable("{\"a\":1}".getBytes(StandardCharsets.UTF_16))).isEqualTo("ENCODING");
    }

    @Test
    void an_empty_batch_has_no_items() {
        assertThat(items("[]")).isEmpty();
        assertThat(items("")).isEmpty();
        assertThat(items(" \n\n")).isEmpty();
    }

    @Test
    void a_bad_line_costs_only_itself() {
        List<JsonBody.Item> items = items("{\"a\":1}\n{\"a\":\n5\n{\"b\":2}");
        assertThat(items).hasSize(4);
        assertThat(items.stream().map(JsonBodyTest::malformed)).containsExactly(false, true, true, false);
    }

    @Test
    void a_repeated_key_costs_only_its_item_of_an_array() {
        List<JsonBody.Item> items = items("[{\"a\":1,\"a\":1},{\"a\":{\"b\":1,\"b\":2}},7,{\"a\":2}]");
        assertThat(items.stream().map(JsonBodyTest::malformed)).containsExactly(true, true, true, false);
        assertThat(((JsonBody.Item.Malformed) items.get(0)).fault().field()).isEqualTo("a");
    }

    @Test
    void a_body_that_is_no_json_at_all_is_unreadable() {
        assertThat(unreadable("hello".getBytes(StandardCharsets.UTF_8))).isEqualTo("MALFORMED");
        assertThat(unreadable("[{\"a\":1},".getBytes(StandardCharsets.UTF_8))).isEqualTo("MALFORMED");
        assertThat(unreadable("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("MALFORMED");
    }
}
