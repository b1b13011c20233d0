package dev.backstretch.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void aTokenComesAsBearerAsPasswordAsParameterOrInThePath() {
        assertThat(Credentials.of("Bearer t", null, null)).contains("t");
        assertThat(Credentials.of("bearer  t ", null, null)).contains("t");
        assertThat(Credentials.of(basic("ann:t"), null, null)).contains("t");
        assertThat(Credentials.of(basic(":t:with:colons"), null, null)).contains("t:with:colons");
        assertThat(Credentials.of(null, "t", null)).contains("t");
        assertThat(Credentials.of(null, null, "t")).contains("t");
        assertThat(Credentials.of("Bearer other", "another", "t")).contains("t");
    }

    @Test
    void nothingAndAnEmptyPasswordAreNoToken() {
        assertThat(Credentials.of(null, null, null)).isEmpty();
        assertThat(Credentials.of(" ", "", " ")).isEmpty();
        assertThat(Credentials.of(basic("ann:"), null, null)).isEmpty();
        assertThat(Credentials.of(basic("ann:"), "t", null)).contains("t");
    }

    @Test
    void whatIsNoTokenIsBroughtAllTheSameAndWillNotHold() {
        assertThat(Credentials.of("Digest username=\"ann\"", null, null)).isPresent();
        assertThat(Credentials.of("Basic %%%", null, null)).isPresent();
        assertThat(Credentials.of("Bearer", "t", null)).isEqualTo(Optional.of(""));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
