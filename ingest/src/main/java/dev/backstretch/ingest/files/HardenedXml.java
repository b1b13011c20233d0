package dev.backstretch.ingest.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A pull reader over XML from strangers: no document type, no external entity, no endless depth, no endless text.
 *
 * <p>Documents of these formats have none of those, so each is refused rather than skipped.
 */
final class HardenedXml implements AutoCloseable {
    /** TCX and GPX with every extension that is known stay below 16. */
    static final int MAXIMUM_DEPTH = 64;

    /** Longer text is a name or a note, never a value. */
    private static final int MAXIMUM_TEXT = 256;

    /** A declaration of the encoding stands at the very beginning. */
    private static final int DECLARATION_BYTES = 256;

    private static final Pattern ENCODING = Pattern.compile(
            "^(?:\u00EF\u00BB\u00BF)?<\\?xml\\s[^>]{0,200}?encoding\\s*=\\s*[\"']([A-Za-z][\\w.-]*)[\"']");

    private final XMLStreamReader reader;
    private int depth;

    /** The document is broken or forbidden. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;
        private final String where;

        Refused(String reason, String where, String message) {
            super(message);
            this.reason = reason;
            this.where = where;
        }

        String reason() {
            return reason;
        }

        String where() {
            return where;
        }

        String words() {
            String message = getMessage();
            return message == null ? reason : message;
        }
    }

    HardenedXml(InputStream in) throws Refused {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // Entities are left unreplaced and a document type is reported, not read: both are then refused below.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are not read");
        });
        try {
            var pushed = new PushbackInputStream(in, DECLARATION_BYTES);
            byte[] head = pushed.readNBytes(DECLARATION_BYTES);
            pushed.unread(head);
            this.reader = factory.createXMLStreamReader(text(pushed, head, charset(head)));
        } catch (XMLStreamException | IOException | RuntimeException broken) {
            throw new Refused("MALFORMED", "line 1", words(broken));
        }
    }

    /**
     * What the document says it is written in, or shows by its first two bytes; UTF-8 where it does neither. Decoded here, as
     * the reader writes to standard error what it cannot decode.
     */
    private static Charset charset(byte[] head) throws Refused {
        int first = head.length < 2 ? 0 : ((head[0] & 0xFF) << 8) | (head[1] & 0xFF);
        switch (first) {
            case 0xFEFF, 0xFFFE -> {
                return StandardCharsets.UTF_16;
            }
            case '<' -> {
                return StandardCharsets.UTF_16BE;
            }
            case '<' << 8 -> {
                return StandardCharsets.UTF_16LE;
            }
            default -> {}
        }
        Matcher declared = ENCODING.matcher(new String(head, StandardCharsets.ISO_8859_1));
        if (!declared.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(declared.group(1));
        } catch (IllegalArgumentException unknown) {
            throw new Refused("MALFORMED", "line 1", "its encoding is not known here: save it as UTF-8");
        }
    }

    private static Reader text(InputStream in, byte[] head, Charset charset) throws IOException {
        if (head.length >= 3 && (head[0] & 0xFF) == 0xEF && (head[1] & 0xFF) == 0xBB && (head[2] & 0xFF) == 0xBF) {
            in.skipNBytes(3);
        }
        return new InputStreamReader(in, charset.newDecoder());
    }

    /** Moves on to the next start or end of an element; false at the end of the document. */
    boolean next() throws Refused {
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++depth > MAXIMUM_DEPTH) {
                            throw new Refused(
                                    "XML_DEPTH",
                                    where(),
                                    "elements lie more than " + MAXIMUM_DEPTH + " deep: this is no recording");
                        }
                        return true;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        return true;
                    }
                    case XMLStreamConstants.DTD ->
                        throw new Refused(
                                "XML_DOCTYPE",
                                where(),
                                "documents with a DOCTYPE are refused: remove it, TCX and GPX have none");
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new Refused(
                                "XML_ENTITY",
                                where(),
                                "entity references are refused: TCX and GPX have none of their own");
                    default -> {
                        // Text between elements, comments and processing instructions carry no value.
                    }
                }
            }
            return false;
        } catch (XMLStreamException broken) {
            throw malformed(broken);
        } catch (RuntimeException broken) {
            // The JDK's reader answers some broken encodings with unchecked exceptions.
            throw malformed(broken);
        }
    }

    private Refused malformed(Exception broken) {
        return new Refused("MALFORMED", where(), words(broken) + ": export the file again");
    }

    private static String words(Exception broken) {
        if (broken.getCause() instanceof CharacterCodingException
                || (broken instanceof XMLStreamException xml
                        && xml.getNestedException() instanceof CharacterCodingException)) {
            return "the text is not written in the encoding that it names, or not in UTF-8";
        }
        String message = broken.getMessage();
        if (message == null) {
            return "not well-formed XML (" + broken.getClass().getSimpleName() + ")";
        }
        int newline = message.lastIndexOf('\n');
        String line = message.substring(newline + 1);
        return line.startsWith("Message: ") ? line.substring("Message: ".length()) : line;
    }

    boolean isStart() {
        return reader.isStartElement();
    }

    int depth() {
        return depth;
    }

    String localName() {
        return reader.getLocalName();
    }

    String namespace() {
        String uri = reader.getNamespaceURI();
        return uri == null ? "" : uri;
    }

    @Nullable
    String attribute(String name) {
        return reader.getAttributeValue(null, name);
    }

    /** The text of the element just started, which must hold no other element; moves on to its end. */
    String text() throws Refused {
        StringBuilder text = new StringBuilder();
        String element = localName();
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        int room = MAXIMUM_TEXT - text.length();
                        if (room > 0) {
                            String part = reader.getText();
                            text.append(part, 0, Math.min(room, part.length()));
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        return text.toString().trim();
                    }
                    case XMLStreamConstants.START_ELEMENT ->
                        throw new Refused("MALFORMED", where(), element + " holds an element where its value belongs");
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new Refused("XML_ENTITY", where(), "entity references are refused in " + element);
                    default -> {
                        // Comments may stand between the characters of a value.
                    }
                }
            }
            throw new Refused("MALFORMED", where(), "the file ends inside " + element + ": export the file again");
        } catch (XMLStreamException | RuntimeException broken) {
            throw malformed(broken);
        }
    }

    String where() {
        Location location = reader.getLocation();
        return "line " + location.getLineNumber() + ", column " + location.getColumnNumber();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (XMLStreamException ignored) {
            // Nothing is held but memory: the stream below is closed by whoever opened it.
        }
    }
}
