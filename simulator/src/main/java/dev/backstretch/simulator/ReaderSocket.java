package dev.backstretch.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A timing reader's own connection, which stays open for as long as there are runners: it says whose it is, then a line for each
 * chip that passes. Nobody answers a line, so a reader never knows what became of it.
 */
public final class ReaderSocket implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final ReaderLine format;
    private final String reader;
    private final Socket socket;
    private final OutputStream out;

    /**
     * Connects, and says whose lines will come.
     *
     * @param reader what the mat is called
     * @param token empty where none is needed
     * @throws IOException where nobody listens
     */
    public ReaderSocket(String host, int port, String session, ReaderLine format, String reader, String token)
            throws IOException {
        this.format = format;
        this.reader = reader;
        this.socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            out = socket.getOutputStream();
            say("backstretch session=" + encoded(session) + "&format=" + format.format() + "&zone=Z&reader="
                    + encoded(reader) + (token.isEmpty() ? "" : "&token=" + encoded(token)));
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    /**
     * Tells of a chip that passed the mat.
     *
     * @throws IOException when the connection is gone
     */
    public void tell(String chip, Instant readAt) throws IOException {
        say(format.of(chip, reader, readAt));
    }

    private void say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
