package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.ingest.files.RecordedRun;
import dev.backstretch.ingest.files.Recording;
import dev.backstretch.ingest.files.Recordings;
import dev.backstretch.ingest.files.RunnerProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real outings of two runners, folded. Not run without BACKSTRETCH_RECORDINGS. */
final class AnalyseRecordingsTest {
    private static final Map<String, String> OUTINGS = Map.of(
            "tcx-run-2runners-20201202-A.tcx.gz", "gpx-run-2runners-20201202-B.gpx",
            "tcx-run-2runners-20201206-A.tcx.gz", "gpx-run-2runners-20201206-B.gpx.gz",
            "tcx-run-2runners-20201226-A.tcx.gz", "gpx-run-2runners-20201226-B.gpx");

    private Path folder = Path.of("");

    @BeforeEach
    void recordingsAreThere() {
        String named = System.getenv("BACKSTRETCH_RECORDINGS");
        assumeTrue(
                named != null && Files.isRegularFile(Path.of(named, "MANIFEST.json")),
                "not run: BACKSTRETCH_RECORDINGS names no folder with recordings");
        folder = Path.of(String.valueOf(named));
    }

    private Recording.Decoded decoded(String file) {
        return (Recording.Decoded) Recordings.read(folder.resolve(file)).get(0);
    }

    private static AnalysedSession folded(Recording.Decoded run) {
        RecordedRun player = new RecordedRun("s", "r01", null, RunnerProfile.UNKNOWN, false);
        return AnalysedSession.of("s", log -> player.play(run, log));
    }

    @Test
    void distanceLiesWithinTwoPerCentOfTheDevice() {
        for (String file : OUTINGS.keySet()) {
            Recording.Decoded run = decoded(file);
            Frame.Entry totals = folded(run).totals("r01");
            assertThat(totals).as(file).isNotNull();
            if (totals != null) {
                double device = run.totals().distanceMeters();
                assertThat(totals.distance().value()).as(file).isCloseTo(device, within(0.02 * device));
            }
        }
    }

    @Test
    void twoWhoRanSideBySideCameEquallyFar() {
        OUTINGS.forEach((fileA, fileB) -> {
            Recording.Decoded a = decoded(fileA);
            Recording.Decoded b = decoded(fileB);
            Instant from = a.firstObservedAt().isAfter(b.firstObservedAt()) ? a.firstObservedAt() : b.firstObservedAt();
            Instant to = from.plus(Duration.ofMinutes(15));
            Estimate ofA = folded(a).distances("r01").between(from, to);
            Estimate ofB = folded(b).distances("r01").between(from, to);
            assertThat(ofA.value()).as(fileA).isGreaterThan(1_000);
            assertThat(ofB.value()).as(fileB).isCloseTo(ofA.value(), within(0.04 * ofA.value()));
        });
    }
}
