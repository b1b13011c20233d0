package dev.backstretch.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A store's classes as the JVM keeps them ready in one file (class data sharing, JEP 350): with it a process starts in about
 * half the time. A file that fits another JVM or class path is passed over by the JVM.
 */
final class ClassArchive {
    /** Names the folder of the archives; unset, there are none. */
    static final String FOLDER = "backstretch.archives";

    /** {@code true} in the run that writes them as it ends. */
    static final String WRITE = "backstretch.archives.write";

    private ClassArchive() {}

    static boolean isWritten() {
        return Boolean.getBoolean(WRITE);
    }

    /** What a JVM is told so that it uses, or writes, the archive of that name. */
    static List<String> options(String name) {
        String folder = System.getProperty(FOLDER, "");
        if (folder.isEmpty()) {
            return List.of();
        }
        Path file = Path.of(folder, name + "-" + Runtime.version().feature() + ".jsa");
        if (isWritten()) {
            return List.of("-XX:ArchiveClassesAtExit=" + file);
        }
        // Else each start would say what it makes of a file that does not fit.
        return Files.exists(file)
                ? List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of();
    }
}
