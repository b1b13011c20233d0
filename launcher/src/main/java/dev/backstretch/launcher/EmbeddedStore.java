package dev.backstretch.launcher;

import io.questdb.ServerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** QuestDB in a child process, on loopback, with a password of its own; it keeps its data from start to start. */
public final class EmbeddedStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStore.class);
    private static final String USER = "backstretch";
    private static final int START_PATIENCE_SECONDS = 120;
    private static final int STOP_PATIENCE_SECONDS = 5;
    private static final int ARCHIVE_PATIENCE_SECONDS = 300;
    private static final int RESTARTS = 5;
    private static final int LOCK_PATIENCE_SECONDS = 10;

    private final Path folder;
    private final Object lifecycle = new Object();
    private int httpPort;
    private int pgPort;
    private String password = "";
    private @Nullable Process process;
    private boolean wanted;
    private int restarts;

    /** @param folder where the tables are kept */
    public EmbeddedStore(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Starts the store and returns when it takes requests.
     *
     * @throws IOException when the folder is in use or cannot be written, or the store does not come up
     */
    public void start() throws IOException {
        synchronized (lifecycle) {
            if (wanted) {
                throw new IllegalStateException("the store runs already on port " + httpPort);
            }
            OwnerOnly.createFolder(folder);
            awaitFree();
            Files.createDirectories(folder.resolve("log"));
            password = password();
            httpPort = FreePort.any();
            pgPort = FreePort.any();
            OwnerOnly.createFolder(folder.resolve("conf"));
            OwnerOnly.write(folder.resolve("conf").resolve("server.conf"), settings());
            Files.writeString(folder.resolve("conf").resolve("log.conf"), logSettings(), StandardCharsets.UTF_8);
            wanted = true;
            try {
                launch();
            } catch (IOException failed) {
                close();
                throw failed;
            }
            LOG.info("store started httpPort={} pgPort={} folder={}", httpPort, pgPort, folder);
        }
    }

    /** What another store runs by is not written over. One whose parent was killed just now may take a moment to end. */
    private void awaitFree() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LOCK_PATIENCE_SECONDS);
        while (!FolderLock.isFree(folder)) {
            if (System.nanoTime() > deadline) {
                throw new FolderLock.FolderInUseException(folder, "store");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the store's folder was in use", interrupted);
            }
        }
    }

    private void launch() throws IOException {
        Process started = new ProcessBuilder(command())
                .redirectError(folder.resolve("log").resolve("process.log").toFile())
                .start();
        process = started;
        var answer = new CompletableFuture<String>();
        // The pipe is read to its end, or a chatty child would block on it.
        var reader = new Thread(() -> readAnswers(started, answer), "read-store-answers");
        reader.setDaemon(true);
        reader.start();
        String said;
        try {
            said = answer.get(START_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            started.destroyForcibly();
            throw new IOException("interrupted while the store started", interrupted);
        } catch (ExecutionException | TimeoutException silent) {
            started.destroyForcibly();
            throw new IOException(
                    "the store did not start within " + START_PATIENCE_SECONDS + " s: see "
                            + folder.resolve("log").resolve("process.log"),
                    silent);
        }
        if (!said.equals(StoreProcess.READY)) {
            started.destroyForcibly();
            throw new IOException("the store did not start: " + said);
        }
        var unused = started.onExit().thenAccept(this::ended);
    }

    private void readAnswers(Process child, CompletableFuture<String> answer) {
        try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(StoreProcess.READY)) {
                    answer.complete(line);
                } else if (line.startsWith(StoreProcess.FAILED)) {
                    answer.complete(line.substring(StoreProcess.FAILED.length()).strip());
                }
            }
            answer.complete("its process ended; see " + folder.resolve("log").resolve("process.log"));
        } catch (IOException broken) {
            answer.completeExceptionally(broken);
        }
    }

    /** A store that ended by itself comes back on the same ports, so those who use it only have to try again. */
    private void ended(Process ended) {
        synchronized (lifecycle) {
            if (!wanted || process != ended) {
                return;
            }
            if (restarts == RESTARTS) {
                LOG.error("store ended too often, not restarted exit={} restarts={}", ended.exitValue(), restarts);
                return;
            }
            restarts++;
            LOG.warn("store ended, restarting exit={} restarts={}", ended.exitValue(), restarts);
            try {
                launch();
            } catch (IOException failed) {
                LOG.error("store not restarted folder={}", folder, failed);
            }
        }
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xms32m");
        command.add("-Xmx192m");
        command.add("-XX:+UseSerialGC");
        // Its inner loops are native code: what the second compiler would win is less than what it costs at the start.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:ReservedCodeCacheSize=48m");
        command.add("-XX:-UsePerfData");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(ClassArchive.options("store"));
        command.add("-cp");
        command.add(placeOf(StoreProcess.class) + System.getProperty("path.separator") + placeOf(ServerMain.class));
        command.add(StoreProcess.class.getName());
        command.add(folder.toString());
        return command;
    }

    private static String placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("no place for " + type.getName(), impossible);
        }
    }

    private String settings() {
        return String.join(
                "\n",
                "config.validation.strict=true",
                "config.reload.enabled=false",
                "http.bind.to=127.0.0.1:" + httpPort,
                "http.user=" + USER,
                "http.password=" + password,
                "http.min.enabled=false",
                "pg.net.bind.to=127.0.0.1:" + pgPort,
                "pg.user=" + USER,
                "pg.password=" + password,
                "line.tcp.enabled=false",
                "line.udp.enabled=false",
                "telemetry.enabled=false",
                "telemetry.disable.completely=true",
                "cairo.mat.view.enabled=false",
                // Rows outlive power loss once they are acknowledged.
                "cairo.commit.mode=sync",
                "cairo.wal.writer.data.append.page.size=256k",
                "cairo.writer.data.append.page.size=1m",
                "cairo.writer.data.index.value.append.page.size=256k",
                "cairo.o3.column.memory.size=256k",
                "shared.network.worker.count=1",
                "shared.query.worker.count=1",
                "shared.write.worker.count=1",
                "http.net.connection.limit=64",
                "pg.net.connection.limit=64",
                "ram.usage.limit.bytes=512m",
                "");
    }

    private static String logSettings() {
        return """
                writers=file
                w.file.class=io.questdb.log.LogRollingFileWriter
                w.file.location=${log.dir}/store.log.${date:yyyyMMdd}
                w.file.level=ERROR,CRITICAL
                w.file.rollEvery=day
                w.file.rollSize=16m
                w.file.lifeDuration=7d
                w.file.sizeLimit=64m
                """;
    }

    /** Made at the first start and kept, so that a person can look into the tables with the same one. */
    private String password() throws IOException {
        Path file = folder.resolve("credentials.properties");
        var kept = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                kept.load(in);
            }
            String known = kept.getProperty("password", "");
            if (!known.isBlank()) {
                return known;
            }
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        OwnerOnly.write(file, "user=" + USER + "\npassword=" + fresh + "\n");
        return fresh;
    }

    public int httpPort() {
        return httpPort;
    }

    public int pgPort() {
        return pgPort;
    }

    public String user() {
        return USER;
    }

    /** The password of {@link #user()}; never to be logged. */
    public String secret() {
        return password;
    }

    /** Whether the child process lives. */
    public boolean isAlive() {
        synchronized (lifecycle) {
            return process != null && process.isAlive();
        }
    }

    /** The child process, for those who measure it, while there is one. */
    long processId() {
        synchronized (lifecycle) {
            if (process == null) {
                throw new IllegalStateException("the store does not run");
            }
            return process.pid();
        }
    }

    /** Stops the store; its data stays. */
    @Override
    public void close() {
        Process running;
        synchronized (lifecycle) {
            wanted = false;
            running = process;
            process = null;
        }
        if (running == null) {
            return;
        }
        try {
            running.getOutputStream().close();
            int patienceSeconds = ClassArchive.isWritten() ? ARCHIVE_PATIENCE_SECONDS : STOP_PATIENCE_SECONDS;
            if (!running.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                LOG.warn("store did not stop, ending its process patienceSeconds={}", patienceSeconds);
                running.destroyForcibly();
            }
        } catch (IOException failed) {
            running.destroyForcibly();
            throw new UncheckedIOException("the store's process could not be told to stop", failed);
        } catch (InterruptedException interrupted) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        LOG.info("store stopped httpPort={}", httpPort);
    }
}
