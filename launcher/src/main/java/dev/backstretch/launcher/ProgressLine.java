package dev.backstretch.launcher;

import java.io.PrintWriter;
import java.util.Locale;

/** One line of a terminal that tells how far something has come, written over itself. */
final class ProgressLine {
    private static final int WIDTH = 100;

    private final PrintWriter terminal;
    private final boolean shown;
    private int percent = -1;

    /**
     * A line.
     *
     * @param shown false where there is no terminal
     */
    ProgressLine(PrintWriter terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
    }

    /** Tells that so much of a whole is done; when all of it is, that an answer is awaited. */
    synchronized void show(String what, long done, long whole) {
        int now = (int) (100 * done / Math.max(1, whole));
        if (shown && now != percent) {
            percent = now;
            String text =
                    String.format(Locale.ROOT, "%s %3d %%%s", what, now, done >= whole ? " sent, being read" : " sent");
            terminal.print("\r" + padded(text));
            terminal.flush();
        }
    }

    /** Takes the line away. */
    synchronized void clear() {
        if (shown && percent >= 0) {
            percent = -1;
            terminal.print("\r" + padded("") + "\r");
            terminal.flush();
        }
    }

    private static String padded(String text) {
        return text.length() >= WIDTH ? text.substring(0, WIDTH) : text + " ".repeat(WIDTH - text.length());
    }
}
