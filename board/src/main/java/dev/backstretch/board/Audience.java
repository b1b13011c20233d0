package dev.backstretch.board;

/** Whom a session is told to. */
enum Audience {
    /** All who look: those who agreed to be on the board, and no heart rates. */
    SCREEN,
    /** Whoever leads the session: everybody who runs, and who needs the coach now. */
    COACH
}
