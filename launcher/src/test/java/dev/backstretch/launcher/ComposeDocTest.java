package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The compose file is read by a machine before a person has to trust it. */
class ComposeDocTest {
    private static final Path FILE = root().resolve("docker-compose.yml");

    @Test
    void portsAreOpenOnThisMachineOnlyAndEveryServiceSaysWhenItIsHealthy() throws IOException {
        JsonNode services = new YAMLMapper().readTree(FILE.toFile()).path("services");
        assertThat(services.properties().stream().map(Map.Entry::getKey))
                .containsExactly("kafka", "registry", "store", "ingest", "streams", "sink", "board");
        services.properties().forEach(service -> {
            JsonNode body = service.getValue();
            for (JsonNode port : body.path("ports")) {
                assertThat(port.asText()).startsWith("127.0.0.1:");
            }
            assertThat(body.path("healthcheck").path("test").isArray())
                    .as(service.getKey())
                    .isTrue();
        });
    }

    @Test
    void theServicesAreStartedWithSettingsThatExist() throws IOException {
        String text = Files.readString(FILE, StandardCharsets.UTF_8);
        var environment = new LinkedHashMap<String, String>();
        var settings = Pattern.compile("^ +(BACKSTRETCH_[A-Z_]+): (.*)$", Pattern.MULTILINE)
                .matcher(text);
        while (settings.find()) {
            environment.put(settings.group(1), settings.group(2));
        }
        assertThat(environment).hasSizeGreaterThan(6);
        assertThat(BackstretchConfig.read(null, environment, Map.of())).isInstanceOf(BackstretchConfig.Read.Good.class);
    }

    @Test
    void dockerComposeAcceptsTheFile() throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "docker-compose")));
        assumeTrue(installed, "docker-compose is not installed: its own check was not run");
        var command = new ProcessBuilder("docker-compose", "-f", FILE.toString(), "config", "--quiet")
                .redirectErrorStream(true);
        command.environment().put("STORE_PASSWORD", "only-for-the-check");
        Process process = command.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    @Test
    void theImageIsMadeOfWhatItsBuildLeaves() throws IOException {
        String image = Files.readString(root().resolve("deploy/Dockerfile"), StandardCharsets.UTF_8);
        String pom = Files.readString(root().resolve("pom.xml"), StandardCharsets.UTF_8);
        var quick = Pattern.compile("<id>quick</id>.*?<build.folder>([^<]+)</build.folder>", Pattern.DOTALL)
                .matcher(pom);
        assertThat(quick.find()).isTrue();
        assertThat(image).contains("-Dquick").contains("/src/launcher/" + quick.group(1) + "/classes ");
        var library = Pattern.compile("-DoutputDirectory=(\\S+)").matcher(image);
        assertThat(library.find()).isTrue();
        assertThat(image).contains("COPY --from=build " + library.group(1) + " ");
    }

    /** The folder of the whole project: tests run in their module's. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("run the tests inside the project");
            }
            folder = parent;
        }
        return folder;
    }
}
