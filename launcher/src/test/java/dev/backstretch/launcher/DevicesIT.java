package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.launcher.BackstretchSystem.Part;
import dev.backstretch.simulator.Camp;
import dev.backstretch.simulator.CampOptions;
import dev.backstretch.simulator.CampPlayer;
import dev.backstretch.simulator.DeviceApp;
import dev.backstretch.simulator.DoorClient;
import dev.backstretch.simulator.PlayReport;
import dev.backstretch.simulator.ReaderLine;
import dev.backstretch.simulator.SessionTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camp whose phones run the apps that people have, and whose mat writes lines, through the real doors. */
class DevicesIT {
    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");
    private static final double SPEED = 20;

    @Test
    void aCampOfManyKindsOfPhonesGetsItsLaps(@TempDir Path folder) throws Exception {
        BackstretchConfig config = config(folder);
        var time = new SessionTime(MIDNIGHT, SPEED);
        var camp = Camp.of(CampOptions.demo("devices-1", 7, MIDNIGHT).withRunners(6));
        Map<String, DeviceApp> apps = new TreeMap<>();
        // The sixth has our own page.
        for (DeviceApp app : DeviceApp.values()) {
            apps.put(camp.truth().runners().get(apps.size()).runnerId(), app);
        }
        assertThat(apps).hasSize(5);
        try (var system = new BackstretchSystem(config, EnumSet.allOf(Part.class), time)) {
            system.start();
            awaitReady(system);
            DemoReport report;
            try (var outcomes = new SessionOutcomes(
                    system.servers().clientProperties(), system.servers().serdes(), "devices-1", config.partitions())) {
                time.start();
                PlayReport played = new CampPlayer(
                                new DoorClient(system.address()).withDevices(apps, ReaderLine.IPICO), time, 6)
                        .play(camp.deliveries());
                boolean settled = outcomes.awaitSettled(Duration.ofMinutes(1));
                report = outcomes.view(view -> DemoReport.of(
                        camp,
                        List.of(),
                        view,
                        played,
                        DoorCounts.from(system.meters().scrape()),
                        Map.of(),
                        settled));
            }

            assertThat(report.settled()).isTrue();
            assertThat(report.sumRules().get("doors")).isTrue();
            assertThat(report.sumRules().get("session")).isTrue();
            assertThat(report.comparison().countsEqual())
                    .as(report.comparison().toString())
                    .isTrue();
            assertThat(report.comparison().maximumSeconds())
                    .as(report.comparison().toString())
                    .isLessThanOrEqualTo(1.0);
            Map<String, DoorCounts> doors = DoorCounts.from(system.meters().scrape());
            for (DeviceApp app : DeviceApp.values()) {
                DoorCounts door = Objects.requireNonNull(doors.get(app.door()), app.door());
                assertThat(door.accepted()).as(app.door()).isGreaterThan(100);
            }
        }
    }

    private static void awaitReady(BackstretchSystem system) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!system.missing().isEmpty()) {
            assertThat(System.nanoTime()).as("not ready: " + system.missing()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static BackstretchConfig config(Path folder) {
        var read = BackstretchConfig.read(
                null,
                Map.of(),
                Map.of(
                        "data",
                        folder.toString(),
                        "http.port",
                        "0",
                        "partitions",
                        "2",
                        "clock.speed",
                        String.valueOf(SPEED)));
        if (read instanceof BackstretchConfig.Read.Bad bad) {
            throw new AssertionError(bad.problems());
        }
        return ((BackstretchConfig.Read.Good) read).config();
    }
}
