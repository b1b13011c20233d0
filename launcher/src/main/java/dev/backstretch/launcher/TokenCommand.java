package dev.backstretch.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Revocations;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.access.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may do what in a camp: tokens are issued and revoked beside a system that runs, or before it does. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Issues and revokes the tokens that let people and devices in.",
        subcommands = {TokenCommand.Issue.class, TokenCommand.Revoke.class, TokenCommand.Rotate.class})
final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name what to do: issue, revoke or rotate.");
    }

    static AccessFolder open(CommonOptions common) throws CommandFailedException {
        BackstretchConfig config = common.read(Map.of());
        try {
            return AccessFolder.open(config.accessFolder(), Clock.systemUTC());
        } catch (IOException failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()), failed);
        }
    }

    /** A new token. */
    @Command(
            name = "issue",
            mixinStandardHelpOptions = true,
            description =
                    "Prints a new token. A runner's or a device's names its runner; a coach's or an operator's may be"
                            + " for all of a camp.")
    static final class Issue implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Option(names = "--role", paramLabel = "ROLE", required = true, description = "One of ${COMPLETION-CANDIDATES}")
        private Role role = Role.SCREEN;

        @Option(names = "--session", paramLabel = "ID", description = "The one session it is for.")
        private @Nullable String session;

        @Option(names = "--camp", paramLabel = "C", description = "The camp it is for.")
        private @Nullable String camp;

        @Option(names = "--runner", paramLabel = "ID", description = "The one runner it is for.")
        private @Nullable String runner;

        @Option(
                names = "--ttl",
                paramLabel = "D",
                defaultValue = "P30D",
                description = "How long it holds: 12h, 30d, P30D. Default: 30 days; at most 400")
        private Duration life = Duration.ofDays(30);

        @Option(names = "--json", description = "Print JSON: the token, its id and when it expires.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws CommandFailedException {
            Tokens.Issued issued;
            try {
                var grant = new Grant(role, camp, session, runner);
                issued = open(common).tokens().issue(grant, life);
            } catch (IllegalArgumentException wrong) {
                throw new CommandFailedException(String.valueOf(wrong.getMessage()), wrong);
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ObjectNode node = JsonNodeFactory.instance.objectNode();
                node.put("token", issued.text());
                node.put("tokenId", issued.tokenId());
                node.put("role", role.text());
                node.put("expiresAt", issued.expiresAt().toString());
                out.println(node);
            } else {
                out.println(issued.text());
                PrintWriter err = spec.commandLine().getErr();
                err.println("role " + role.text() + ", id " + issued.tokenId() + ", holds until " + issued.expiresAt());
                err.flush();
            }
            out.flush();
            return 0;
        }
    }

    /** Tokens that hold no longer. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description =
                    "Revokes one token, or all that were issued up to now for a runner or a session; a system that"
                            + " runs refuses them within a second.")
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(
                arity = "0..1",
                paramLabel = "TOKEN",
                description = "The token itself; - reads it from standard input.")
        private @Nullable String token;

        @Option(names = "--id", paramLabel = "ID", description = "The token with this id.")
        private @Nullable String tokenId;

        @Option(names = "--session", paramLabel = "ID", description = "All tokens of this session.")
        private @Nullable String session;

        @Option(
                names = "--runner",
                paramLabel = "ID",
                description = "All tokens of this runner, in the session or wherever: a lost phone.")
        private @Nullable String runner;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws CommandFailedException {
            boolean one = token != null || tokenId != null;
            boolean many = session != null || runner != null;
            if (one == many || (token != null && tokenId != null)) {
                throw new ParameterException(
                        spec.commandLine(), "Name the token, or its --id, or a --session and --runner.");
            }
            try {
                AccessFolder folder = open(common);
                String id = token == null ? tokenId : idOf(folder, token);
                folder.revoke(now -> id == null
                        ? new Revocations.Entry(null, session, runner, now)
                        : Revocations.Entry.ofToken(id, now));
            } catch (IOException failed) {
                throw new CommandFailedException(String.valueOf(failed.getMessage()), failed);
            }
            spec.commandLine().getOut().println("revoked");
            spec.commandLine().getOut().flush();
            return 0;
        }

        private static String idOf(AccessFolder folder, String token) throws IOException, CommandFailedException {
            String text = token;
            if (token.equals("-")) {
                String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
                text = line == null ? "" : line.strip();
            }
            Access.Verified verified = folder.tokens().verify(text);
            if (verified instanceof Access.Verified.Good good && good.caller().tokenId() != null) {
                return good.caller().tokenId();
            }
            String why = verified instanceof Access.Verified.Wrong wrong ? wrong.why() : "it has no id";
            throw new CommandFailedException("this token lets nobody in as it is: " + why);
        }
    }

    /** A new key. */
    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Signs with a new key from now on; tokens that are out hold until they expire.")
    static final class Rotate implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws CommandFailedException {
            try {
                int keys = open(common).rotate();
                spec.commandLine().getOut().println("a new key signs; " + keys + " keys are known");
                spec.commandLine().getOut().flush();
                return 0;
            } catch (IOException failed) {
                throw new CommandFailedException(String.valueOf(failed.getMessage()), failed);
            }
        }
    }
}
