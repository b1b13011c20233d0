package dev.backstretch.schemas.access;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The keys that tokens are signed with: the first signs, all of them verify. A rotation puts a new one before the others;
 * an old one goes when no token that it signed can be valid any more. As text they are a JWK set (RFC 7517).
 */
public final class TokenKeys {
    private static final int KEY_BYTES = 32;

    private final List<OctetSequenceKey> keys;

    private TokenKeys(List<OctetSequenceKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("keys: at least one signs");
        }
        this.keys = List.copyOf(keys);
    }

    /** One new key. */
    public static TokenKeys create(SecureRandom random, Instant now) {
        return new TokenKeys(List.of(newKey(random, now)));
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @throws IllegalArgumentException when it is no set of such keys; the text is not repeated
     */
    public static TokenKeys parse(String text) {
        try {
            List<OctetSequenceKey> keys = new ArrayList<>();
            for (JWK key : JWKSet.parse(text).getKeys()) {
                if (!(key instanceof OctetSequenceKey secret)
                        || key.getKeyID() == null
                        || secret.toByteArray().length < KEY_BYTES) {
                    throw new IllegalArgumentException(
                            "keys: one of them is no secret of " + KEY_BYTES + " bytes with an id");
                }
                keys.add(secret);
            }
            return new TokenKeys(keys);
        } catch (ParseException e) {
            throw new IllegalArgumentException("keys: the text is no JWK set");
        }
    }

    /** A new key signs from now on. Keys that were replaced longer ago than tokens live are dropped. */
    public TokenKeys rotate(SecureRandom random, Instant now) {
        List<OctetSequenceKey> rotated = new ArrayList<>();
        rotated.add(newKey(random, now));
        for (int i = 0; i < keys.size(); i++) {
            // A key was replaced when the one before it was made; the first is replaced now.
            Instant replacedAt = i == 0 ? now : keys.get(i - 1).getIssueTime().toInstant();
            if (replacedAt.plus(Tokens.LONGEST_LIFE).isAfter(now)) {
                rotated.add(keys.get(i));
            }
        }
        return new TokenKeys(rotated);
    }

    /** With the secrets: for a file that only its owner can read. */
    public String toText() {
        return new JWKSet(List.<JWK>copyOf(keys)).toString(false);
    }

    public int size() {
        return keys.size();
    }

    OctetSequenceKey signing() {
        return keys.get(0);
    }

    Optional<OctetSequenceKey> find(String keyId) {
        return keys.stream().filter(key -> key.getKeyID().equals(keyId)).findFirst();
    }

    private static OctetSequenceKey newKey(SecureRandom random, Instant now) {
        var secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        var id = new byte[6];
        random.nextBytes(id);
        return new OctetSequenceKey.Builder(secret)
                .keyID(HexFormat.of().formatHex(id))
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.HS256)
                .issueTime(Date.from(now))
                .build();
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "TokenKeys[" + keys.size() + "]";
    }
}
