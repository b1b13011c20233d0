package dev.backstretch.schemas.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.effort.BanisterTrimp;
import dev.backstretch.domain.effort.Claim;
import dev.backstretch.domain.effort.ClaimsLedger;
import dev.backstretch.domain.effort.EdwardsTrimp;
import dev.backstretch.domain.effort.EffortPoints;
import dev.backstretch.domain.effort.EnergyMeter;
import dev.backstretch.domain.effort.OwnHeartRate;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import java.util.Set;

/** What a runner's session was worth and cost as JSON, and the claims ledger with what the own heart says of it. */
final class EffortJson {
    /** What energy asks for; all else that may be missing, load asks for. */
    private static final Set<String> OF_THE_BODY = Set.of("massKg", "ageYears");

    private EffortJson() {}

    static void write(Frame.Effort effort, ObjectNode node) {
        ObjectNode load = node.putObject("load");
        if (!Double.isNaN(effort.points())) {
            load.put("effortPoints", EffortPoints.shown(effort.points()));
        }
        OutcomeJson.number(load, "edwardsTrimp", effort.edwardsTrimp(), OutcomeJson.RATIO);
        if (!Double.isNaN(effort.banisterLowest())) {
            ObjectNode banister = load.putObject("banisterTrimp");
            OutcomeJson.number(banister, "lowest", effort.banisterLowest(), OutcomeJson.RATIO);
            OutcomeJson.number(banister, "highest", effort.banisterHighest(), OutcomeJson.RATIO);
        }
        ArrayNode loadRules = load.putArray("rules");
        loadRules.add(EffortPoints.RULES).add(EdwardsTrimp.RULES).add(BanisterTrimp.RULES);
        ObjectNode energy = node.putObject("energy");
        Estimate kilocalories = effort.energyKilocalories();
        if (kilocalories.known()) {
            ObjectNode figure = energy.putObject("kilocalories");
            figure.put("value", Math.round(kilocalories.value()));
            figure.put("plusMinus", Math.round(kilocalories.plusMinus()));
        }
        energy.put("method", effort.energyMethod());
        if (kilocalories.known()) {
            energy.put("rough", effort.energyRough());
            OutcomeJson.number(energy, "coveredShare", effort.energyCoveredShare(), OutcomeJson.RATIO);
        }
        energy.put("rules", EnergyMeter.RULES);
        ArrayNode forLoad = load.putArray("missing");
        ArrayNode forEnergy = energy.putArray("missing");
        for (String what : effort.missing()) {
            (OF_THE_BODY.contains(what) ? forEnergy : forLoad).add(what);
        }
        writeClaims(effort, node);
    }

    private static void writeClaims(Frame.Effort effort, ObjectNode node) {
        var own = new OwnHeartRate.Finding(
                effort.forwardHeartRateBpm(),
                effort.backwardHeartRateBpm(),
                effort.effortOfAMinute(),
                effort.effortOfAMeter());
        ObjectNode claims = node.putObject("claims");
        claims.put("rules", ClaimsLedger.RULES);
        OutcomeJson.estimate(claims, "forwardHeartRateBpm", own.forwardBpm(), OutcomeJson.RATIO);
        OutcomeJson.estimate(claims, "backwardHeartRateBpm", own.backwardBpm(), OutcomeJson.RATIO);
        ArrayNode lines = claims.putArray("lines");
        for (ClaimsLedger.Line line : ClaimsLedger.of(own)) {
            Claim claim = line.claim();
            ObjectNode item = lines.addObject();
            item.put("claim", claim.key());
            item.put("texts", claim.says());
            item.put("evidence", claim.evidence());
            item.put("stance", claim.stance().name());
            OutcomeJson.text(item, "weSay", claim.instead());
            OutcomeJson.estimate(item, "own", line.own(), OutcomeJson.RATIO);
            item.put("agreement", line.agreement().name());
        }
    }
}
