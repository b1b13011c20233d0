package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.access.Tokens;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The folder of keys, and the command that works on it beside a running system. */
class AccessFolderTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void nobodyButItsOwnerReadsIt(@TempDir Path data) throws Exception {
        AccessFolder folder = AccessFolder.open(data.resolve("access"), Clock.systemUTC());
        folder.issueOperatorToken();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("access"))))
                .isEqualTo("rwx------");
        for (String file : new String[] {"token-keys.json", "revoked-tokens.ndjson", "operator.token"}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.resolve("access").resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theOperatorsTokenIsShownOnceAndKept(@TempDir Path data) throws Exception {
        String first =
                AccessFolder.open(data, Clock.systemUTC()).issueOperatorToken().orElseThrow();
        AccessFolder again = AccessFolder.open(data, Clock.systemUTC());

        assertThat(again.issueOperatorToken()).isEmpty();
        assertThat(Files.readString(again.operatorTokenFile())).isEqualToIgnoringNewLines(first);
        assertThat(verified(again, first)).isEqualTo("operator");
    }

    @Test
    void aRunningSystemRefusesARevokedTokenWithinASecond(@TempDir Path data) throws Exception {
        AccessFolder running = AccessFolder.open(data.resolve("access"), Clock.systemUTC());
        Tokens.Issued lost = running.tokens().issue(new Grant(Role.RUNNER, null, "s1", "r01"), Duration.ofHours(1));
        Tokens.Issued other = running.tokens().issue(new Grant(Role.RUNNER, null, "s1", "r02"), Duration.ofHours(1));
        assertThat(verified(running, lost.text())).isEqualTo("runner");

        assertThat(run("token", "revoke", "--session", "s1", "--runner", "r01", "--data", data.toString()))
                .isZero();
        long revokedAt = System.nanoTime();
        while (!verified(running, lost.text()).contains("revoked")) {
            assertThat(System.nanoTime() - revokedAt).isLessThan(TimeUnit.SECONDS.toNanos(2));
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(verified(running, other.text())).isEqualTo("runner");
        assertThat(run("token", "revoke", other.text(), "--data", data.toString()))
                .isZero();
        TimeUnit.MILLISECONDS.sleep(AccessFolder.LOOK_AGAIN_MILLIS + 50);
        assertThat(verified(running, other.text())).contains("revoked");
    }

    @Test
    void aTokenOfTheCommandHoldsInARunningSystemAlsoAfterARotation(@TempDir Path data) throws Exception {
        AccessFolder running = AccessFolder.open(data.resolve("access"), Clock.systemUTC());
        assertThat(run(
                        "token",
                        "issue",
                        "--session",
                        "s1",
                        "--role",
                        "coach",
                        "--ttl",
                        "2h",
                        "--data",
                        data.toString()))
                .as(err.toString())
                .isZero();
        String before = out.toString().strip();
        out.getBuffer().setLength(0);
        assertThat(run("token", "rotate", "--data", data.toString())).isZero();
        out.getBuffer().setLength(0);
        assertThat(run("token", "issue", "--camp", "c1", "--role", "coach", "--data", data.toString()))
                .isZero();
        String after = out.toString().strip();

        TimeUnit.MILLISECONDS.sleep(AccessFolder.LOOK_AGAIN_MILLIS + 50);
        assertThat(verified(running, before)).isEqualTo("coach");
        assertThat(verified(running, after)).isEqualTo("coach");
        assertThat(running.tokens().verify(before))
                .isInstanceOfSatisfying(
                        Access.Verified.Good.class,
                        good -> assertThat(good.caller().session()).isEqualTo("s1"));
    }

    @ParameterizedTest
    @CsvSource({
        "token issue --role runner --session s1,            names one",
        "token issue --role screen,                         names one",
        "token issue --role coach,                          names a session or a camp",
        "token issue --role coach --session s1 --runner r1, does not name",
        "token issue --role coach --session s1 --ttl 401d,  400 days",
        "token issue --role king --session s1,              king",
        "token revoke,                                      Name the token",
        "token revoke nonsense,                             cannot be read"
    })
    void whatNoTokenCanBeIsRefusedWithTheReason(String command, String reason, @TempDir Path data) {
        String[] words = (command + " --data " + data).split(" ");
        assertThat(run(words)).isNotZero();
        assertThat(err.toString()).contains(reason);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aBrokenFileIsToldAndNotPassedOver(@TempDir Path data) throws Exception {
        AccessFolder.open(data, Clock.systemUTC());
        Files.writeString(data.resolve("revoked-tokens.ndjson"), "{\n");
        assertThatThrownBy(() -> AccessFolder.open(data, Clock.systemUTC())).hasMessageContaining("line 1");
    }

    @Test
    void oldRevocationsAreForgottenWhenTheirTokensHaveExpired(@TempDir Path data) throws Exception {
        Instant now = Instant.parse("2026-11-21T02:00:00Z");
        AccessFolder.open(data, Clock.fixed(now, java.time.ZoneOffset.UTC))
                .revoke(at -> dev.backstretch.schemas.access.Revocations.Entry.ofToken("old", at));
        AccessFolder.open(data, Clock.fixed(now.plus(Duration.ofDays(401)), java.time.ZoneOffset.UTC))
                .revoke(at -> dev.backstretch.schemas.access.Revocations.Entry.ofToken("new", at));

        assertThat(Files.readString(data.resolve("revoked-tokens.ndjson")))
                .contains("new")
                .doesNotContain("old");
    }

    private int run(String... words) {
        CommandLine command = Backstretch.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(words);
    }

    private static String verified(AccessFolder folder, String token) {
        Access.Verified verified = folder.tokens().verify(token);
        return verified instanceof Access.Verified.Good good
                ? good.caller().toString()
                : ((Access.Verified.Wrong) verified).why();
    }
}
