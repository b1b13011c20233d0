package dev.backstretch.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Throws away what embedded servers keep. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = "Deletes the whole data folder: every session, every result. Asks first.")
final class ResetCommand implements Callable<Integer> {
    /** What a data folder consists of; a folder with anything else in it was perhaps named by mistake. */
    private static final Set<String> OWN = Set.of("access", "broker", "store", "streams", "running.properties");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Path folder = common.readOnly(Map.of()).config().data();
        PrintWriter out = spec.commandLine().getOut();
        if (!Files.isDirectory(folder)) {
            out.println("nothing to delete: there is no folder " + folder);
            return 0;
        }
        try {
            refuseForeign(folder);
            if (!FolderLock.isFree(folder.resolve("broker")) || !FolderLock.isFree(folder.resolve("store"))) {
                throw new CommandFailedException("a system runs on " + folder + ": stop it first");
            }
            if (!yes && !agreed(folder, out)) {
                out.println("nothing was deleted");
                return 1;
            }
            delete(folder);
        } catch (IOException failed) {
            throw new CommandFailedException(
                    "not all of " + folder + " could be deleted: " + failed.getMessage(), failed);
        }
        out.println("deleted " + folder);
        return 0;
    }

    private static void refuseForeign(Path folder) throws IOException, CommandFailedException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = String.valueOf(entry.getFileName());
                boolean own = OWN.contains(name) || (name.startsWith("backstretch") && name.endsWith(".log"));
                if (!own) {
                    throw new CommandFailedException(folder + " holds " + name
                            + ", which is not Backstretch's: is this the right folder? Nothing was deleted");
                }
            }
        }
    }

    private static boolean agreed(Path folder, PrintWriter out) throws IOException {
        out.print("Delete " + folder.toAbsolutePath().normalize() + " with every session in it? [y/N] ");
        out.flush();
        var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        String answer = in.readLine();
        return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
