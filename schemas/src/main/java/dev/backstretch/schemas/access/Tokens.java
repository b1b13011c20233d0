package dev.backstretch.schemas.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Issues and verifies tokens: JSON Web Tokens signed with HMAC-SHA-256, so that whoever verifies them shares the keys with
 * whoever issues them. Signatures are compared in constant time by the library. Only this algorithm is taken, whatever a
 * token's header says.
 */
public final class Tokens {
    /** The longest that a token may live: a season. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(400);

    private static final String ISSUER = "backstretch";
    private static final int LONGEST_TEXT = 2_048;
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);

    private final Supplier<TokenKeys> keys;
    private final Supplier<Revocations> revocations;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param keys asked for each token, so that a rotation needs no restart
     * @param revocations asked for each token, so that a lost phone is shut out at once
     */
    public Tokens(Supplier<TokenKeys> keys, Supplier<Revocations> revocations, Clock clock) {
        this.keys = keys;
        this.revocations = revocations;
        this.clock = clock;
    }

    /**
     * A token that was issued.
     *
     * @param text what its bearer sends
     * @param tokenId by which it can be revoked
     */
    public record Issued(String text, String tokenId, Instant expiresAt) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Issued[" + tokenId + " expiresAt=" + expiresAt + "]";
        }
    }

    /**
     * Issues a token.
     *
     * @throws IllegalArgumentException when the life is not positive, or longer than {@link #LONGEST_LIFE}
     */
    public Issued issue(Grant grant, Duration life) {
        if (life.isZero() || life.isNegative() || life.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException("life: a token lives longer than nothing and at most "
                    + LONGEST_LIFE.toDays() + " days, not " + life);
        }
        OctetSequenceKey key = keys.get().signing();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant expiresAt = now.plus(life).truncatedTo(ChronoUnit.SECONDS);
        var id = new byte[9];
        random.nextBytes(id);
        String tokenId = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .jwtID(tokenId)
                // Milliseconds in a claim of our own: a token issued right after a revocation must hold.
                .claim("at", now.toEpochMilli())
                .expirationTime(Date.from(expiresAt))
                .claim("role", grant.role().text())
                .claim("camp", grant.camp())
                .claim("session", grant.session())
                .claim("runner", grant.runner())
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
        try {
            jwt.sign(new MACSigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
        return new Issued(jwt.serialize(), tokenId, expiresAt);
    }

    /** Whose a token is, or why it does not hold. */
    public Access.Verified verify(String token) {
        if (token.length() > LONGEST_TEXT) {
            return wrong("it is too long to be one");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            String keyId = jwt.getHeader().getKeyID();
            OctetSequenceKey key = keyId == null ? null : keys.get().find(keyId).orElse(null);
            if (key == null || !JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
                return wrong("it was not issued here, or with a key that is gone");
            }
            if (!jwt.verify(new MACVerifier(key))) {
                return wrong("its signature is not ours");
            }
            return check(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return wrong("it cannot be read");
        }
    }

    /** Signed by us, so what is missing or odd in it is of another version of ours. */
    private Access.Verified check(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Long issuedMillis = claims.getLongClaim("at");
        String tokenId = claims.getJWTID();
        Role role = Role.named(Objects.requireNonNullElse(claims.getStringClaim("role"), ""))
                .orElse(null);
        if (expires == null
                || issuedMillis == null
                || tokenId == null
                || role == null
                || !ISSUER.equals(claims.getIssuer())) {
            return wrong("it does not say all that a token says");
        }
        if (!expires.toInstant().isAfter(now)) {
            return wrong("it expired at " + expires.toInstant());
        }
        Instant issuedAt = Instant.ofEpochMilli(issuedMillis);
        if (issuedAt.isAfter(now.plus(CLOCK_TOLERANCE))) {
            return wrong("it was issued in the future");
        }
        var grant = new Grant(role, text(claims, "camp"), text(claims, "session"), text(claims, "runner"));
        if (revocations.get().revokes(tokenId, grant, issuedAt)) {
            return wrong("it was revoked");
        }
        return new Access.Verified.Good(new Caller(grant, tokenId));
    }

    private static @Nullable String text(JWTClaimsSet claims, String name) throws ParseException {
        return claims.getStringClaim(name);
    }

    private static Access.Verified wrong(String why) {
        return new Access.Verified.Wrong(why);
    }
}
