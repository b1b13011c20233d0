package dev.backstretch.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is wrong, and what to do about it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks at Java, ports, disk, data folder, broker, registry, store and clock: what is wrong and what to do.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:nothing is wrong", "1:something is"})
final class DoctorCommand implements Callable<Integer> {
    private static final long LEAST_FREE_BYTES = 2L << 30;
    private static final long LEAST_MAPS = 262_144;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** No machine that runs this was set up before. */
    private static final Instant NOT_BEFORE = Instant.parse("2026-01-01T00:00:00Z");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--port", paramLabel = "P", description = "Port of doors and boards to look at. Default: 8080")
    private @Nullable Integer port;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final List<Finding> findings = new ArrayList<>();

    /** How a thing is. */
    private enum State {
        GOOD,
        /** It works, and could hurt later. */
        WARN,
        WRONG
    }

    private record Finding(
            State state,
            String what,
            String words,
            @Nullable String remedy) {}

    @Override
    public Integer call() throws Exception {
        var options = new HashMap<String, String>();
        if (port != null) {
            options.put("http.port", port.toString());
        }
        BackstretchConfig config = common.readOnly(options).config();
        java();
        boolean runs = dataFolder(config.data());
        maps();
        port(config, runs);
        broker(config);
        registry(config);
        store(config);
        clock(Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            String mark =
                    switch (finding.state()) {
                        case GOOD -> "ok  ";
                        case WARN -> "warn";
                        case WRONG -> "BAD ";
                    };
            out.printf("%s  %-9s %s%n", mark, finding.what(), finding.words());
            if (finding.remedy() != null) {
                out.printf("                to do: %s%n", finding.remedy());
            }
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.state() == State.WRONG) ? 1 : 0;
    }

    private void good(String what, String words) {
        findings.add(new Finding(State.GOOD, what, words, null));
    }

    private void warn(String what, String words, String remedy) {
        findings.add(new Finding(State.WARN, what, words, remedy));
    }

    private void wrong(String what, String words, String remedy) {
        findings.add(new Finding(State.WRONG, what, words, remedy));
    }

    private void java() {
        int version = Runtime.version().feature();
        String words = System.getProperty("java.vm.name") + " " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, heap up to "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB";
        if (version < 17) {
            wrong("java", words, "set JAVA_HOME to a JDK 17 or newer");
        } else {
            good("java", words);
        }
    }

    /** Whether a system runs on it. */
    private boolean dataFolder(Path folder) {
        try {
            OwnerOnly.createFolder(folder);
            Path probe = Files.createTempFile(folder, "doctor", ".log");
            Files.delete(probe);
            long free = Files.getFileStore(folder).getUsableSpace();
            String words = folder.toAbsolutePath().normalize() + ", " + (free >> 20) + " MiB free";
            if (free < LEAST_FREE_BYTES) {
                wrong("disk", words, "make room: the log of one camp takes some 2 GiB, or choose --data elsewhere");
            } else {
                good("disk", words);
            }
            boolean free1 = FolderLock.isFree(folder.resolve("broker"));
            boolean free2 = FolderLock.isFree(folder.resolve("store"));
            if (free1 && free2) {
                good("data", "not in use");
                return false;
            }
            good("data", "in use: a system runs on it");
            return true;
        } catch (IOException failed) {
            wrong("data", folder + " cannot be written: " + failed.getMessage(), "choose another folder with --data");
            return false;
        }
    }

    private void maps() {
        Path file = Path.of("/proc/sys/vm/max_map_count");
        if (!Files.isReadable(file)) {
            return;
        }
        try {
            long maps = Long.parseLong(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (maps < LEAST_MAPS) {
                warn(
                        "memory",
                        "vm.max_map_count is " + maps + ": enough for a camp, too little for many",
                        "on a server: sysctl -w vm.max_map_count=" + LEAST_MAPS);
            } else {
                good("memory", "vm.max_map_count is " + maps);
            }
        } catch (IOException | NumberFormatException unreadable) {
            warn("memory", "vm.max_map_count cannot be read: " + unreadable.getMessage(), "look with sysctl");
        }
    }

    private void port(BackstretchConfig config, boolean runs) {
        int wanted = config.http().port();
        if (wanted == 0) {
            good("port", "any free one will be taken");
        } else if (FreePort.isFree(wanted)) {
            good("port", wanted + " is free");
        } else if (runs) {
            good("port", wanted + " is taken, and a system runs on this folder");
        } else {
            wrong("port", wanted + " is taken by another program", "stop that one, or choose another with --port");
        }
    }

    private void broker(BackstretchConfig config) {
        String servers = config.kafka().bootstrapServers().orElse(null);
        if (servers == null) {
            good("broker", "embedded");
            return;
        }
        Map<String, Object> client = new HashMap<>(config.kafka().clientProperties());
        client.put("bootstrap.servers", servers);
        client.put("request.timeout.ms", (int) PATIENCE.toMillis());
        client.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        try (var admin = Admin.create(client)) {
            int nodes = admin.describeCluster()
                    .nodes()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .size();
            good("broker", servers + ", " + nodes + " nodes");
        } catch (ExecutionException | TimeoutException | org.apache.kafka.common.KafkaException failed) {
            wrong("broker", servers + " does not answer", "start it, or mend kafka.bootstrap.servers");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            wrong("broker", "interrupted while asking", "ask again");
        }
    }

    private static HttpRequest asking(URI uri, BackstretchConfig.Registry registry) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        if (!registry.user().isEmpty()) {
            String credentials = registry.user() + ":" + registry.password();
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        return request.build();
    }

    private void registry(BackstretchConfig config) {
        URI url = config.registry().url().orElse(null);
        if (url == null) {
            good("registry", "embedded");
            return;
        }
        String base = url.toString().endsWith("/") ? url.toString() : url + "/";
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(
                            asking(URI.create(base + "subjects"), config.registry()),
                            HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                good("registry", url.toString());
            } else {
                wrong(
                        "registry",
                        url + " answers " + response.statusCode(),
                        "mend schema.registry.url, or the user and password");
            }
        } catch (IOException failed) {
            wrong("registry", url + " does not answer", "start it, or mend schema.registry.url");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            wrong("registry", "interrupted while asking", "ask again");
        }
    }

    private void store(BackstretchConfig config) {
        if (config.store().embedded()) {
            good("store", "embedded");
            return;
        }
        config.store().httpServer().ifPresent(server -> reachable("store", server, "store.http.server"));
        config.store().pgServer().ifPresent(server -> reachable("store", server, "store.pg.server"));
    }

    private void reachable(String what, String server, String key) {
        int colon = server.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))),
                    (int) PATIENCE.toMillis());
            good(what, server + " answers");
        } catch (IOException failed) {
            wrong(what, server + " does not answer", "start it, or mend " + key);
        }
    }

    private void clock(Clock clock) {
        Instant now = clock.instant();
        if (now.isBefore(NOT_BEFORE)) {
            wrong("clock", "this machine thinks it is " + now, "set the clock, best by NTP: phones are judged by it");
        } else {
            good("clock", now.toString());
        }
    }
}
