package dev.backstretch.ingest.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NmeaRmcTest {
    private static final String BODY = "GPRMC,225446,A,4916.45,N,12311.12,W,000.5,054.7,191194,020.3,E";

    private static String sentence(String body) {
        return "$" + body + "*" + "%02X".formatted(NmeaRmc.checksum(body));
    }

    private static NmeaRmc.Result.Fix fix(String body) {
        return (NmeaRmc.Result.Fix) NmeaRmc.read(sentence(body));
    }

    @Test
    void the_published_sentence_is_where_it_says() {
        var fix = (NmeaRmc.Result.Fix) NmeaRmc.read("$" + BODY + "*68\r\n");

        assertThat(fix.at()).isEqualTo(Instant.parse("1994-11-19T22:54:46Z"));
        assertThat(fix.latitudeDegrees()).isCloseTo(49.274167, within(1e-6));
        assertThat(fix.longitudeDegrees()).isCloseTo(-123.185333, within(1e-6));
        assertThat(fix.speedMetersPerSecond()).isCloseTo(0.257, within(1e-3));
        assertThat(fix.courseDegrees()).isEqualTo(54.7);
    }

    @Test
    void parts_of_a_second_other_talkers_and_this_century_are_read_and_what_is_not_told_is_not_there() {
        NmeaRmc.Result.Fix fix = fix("GNRMC,015959.250,A,1847.7661,S,09857.2226,E,,,211126,,,A,V");

        assertThat(fix.at()).isEqualTo(Instant.parse("2026-11-21T01:59:59.250Z"));
        assertThat(fix.latitudeDegrees()).isCloseTo(-18.7961017, within(1e-6));
        assertThat(fix.longitudeDegrees()).isCloseTo(98.9537100, within(1e-6));
        assertThat(fix.speedMetersPerSecond()).isNaN();
        assertThat(fix.courseDegrees()).isNaN();
    }

    @ParameterizedTest(name = "{index}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "$GPRMC,225446,A,4916.45,N,12311.12,W,000.5,054.7,191194,020.3,E*69 | CHECKSUM",
                "$GPRMC,225446,A,4916.45,N,12311.12,W,000.5,054.7,191194,020.3,E | FORMAT",
                "$GPGGA,225446,4916.45,N,12311.12,W,1,8,1,5,M,,,,*68 | FORMAT",
                "'' | FORMAT"
            })
    void a_sentence_that_is_not_whole_is_refused(String sentence, String reason) {
        assertThat(((NmeaRmc.Result.Refused) NmeaRmc.read(sentence)).fault().reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "',A,4916', ',V,4916', FIX_INVALID",
        "4916.45, 4966.45, BAD_NUMBER",
        "4916.45, 49x6.45, BAD_NUMBER",
        "4916.45, '', BAD_NUMBER",
        "'N,1', 'Q,1', BAD_NUMBER",
        "225446, 256446, BAD_TIME",
        "191194, 310294, BAD_TIME",
        "191194, 1911994, BAD_TIME",
        "000.5, fast, BAD_NUMBER",
        "',191194,020.3,E', '', FORMAT"
    })
    void a_field_that_cannot_be_is_refused_although_the_checksum_holds(String field, String other, String reason) {
        String body = BODY.replaceFirst(Pattern.quote(field), other);

        assertThat(NmeaRmc.read(sentence(body)))
                .isInstanceOfSatisfying(
                        NmeaRmc.Result.Refused.class,
                        refused -> assertThat(refused.fault().reason()).isEqualTo(reason));
    }
}
