package dev.backstretch.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00.250Z");
    private static final Grant RUNNER = new Grant(Role.RUNNER, "c1", "s1", "r01");

    private final SecureRandom random = new SecureRandom();
    private final Turned clock = new Turned();
    private TokenKeys keys = TokenKeys.create(random, NOW);
    private Revocations revocations = Revocations.NONE;
    private final Tokens tokens = new Tokens(() -> keys, () -> revocations, clock);

    /** A clock that the tests turn. */
    private static final class Turned extends Clock {
        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void whatWasIssuedNamesItsBearer() {
        Tokens.Issued issued = tokens.issue(RUNNER, Duration.ofHours(1));

        assertThat(tokens.verify(issued.text()))
                .isEqualTo(new Access.Verified.Good(new Caller(RUNNER, issued.tokenId())));
        assertThat(issued.toString()).doesNotContain(issued.text());
    }

    @Test
    void aTokenHoldsUntilItExpiresAndNoLonger() {
        String token = tokens.issue(RUNNER, Duration.ofHours(1)).text();

        clock.now = NOW.plusSeconds(3599);
        assertThat(tokens.verify(token)).isInstanceOf(Access.Verified.Good.class);
        clock.now = NOW.plusSeconds(3600);
        assertThat(whyWrong(token)).contains("expired");
    }

    @Test
    void aTokenOfOtherKeysIsWrongAlsoWhenItNamesOurs() throws Exception {
        TokenKeys ours = keys;
        TokenKeys theirs = TokenKeys.create(random, NOW);
        keys = theirs;
        String foreign = tokens.issue(RUNNER, Duration.ofHours(1)).text();
        keys = ours;
        var forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(ours.signing().getKeyID())
                        .build(),
                SignedJWT.parse(foreign).getJWTClaimsSet());
        forged.sign(new MACSigner(theirs.signing()));

        assertThat(whyWrong(foreign)).contains("not issued here");
        assertThat(whyWrong(forged.serialize())).contains("signature");
    }

    @Test
    void aTokenWithoutASignatureIsWrong() throws Exception {
        JWTClaimsSet claims = SignedJWT.parse(
                        tokens.issue(RUNNER, Duration.ofHours(1)).text())
                .getJWTClaimsSet();

        assertThat(whyWrong(new PlainJWT(new PlainHeader(), claims).serialize()))
                .contains("cannot be read");
    }

    @Test
    void anotherAlgorithmThanOursIsWrongWhateverTheHeaderSays() throws Exception {
        var longSecret = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS384)
                        .keyID(keys.signing().getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .expirationTime(Date.from(NOW.plusSeconds(60)))
                        .build());
        longSecret.sign(new MACSigner(new byte[48]));

        assertThat(whyWrong(longSecret.serialize())).contains("not issued here");
    }

    @Test
    void oneLetterOfAnotherIsWrong() {
        String token = tokens.issue(RUNNER, Duration.ofHours(1)).text();
        int middle = token.indexOf('.') + 20;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';

        assertThat(tokens.verify(token.substring(0, middle) + other + token.substring(middle + 1)))
                .isInstanceOf(Access.Verified.Wrong.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "....", "eyJhbGciOiJub25lIn0..", "\u0000", "null"})
    void nonsenseIsWrongAndNoFault(String nonsense) {
        assertThat(tokens.verify(nonsense)).isInstanceOf(Access.Verified.Wrong.class);
        assertThat(tokens.verify(nonsense.repeat(5_000))).isInstanceOf(Access.Verified.Wrong.class);
    }

    @Test
    void aRotationLetsTokensHoldThatAreOutAndSignsWithTheNewKey() {
        String before = tokens.issue(RUNNER, Duration.ofDays(2)).text();
        keys = TokenKeys.parse(keys.rotate(random, NOW).toText());
        String after = tokens.issue(RUNNER, Duration.ofDays(2)).text();

        assertThat(tokens.verify(before)).isInstanceOf(Access.Verified.Good.class);
        assertThat(tokens.verify(after)).isInstanceOf(Access.Verified.Good.class);
        assertThat(keys.size()).isEqualTo(2);
    }

    @Test
    void aKeyIsDroppedWhenNothingThatItSignedCanHold() {
        keys = keys.rotate(random, NOW.plusSeconds(1));
        Instant later = NOW.plusSeconds(2).plus(Tokens.LONGEST_LIFE);

        assertThat(keys.rotate(random, later).size()).isEqualTo(2);
        assertThat(keys.rotate(random, NOW.plusSeconds(1)).size()).isEqualTo(3);
    }

    @Test
    void aRevokedTokenHoldsNoLongerAndTheNextOneDoes() {
        String lost = tokens.issue(RUNNER, Duration.ofHours(1)).text();
        revocations = new Revocations(java.util.List.of(new Revocations.Entry(null, "s1", "r01", NOW)));
        clock.now = NOW.plusMillis(5);
        String next = tokens.issue(RUNNER, Duration.ofHours(1)).text();

        assertThat(whyWrong(lost)).contains("revoked");
        assertThat(tokens.verify(next)).isInstanceOf(Access.Verified.Good.class);
    }

    @Test
    void aRevocationIsOfOneTokenOneRunnerOrOneSession() {
        Tokens.Issued issued = tokens.issue(RUNNER, Duration.ofHours(1));
        Instant at = NOW.plusSeconds(1);
        for (var entry : java.util.List.of(
                Revocations.Entry.ofToken(issued.tokenId(), at),
                new Revocations.Entry(null, "s1", null, at),
                new Revocations.Entry(null, "s1", "r01", at),
                new Revocations.Entry(null, null, "r01", at))) {
            revocations = Revocations.parse(new Revocations(java.util.List.of(entry)).toText());
            assertThat(whyWrong(issued.text())).as(entry.toLine()).contains("revoked");
        }
        for (var entry : java.util.List.of(
                Revocations.Entry.ofToken("another", at),
                new Revocations.Entry(null, "s2", null, at),
                new Revocations.Entry(null, "s1", "r02", at))) {
            revocations = Revocations.parse(new Revocations(java.util.List.of(entry)).toText());
            assertThat(tokens.verify(issued.text())).as(entry.toLine()).isInstanceOf(Access.Verified.Good.class);
        }
    }

    @Test
    void revocationsThatCannotBeReadAreNotForgotten() {
        assertThatThrownBy(
                        () -> Revocations.parse("{\"tokenId\":\"a\",\"revokedAt\":\"2026-11-21T02:00:00Z\"}\n{\"tok"))
                .hasMessageContaining("line 2");
    }

    @Test
    void keysAsTextAreTheSameKeysAndShowNothingOtherwise() {
        String token = tokens.issue(RUNNER, Duration.ofHours(1)).text();
        keys = TokenKeys.parse(keys.toText());

        assertThat(tokens.verify(token)).isInstanceOf(Access.Verified.Good.class);
        assertThat(keys.toString()).isEqualTo("TokenKeys[1]");
        assertThatThrownBy(() -> TokenKeys.parse("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"c2hvcnQ\"}]}"))
                .hasMessageContaining("32 bytes")
                .hasMessageNotContaining("c2hvcnQ");
    }

    @Test
    void aTokenLivesNoLongerThanASeason() {
        assertThatThrownBy(() -> tokens.issue(RUNNER, Duration.ofDays(401))).hasMessageContaining("400 days");
        assertThatThrownBy(() -> tokens.issue(RUNNER, Duration.ZERO)).hasMessageContaining("longer than nothing");
    }

    private String whyWrong(String token) {
        return tokens.verify(token) instanceof Access.Verified.Wrong wrong ? wrong.why() : "it holds";
    }
}
