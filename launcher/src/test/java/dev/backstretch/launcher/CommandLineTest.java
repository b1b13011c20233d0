package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyListedCommandExplainsItself() {
        var commands = Backstretch.commandLine().getSubcommands();
        assertThat(commands).containsKeys("demo", "serve", "ingest", "streams", "sink", "board", "sessions", "replay");
        commands.forEach((name, command) -> {
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
        });
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("demo", "doctor", "generate-completion");
    }

    @Test
    void aCompletionScriptIsPrinted() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString()).contains("complete -F _complete_backstretch");
    }

    @Test
    void aReplayThatIsAskedForNothingOrForRulesThatAreNotKnownSaysSo() {
        assertThat(run("replay", "--session", "s")).isEqualTo(2);
        assertThat(err.toString()).contains("--compare, --settled or --speed");
        assertThat(run("replay", "--session", "s", "--settled", "--rules", "laps=9"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("laps=9 is not known", "laps=1");
        assertThat(run("replay", "--session", "s", "--settled", "--publish", "--rules", "laps=1"))
                .isEqualTo(2);
        assertThat(run("replay", "--session", "s", "--compare", "--publish")).isEqualTo(2);
        assertThat(run("replay", "--session", "s", "--compare", "--json")).isEqualTo(2);
        assertThat(run("replay", "--session", "s", "--speed", "0")).isEqualTo(2);
        assertThat(run("quarantine")).isEqualTo(2);
        assertThat(run("quarantine", "show", "first")).isEqualTo(2);
        assertThat(err.toString()).contains("'first' is no id such as 3-1042");
    }

    @Test
    void aFolderWithoutRecordingsIsNotImported(@TempDir Path folder) {
        assertThat(run("import", folder.toString(), "--session", "s", "--runner", "r"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("holds no recording");
    }

    @Test
    void aWrongConfigurationIsToldWithEveryProblem(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("camp.yaml");
        Files.writeString(file, "partitions: 0\nhttp.hots: 127.0.0.1\n");
        assertThat(run("doctor", "--config", file.toString(), "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("partitions = '0'", "http.hots", "http.host is meant");
    }

    @Test
    void theDoctorLooksAtEverythingAndSaysWhatToDo(@TempDir Path folder) throws IOException {
        int port = FreePort.any();
        assertThat(run("doctor", "--data", folder.resolve("data").toString(), "--port", String.valueOf(port)))
                .as(out.toString())
                .isZero();
        assertThat(out.toString()).contains("java", "disk", "data", "port", "broker", "registry", "store", "clock");
        Path noFolder = folder.resolve("file");
        Files.writeString(noFolder, "not a folder");
        assertThat(run("doctor", "--data", noFolder.toString(), "--port", String.valueOf(port)))
                .isEqualTo(1);
        assertThat(out.toString()).contains("BAD", "choose another folder with --data");
    }

    @Test
    void resetDeletesADataFolderAndNothingElse(@TempDir Path folder) throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("broker").resolve("logs"));
        Files.writeString(data.resolve("broker").resolve("logs").resolve("x"), "x");
        assertThat(run("reset", "--yes", "--data", data.toString())).isZero();
        assertThat(data).doesNotExist();

        Path home = folder.resolve("home");
        Files.createDirectories(home);
        Files.writeString(home.resolve("thesis.txt"), "precious");
        assertThat(run("reset", "--yes", "--data", home.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("thesis.txt");
        assertThat(home.resolve("thesis.txt")).exists();
    }

    @Test
    void lengthsOfTimeAreReadAsPeopleWriteThem() {
        assertThat(Durations.parse("90s")).contains(Duration.ofSeconds(90));
        assertThat(Durations.parse("50ms")).contains(Duration.ofMillis(50));
        assertThat(Durations.parse("PT1M30S")).contains(Duration.ofSeconds(90));
        assertThat(Durations.parse("soon")).isEqualTo(Optional.empty());
        assertThat(Durations.parse("-PT1S")).isEqualTo(Optional.empty());
    }

    private int run(String... arguments) {
        var commandLine = Backstretch.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
