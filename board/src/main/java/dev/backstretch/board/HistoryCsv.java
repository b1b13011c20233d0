package dev.backstretch.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A runner's log as a table for spreadsheets, a line for each session. */
final class HistoryCsv {
    private static final int ZONES = 6;
    private static final List<String> COLUMNS = List.of(
            "session",
            "started_at",
            "plan",
            "laps",
            "forward_meters",
            "forward_seconds_per_km",
            "backward_meters",
            "backward_seconds_per_km",
            "ratio",
            "ratio_plus_minus",
            "verdict",
            "zone_0_seconds",
            "zone_1_seconds",
            "zone_2_seconds",
            "zone_3_seconds",
            "zone_4_seconds",
            "zone_5_seconds",
            "zone_unknown_seconds",
            "exertion_0_to_10");

    private HistoryCsv() {}

    /**
     * @param history as {@link RunnerHistory#toJson} gives it
     */
    static String of(JsonNode history) {
        var csv = new Csv(COLUMNS);
        for (JsonNode session : history.path("log")) {
            csv.text(session.path("session").asText())
                    .word(session.path("startedAt").asText())
                    .text(session.path("plan").asText())
                    .number(session.path("laps"))
                    .number(session.at("/facings/FORWARD/distanceMeters"))
                    .number(session.at("/facings/FORWARD/paceSecondsPerKm"))
                    .number(session.at("/facings/BACKWARD/distanceMeters"))
                    .number(session.at("/facings/BACKWARD/paceSecondsPerKm"))
                    .number(session.at("/ratio/value"))
                    .number(session.at("/ratio/plusMinus"))
                    .word(session.at("/ratio/verdict").asText());
            for (int zone = 0; zone < ZONES; zone++) {
                csv.number(session.at("/zones/seconds/" + zone));
            }
            csv.number(session.at("/zones/unknownSeconds"))
                    .number(session.at("/exertion/rating"))
                    .end();
        }
        return csv.toString();
    }
}
