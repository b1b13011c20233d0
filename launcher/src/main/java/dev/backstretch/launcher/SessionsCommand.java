package dev.backstretch.launcher;

import dev.backstretch.domain.session.SessionHead;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which sessions there are. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        description = "Lists the sessions in the log, by the time they were opened.")
final class SessionsCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--camp", paramLabel = "C", description = "Only those of this camp.")
    private @Nullable String camp;

    @Option(
            names = "--from",
            paramLabel = "T",
            converter = Moment.class,
            description = "Only those opened at this time or later: 2026-11-20 or 2026-11-20T06:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "T", converter = Moment.class, description = "Only those opened before.")
    private @Nullable Instant to;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        BackstretchConfig config = common.read(Map.of());
        List<SessionHead> heads;
        try (Servers servers = Servers.runningOrOwn(config, Servers.Need.LOG)) {
            servers.start();
            heads = servers.topics().sessions();
        } catch (IOException failed) {
            throw new CommandFailedException(failed.getMessage(), failed);
        }
        PrintWriter out = spec.commandLine().getOut();
        String line = "%-24s %-12s %-8s %-20s %-24s %s%n";
        out.printf(line, "session", "camp", "state", "plan", "opened", "closed");
        heads.stream()
                .filter(this::isWanted)
                .sorted(Comparator.comparing(SessionHead::openedAt).thenComparing(SessionHead::sessionId))
                .forEach(head -> out.printf(
                        line,
                        head.sessionId(),
                        head.campId(),
                        head.state(),
                        head.planName(),
                        head.openedAt(),
                        head.closedAt() == null ? "-" : head.closedAt()));
        out.flush();
        return 0;
    }

    private boolean isWanted(SessionHead head) {
        return (camp == null || camp.equals(head.campId()))
                && (from == null || !head.openedAt().isBefore(from))
                && (to == null || head.openedAt().isBefore(to));
    }

    /** An instant, or a day, which begins at 00:00 UTC. */
    static final class Moment implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : Instant.parse(text);
            } catch (DateTimeException noTime) {
                throw new TypeConversionException(
                        "'" + text + "' is neither a day such as 2026-11-20 nor a time such as 2026-11-20T06:00:00Z");
            }
        }
    }
}
