package dev.backstretch.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HardenedXmlTest {
    private static String name(byte[] document) throws HardenedXml.Refused {
        try (var xml = new HardenedXml(new ByteArrayInputStream(document))) {
            assertThat(xml.next()).isTrue();
            assertThat(xml.next()).isTrue();
            return xml.text();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, UTF-8",
        "'', UTF-8",
        "utf-8, UTF-8",
        "ISO-8859-1, ISO-8859-1",
        "UTF-16, UTF-16",
        "UTF-16, UTF-16LE",
        "UTF-16, UTF-16BE"
    })
    void whatADocumentSaysItIsWrittenInIsBelieved(String said, String written) throws Exception {
        String declaration = said.isEmpty() ? "" : "<?xml version='1.0' encoding='" + said + "' standalone='no'?>";
        byte[] document = (declaration + "<a><name>L\u00f6wen</name></a>").getBytes(Charset.forName(written));

        assertThat(name(document)).isEqualTo("L\u00f6wen");
    }

    @Test
    void aByteOrderMarkIsNoText() throws Exception {
        assertThat(name("\uFEFF<?xml version='1.0'?><a><name>x</name></a>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a><name>L\u00f6wen</name></a>",
                "<?xml version='1.0' encoding='US-ASCII'?><a>\u00f6</a>",
                "\u00f6",
                "\u00ff<a>x</a>",
                "<a\u00fe>x</a>",
                "<\u0000a\u0000>"
            })
    void brokenTextIsRefusedAndNothingIsPrinted(String document) {
        PrintStream before = System.err;
        var printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        String why = "";
        try {
            name(document.getBytes(StandardCharsets.ISO_8859_1));
        } catch (HardenedXml.Refused refused) {
            why = refused.reason() + " " + refused.words();
        } finally {
            System.setErr(before);
        }

        assertThat(why).startsWith("MALFORMED the text is not written in the encoding");
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void anEncodingThatNobodyKnowsIsRefused() {
        String document = "<?xml version='1.0' encoding='x-none'?><a/>";
        HardenedXml.Refused refused = null;
        try {
            name(document.getBytes(StandardCharsets.UTF_8));
        } catch (HardenedXml.Refused why) {
            refused = why;
        }
        assertThat(refused).isNotNull().hasMessageContaining("save it as UTF-8");
    }
}
