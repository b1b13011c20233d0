package dev.backstretch.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.Standings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists in a text column, as JSON, because an event id may hold any separator. */
final class TextLists {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TextLists() {}

    static String write(List<String> items) {
        ArrayNode array = JSON.createArrayNode();
        items.forEach(array::add);
        return array.toString();
    }

    static List<String> read(String text) {
        return texts(parse(text));
    }

    /** As {@code [["RANGE_HR",3]]}: a list, so that its order stays. */
    static String writeCounts(List<Frame.FlagCount> counts) {
        ArrayNode array = JSON.createArrayNode();
        counts.forEach(count -> array.addArray().add(count.flag()).add(count.count()));
        return array.toString();
    }

    static List<Frame.FlagCount> readCounts(String text) {
        var counts = new ArrayList<Frame.FlagCount>();
        for (JsonNode pair : parse(text)) {
            counts.add(new Frame.FlagCount(pair.path(0).asText(), pair.path(1).asLong()));
        }
        return counts;
    }

    /** As {@code {"members":["r1"],"onTrack":"r1","unsure":[]}}. */
    static @Nullable String writeTeam(Standings.@Nullable Team team) {
        if (team == null) {
            return null;
        }
        ObjectNode object = JSON.createObjectNode();
        team.members().forEach(object.putArray("members")::add);
        if (team.onTrack() != null) {
            object.put("onTrack", team.onTrack());
        }
        team.unsure().forEach(object.putArray("unsure")::add);
        return object.toString();
    }

    static Standings.@Nullable Team readTeam(@Nullable String text) {
        if (text == null) {
            return null;
        }
        JsonNode object = parse(text);
        return new Standings.Team(
                texts(object.path("members")),
                object.has("onTrack") ? object.path("onTrack").asText() : null,
                texts(object.path("unsure")));
    }

    /** A team's text with another name for one of its runners. */
    static String renamed(String team, String runner, String name) {
        Standings.Team read = readTeam(team);
        return read == null
                ? team
                : String.valueOf(writeTeam(new Standings.Team(
                        renamed(read.members(), runner, name),
                        runner.equals(read.onTrack()) ? name : read.onTrack(),
                        renamed(read.unsure(), runner, name))));
    }

    private static List<String> renamed(List<String> runners, String runner, String name) {
        return runners.stream().map(one -> one.equals(runner) ? name : one).toList();
    }

    /** The fields by name; what is not known has none. */
    static @Nullable String writeEffort(Frame.@Nullable Effort effort) {
        if (effort == null) {
            return null;
        }
        ObjectNode object = JSON.createObjectNode();
        real(object, "points", effort.points());
        real(object, "edwardsTrimp", effort.edwardsTrimp());
        real(object, "banisterLowest", effort.banisterLowest());
        real(object, "banisterHighest", effort.banisterHighest());
        estimate(object, "energyKilocalories", effort.energyKilocalories());
        object.put("energyMethod", effort.energyMethod());
        object.put("energyRough", effort.energyRough());
        real(object, "energyCoveredShare", effort.energyCoveredShare());
        estimate(object, "forwardHeartRateBpm", effort.forwardHeartRateBpm());
        estimate(object, "backwardHeartRateBpm", effort.backwardHeartRateBpm());
        estimate(object, "effortOfAMinute", effort.effortOfAMinute());
        estimate(object, "effortOfAMeter", effort.effortOfAMeter());
        effort.missing().forEach(object.putArray("missing")::add);
        return object.toString();
    }

    static Frame.@Nullable Effort readEffort(@Nullable String text) {
        if (text == null) {
            return null;
        }
        JsonNode object = parse(text);
        return new Frame.Effort(
                real(object, "points"),
                real(object, "edwardsTrimp"),
                real(object, "banisterLowest"),
                real(object, "banisterHighest"),
                estimate(object, "energyKilocalories"),
                object.path("energyMethod").asText(),
                object.path("energyRough").asBoolean(),
                real(object, "energyCoveredShare"),
                estimate(object, "forwardHeartRateBpm"),
                estimate(object, "backwardHeartRateBpm"),
                estimate(object, "effortOfAMinute"),
                estimate(object, "effortOfAMeter"),
                texts(object.path("missing")));
    }

    private static void real(ObjectNode object, String name, double value) {
        if (!Double.isNaN(value)) {
            object.put(name, value);
        }
    }

    private static double real(JsonNode object, String name) {
        return object.path(name).asDouble(Double.NaN);
    }

    private static void estimate(ObjectNode object, String name, Estimate estimate) {
        real(object, name, estimate.value());
        real(object, name + "PlusMinus", estimate.plusMinus());
    }

    private static Estimate estimate(JsonNode object, String name) {
        return new Estimate(real(object, name), real(object, name + "PlusMinus"));
    }

    private static List<String> texts(JsonNode array) {
        var items = new ArrayList<String>();
        for (JsonNode item : array) {
            items.add(item.asText());
        }
        return items;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a list column of the store holds no JSON list", broken);
        }
    }
}
