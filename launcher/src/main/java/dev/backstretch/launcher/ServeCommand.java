package dev.backstretch.launcher;

import dev.backstretch.launcher.BackstretchSystem.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A real camp on this machine. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs every service for a real camp on this machine, embedded or against configured servers.")
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--port", paramLabel = "P", description = "Port of doors and boards; 0 for any. Default: 8080")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on; 0.0.0.0 for phones on the same network, with tokens and a certificate."
                    + " Default: 127.0.0.1")
    private @Nullable String host;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "PEM of the certificate. Default: one made here")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM of the certificate's private key.")
    private @Nullable Path key;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        if (host != null) {
            options.put("http.host", host);
        }
        if (certificate != null) {
            options.put("http.certificate", certificate.toString());
        }
        if (key != null) {
            options.put("http.key", key.toString());
        }
        return run(common, port, options, EnumSet.allOf(Part.class), spec);
    }

    /** Runs the parts until the process is asked to stop. */
    static int run(
            CommonOptions common,
            @Nullable Integer port,
            Map<String, String> further,
            Set<Part> parts,
            CommandSpec spec)
            throws CommandFailedException, InterruptedException {
        Map<String, String> options = new LinkedHashMap<>(further);
        if (port != null) {
            options.put("http.port", port.toString());
        }
        LogFile.showLifecycle();
        BackstretchConfig config = common.read(options);
        Interrupt interrupt = Interrupt.install();
        try (var system = new BackstretchSystem(config, parts, Clock.systemUTC())) {
            system.start();
            PrintWriter out = spec.commandLine().getOut();
            out.println(system.address());
            system.invitation().forEach(out::println);
            out.flush();
            awaitReady(system, interrupt);
            interrupt.await(Long.MAX_VALUE);
        } catch (IOException | IllegalStateException failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()), failed);
        } finally {
            interrupt.finished();
        }
        return 0;
    }

    /** Says what is missing when it takes long, and when all is there. */
    private static void awaitReady(BackstretchSystem system, Interrupt interrupt) throws InterruptedException {
        Logger log = LoggerFactory.getLogger(ServeCommand.class);
        long warnAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        boolean warned = false;
        while (true) {
            List<String> missing = system.missing();
            if (missing.isEmpty()) {
                log.info("ready address={}", system.address());
                return;
            }
            if (!warned && System.nanoTime() > warnAt) {
                log.warn("not ready yet missing={}", missing);
                warned = true;
            }
            if (interrupt.await(TimeUnit.MILLISECONDS.toNanos(100))) {
                return;
            }
        }
    }
}
