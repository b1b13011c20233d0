package dev.backstretch.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a truth as the JSON that tools compare with: session, seed, options, counts and what each runner did. */
public final class TruthJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TruthJson() {}

    public static ObjectNode write(CampTruth truth) {
        ObjectNode json = NODES.objectNode();
        json.put("session", truth.options().sessionId());
        json.put("seed", truth.options().seed());
        json.put("seconds", truth.seconds());
        json.set("options", options(truth.options()));
        json.set("counts", counts(truth.counts()));
        ArrayNode runners = json.putArray("runners");
        for (RunnerTruth runner : truth.runners()) {
            runners.add(runner(runner));
        }
        return json;
    }

    private static ObjectNode options(CampOptions options) {
        Noise noise = options.noise();
        ObjectNode json = NODES.objectNode();
        json.put("seed", options.seed());
        json.put("runners", options.runners());
        json.put("plan", options.planName());
        json.put("rate", 1.0);
        json.put("waves", options.waveSize());
        json.put("wave_gap", options.waveGapSeconds());
        json.put("gps_sigma", noise.gpsMeters());
        json.put("gps_tau", noise.gpsMemorySeconds());
        json.put("gps_white", noise.gpsWhiteMeters());
        json.put("speed_sigma", noise.speedMetersPerSecond());
        json.put("compass_sigma", noise.compassDegrees());
        json.put("compass_bias", noise.compassBiasDegrees());
        json.put("mount_sigma", noise.mountDegrees());
        json.put("hr_noise", noise.heartRateBpm());
        json.put("hr_lock", noise.heartRateLockShare());
        json.put("skew", noise.clockSkewSeconds());
        json.put("drift_ppm", noise.clockDriftPpm());
        json.put("dropouts", noise.dropoutsPerHour());
        json.put("drop_mean", noise.dropoutMeanSeconds());
        json.put("drop_lost", noise.dropoutLostShare());
        json.put("late", noise.lateShare());
        json.put("dup", noise.duplicateShare());
        json.put("chips", options.chipsShare());
        json.put("chip_miss", noise.chipMissShare());
        json.put("taps", options.tapsShare());
        json.put("tap_miss", noise.tapMissShare());
        json.put("tap_double", noise.tapDoubleShare());
        json.put("tap_wrong", noise.tapWrongShare());
        json.put("lat", options.centreLatitudeDegrees());
        json.put("lon", options.centreLongitudeDegrees());
        json.put("bearing", options.bearingDegrees());
        json.put("t0", options.startsAt().toEpochMilli());
        return json;
    }

    private static ObjectNode counts(CampTruth.Counts counts) {
        ObjectNode json = NODES.objectNode();
        json.put("sample", counts.readings());
        json.put("lost", counts.lost());
        json.put("buffered", counts.buffered());
        json.put("late", counts.late());
        json.put("dup", counts.duplicated());
        json.put("chip", counts.chipReads());
        json.put("chip_missed", counts.chipPassingsMissed());
        json.put("tap", counts.taps());
        json.put("tap_missed", counts.tapsMissed());
        return json;
    }

    private static ObjectNode runner(RunnerTruth truth) {
        ObjectNode json = NODES.objectNode();
        json.put("runner", truth.runnerId());
        json.put("bib", truth.bib());
        json.put("alias", truth.alias());
        json.put("lane", truth.lane());
        json.put("lane_m", Rounding.decimals(truth.laneMeters(), 4));
        json.put("plan", truth.planName());
        json.put("start_s", truth.startSeconds());
        json.put("clock_skew_s", truth.clockSkewSeconds());
        json.put("clock_ppm", truth.clockDriftPpm());
        json.put("mount_deg", truth.mountDegrees());
        json.put("hr_locks", truth.heartRateLocks());
        json.put("has_chip", truth.chip() != null);
        json.put("has_tap", truth.tapped());
        ArrayNode crossings = json.putArray("crossings");
        for (RunnerTruth.Crossing crossing : truth.crossings()) {
            crossings
                    .addObject()
                    .put("t_s", Rounding.decimals(crossing.seconds(), 4))
                    .put("dir", crossing.direction())
                    .put("facing", crossing.facing().name());
        }
        ArrayNode laps = json.putArray("laps");
        for (RunnerTruth.Lap lap : truth.laps()) {
            laps.addObject()
                    .put("n", lap.number())
                    .put("start_s", Rounding.decimals(lap.startSeconds(), 4))
                    .put("end_s", Rounding.decimals(lap.endSeconds(), 4))
                    .put("lap_s", Rounding.decimals(lap.lapSeconds(), 4))
                    .put("elapsed_s", Rounding.decimals(lap.elapsedSeconds(), 4))
                    .put("facing", lap.facing().name())
                    .put("pure", lap.pure())
                    .put("pace_s_km", Rounding.decimals(lap.lapSeconds() / truth.laneMeters() * 1000, 3));
        }
        if (Double.isNaN(truth.challengeRatio())) {
            json.putNull("challenge_ratio");
        } else {
            json.put("challenge_ratio", Rounding.decimals(truth.challengeRatio(), 4));
        }
        ArrayNode facing = json.putArray("facing");
        for (RunnerTruth.FacingSpan span : truth.facing()) {
            facing.addArray()
                    .add(span.startSeconds())
                    .add(span.endSeconds())
                    .add(span.facing().name());
        }
        json.putObject("facing_s")
                .put("FORWARD", truth.forwardSeconds())
                .put("BACKWARD", truth.backwardSeconds())
                .put("STILL", truth.stillSeconds());
        ArrayNode zones = json.putArray("zone_seconds");
        truth.zoneSeconds().forEach(zones::add);
        json.put("path_m", Rounding.decimals(truth.pathMeters(), 3));
        json.put("net_m", Rounding.decimals(truth.netMeters(), 3));
        json.put("moving_s", truth.movingSeconds());
        ArrayNode segments = json.putArray("segments");
        for (RunnerTruth.Segment segment : truth.segments()) {
            segments.addObject()
                    .put("kind", segment.kind())
                    .put("facing", segment.facing().name())
                    .put("start_s", Rounding.decimals(segment.startSeconds(), 1))
                    .put("end_s", Rounding.decimals(segment.endSeconds(), 1));
        }
        return json;
    }
}
