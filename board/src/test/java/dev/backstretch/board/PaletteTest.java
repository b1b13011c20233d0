package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads the style sheet that pages use: contrasts by WCAG, colour distances by CIEDE2000 as colour-blind eyes see them. */
class PaletteTest {
    private static final Pattern BLOCK = Pattern.compile("(:root[^{]*)\\{([^}]*)}");
    private static final Pattern COLOUR = Pattern.compile("(--[a-z0-9-]+):\\s*(#[0-9A-Fa-f]{6})");
    private static final List<String> TEXTS =
            List.of("--fg", "--mut", "--back", "--met", "--close", "--fix", "--amber", "--red");

    // Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
    private static final Map<String, double[][]> EYES = Map.of(
            "normal", new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            "protan",
                    new double[][] {
                        {0.152286, 1.052583, -0.204868},
                        {0.114503, 0.786281, 0.099216},
                        {-0.003882, -0.048116, 1.051998}
                    },
            "deutan",
                    new double[][] {
                        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
                    },
            "tritan",
                    new double[][] {
                        {1.255528, -0.076749, -0.178779},
                        {-0.078411, 0.930809, 0.147602},
                        {0.004733, 0.691367, 0.303900}
                    });

    private final Map<String, String> common = tokens(":root ");
    private final Map<String, String> night = tokens("night");
    private final Map<String, String> sun = tokens("sun");

    @Test
    void allTextIsReadableOnPageAndStripe() {
        for (String text : TEXTS) {
            for (String ground : List.of("--bg", "--row2")) {
                assertThat(contrast(night.get(text), night.get(ground)))
                        .as("%s on %s at night", text, ground)
                        .isGreaterThanOrEqualTo(5.65);
                assertThat(contrast(sun.get(text), sun.get(ground)))
                        .as("%s on %s in the sun", text, ground)
                        .isGreaterThanOrEqualTo(6.45);
            }
        }
    }

    @Test
    void controlsHaveAnEdgeThatIsSeen() {
        for (Map<String, String> theme : List.of(night, sun)) {
            assertThat(contrast(theme.get("--edge"), theme.get("--bg"))).isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    void digitsOnZonesAreReadable() {
        for (int zone = 1; zone <= 5; zone++) {
            assertThat(contrast(common.get("--z" + zone), common.get("--z" + zone + "-ink")))
                    .as("digit of zone %s", zone)
                    .isGreaterThanOrEqualTo(5.05);
        }
        assertThat(contrast(common.get("--pill"), common.get("--pill-ink"))).isGreaterThanOrEqualTo(7);
    }

    @Test
    void zonesStayApartForEveryKindOfEye() {
        EYES.forEach((eye, matrix) -> {
            for (int one = 0; one <= 5; one++) {
                for (int other = one + 1; other <= 5; other++) {
                    double distance =
                            ciede2000(lab(common.get("--z" + one), matrix), lab(common.get("--z" + other), matrix));
                    assertThat(distance)
                            .as("zones %s and %s for %s eyes", one, other, eye)
                            .isGreaterThanOrEqualTo(15);
                }
            }
        });
    }

    @Test
    void theDistanceFormulaAgreesWithPublishedPairs() {
        // Sharma, Wu and Dalal 2005, pairs 1, 7 and 25.
        assertThat(ciede2000(new double[] {50, 2.6772, -79.7751}, new double[] {50, 0, -82.7485}))
                .isCloseTo(2.0425, offset(1e-4));
        assertThat(ciede2000(new double[] {50, 0, 0}, new double[] {50, -1, 2})).isCloseTo(2.3669, offset(1e-4));
        assertThat(ciede2000(new double[] {60.2574, -34.0099, 36.2677}, new double[] {60.4626, -34.1751, 39.4387}))
                .isCloseTo(1.2644, offset(1e-4));
    }

    private static Map<String, String> tokens(String selector) {
        var found = new HashMap<String, String>();
        Matcher block = BLOCK.matcher(css());
        while (block.find()) {
            if (block.group(1).contains(selector)) {
                Matcher colour = COLOUR.matcher(block.group(2));
                while (colour.find()) {
                    found.put(colour.group(1), colour.group(2));
                }
            }
        }
        return found;
    }

    private static String css() {
        String name = "/dev/backstretch/board/web/css/tokens.css";
        try (InputStream in = Objects.requireNonNull(PaletteTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] linear(String hex) {
        var parts = new ArrayList<Double>();
        for (int at = 1; at < 7; at += 2) {
            double part = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
            parts.add(part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return parts.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double luminance(String hex) {
        double[] rgb = linear(hex);
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    }

    private static double contrast(@Nullable String one, @Nullable String other) {
        double a = luminance(Objects.requireNonNull(one, "colour missing in the style sheet"));
        double b = luminance(Objects.requireNonNull(other, "colour missing in the style sheet"));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double[] lab(@Nullable String hex, double[][] eye) {
        double[] rgb = linear(Objects.requireNonNull(hex, "colour missing in the style sheet"));
        double[] seen = new double[3];
        for (int i = 0; i < 3; i++) {
            seen[i] = Math.min(1, Math.max(0, eye[i][0] * rgb[0] + eye[i][1] * rgb[1] + eye[i][2] * rgb[2]));
        }
        double x = (0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047;
        double y = 0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2];
        double z = (0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883;
        return new double[] {116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))};
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    private static double ciede2000(double[] one, double[] other) {
        double c = (Math.hypot(one[1], one[2]) + Math.hypot(other[1], other[2])) / 2;
        double g = 0.5 * (1 - Math.sqrt(Math.pow(c, 7) / (Math.pow(c, 7) + Math.pow(25, 7))));
        double a1 = one[1] * (1 + g);
        double a2 = other[1] * (1 + g);
        double c1 = Math.hypot(a1, one[2]);
        double c2 = Math.hypot(a2, other[2]);
        double h1 = hue(a1, one[2]);
        double h2 = hue(a2, other[2]);
        double dh = c1 * c2 == 0 ? 0 : h2 - h1;
        dh = dh > 180 ? dh - 360 : dh < -180 ? dh + 360 : dh;
        double dL = other[0] - one[0];
        double dC = c2 - c1;
        double dH = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(dh / 2));
        double meanL = (one[0] + other[0]) / 2;
        double meanC = (c1 + c2) / 2;
        double meanH = h1 + h2;
        if (c1 * c2 != 0) {
            meanH = Math.abs(h1 - h2) <= 180 ? meanH / 2 : meanH < 360 ? (meanH + 360) / 2 : (meanH - 360) / 2;
        }
        double t = 1
                - 0.17 * Math.cos(Math.toRadians(meanH - 30))
                + 0.24 * Math.cos(Math.toRadians(2 * meanH))
                + 0.32 * Math.cos(Math.toRadians(3 * meanH + 6))
                - 0.20 * Math.cos(Math.toRadians(4 * meanH - 63));
        double sL = 1 + 0.015 * Math.pow(meanL - 50, 2) / Math.sqrt(20 + Math.pow(meanL - 50, 2));
        double sC = 1 + 0.045 * meanC;
        double sH = 1 + 0.015 * meanC * t;
        double turn = -2
                * Math.sqrt(Math.pow(meanC, 7) / (Math.pow(meanC, 7) + Math.pow(25, 7)))
                * Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((meanH - 275) / 25, 2))));
        return Math.sqrt(
                Math.pow(dL / sL, 2) + Math.pow(dC / sC, 2) + Math.pow(dH / sH, 2) + turn * (dC / sC) * (dH / sH));
    }

    private static double hue(double a, double b) {
        double degrees = a == 0 && b == 0 ? 0 : Math.toDegrees(Math.atan2(b, a));
        return degrees < 0 ? degrees + 360 : degrees;
    }
}
