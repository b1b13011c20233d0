package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.heartRate;
import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.BackwardStage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A version that meets snapshots of another form has to know that it cannot read them. */
final class SnapshotFormatTest {
    /** What a fixed session looks like in each form, so that no form changes without a new number. */
    private static final Map<Integer, String> PINNED =
            Map.of(2, "f944f7b63b098e9bddcab51027abafe690ee7f5314a6db1a9f50c6979a9d8cbe");

    @Test
    void a_snapshot_of_this_form_looks_as_it_always_did() throws NoSuchAlgorithmException {
        var script = new SessionScript("quarter-mile-twice")
                .joinKnown("r", BackwardStage.TRAINED, 1.9)
                .said(0, null, new EventBody.Safety("spotters", null, 2, null))
                .gun(1)
                .chip(1, "r")
                .tap(101, "r")
                .said(150, "r", new EventBody.Symptom("dizzy"));
        for (int second = 2; second <= 130; second++) {
            script.read("r", "phone", speed(second, 4)).read("r", "strap", heartRate(second, 120 + second / 10));
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        script.fold().snapshot().forEach(digest::update);
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .as(
                        "the bytes of a snapshot: if their form has changed, raise SNAPSHOT_FORMAT and pin the new one; if only"
                                + " a rule gives other values, pin those")
                .isEqualTo(PINNED.get(SessionFold.SNAPSHOT_FORMAT));
    }
}
