package dev.backstretch.launcher;

import io.questdb.ServerMain;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.Reference;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The time-series store in a process of its own: a fault in its native code ends this process and no other. It runs
 * until its standard input ends, which also happens when the process that started it is killed.
 */
final class StoreProcess {
    /** First word of the line that says the store takes requests. */
    static final String READY = "backstretch-store-ready";

    /** First word of the line that says why it does not. */
    static final String FAILED = "backstretch-store-failed";

    private static final long LOCK_PATIENCE_NANOS = 10_000_000_000L;
    private static final int CLOSE_PATIENCE_MILLIS = 4_000;

    private StoreProcess() {}

    public static void main(String[] arguments) throws Exception {
        // What the store prints by itself must not be taken for an answer.
        var answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        ignoreInterrupt();
        Path folder = Path.of(arguments[0]);
        ServerMain server;
        FolderLock held;
        try {
            held = takeFolder(folder);
            server = new ServerMain("-d", folder.toString());
            server.start();
        } catch (IOException | RuntimeException | Error failed) {
            answers.println(FAILED + " " + String.valueOf(failed.getMessage()).replace('\n', ' '));
            failed.printStackTrace();
            Runtime.getRuntime().halt(1);
            return;
        }
        answers.println(READY);
        var close = new Thread(server::close, "close-store");
        close.setDaemon(true);
        try {
            awaitEndOfInput();
            close.start();
            close.join(CLOSE_PATIENCE_MILLIS);
        } finally {
            // a lock that is collected before the end would be a lock that is gone
            Reference.reachabilityFence(held);
        }
        Runtime.getRuntime().halt(close.isAlive() ? 1 : 0);
    }

    /** The folder may still be held for a moment by the process of a parent that was killed just now. */
    private static FolderLock takeFolder(Path folder) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LOCK_PATIENCE_NANOS;
        while (true) {
            try {
                return FolderLock.take(folder, "store");
            } catch (FolderLock.FolderInUseException inUse) {
                if (System.nanoTime() > deadline) {
                    throw inUse;
                }
                Thread.sleep(50);
            }
        }
    }

    /**
     * Ctrl-C reaches every process of the terminal at once, and the store must outlive those who still write to it. The
     * class is looked up by name because the compiler warns of it and a JVM need not have it.
     */
    private static void ignoreInterrupt() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ignore = handler.getField("SIG_IGN").get(null);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), ignore);
        } catch (ClassNotFoundException
                | NoSuchFieldException
                | NoSuchMethodException
                | IllegalAccessException
                | InstantiationException
                | InvocationTargetException unsupported) {
            System.err.println("Ctrl-C also ends the store here: " + unsupported);
        }
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said: only the end counts.
            }
        } catch (IOException brokenPipe) {
            System.err.println("standard input broke: " + brokenPipe.getMessage());
        }
    }
}
