package dev.backstretch.domain.safety;

/** Wet-bulb globe temperature in °C. */
public final class WetBulbGlobe {
    private WetBulbGlobe() {}

    /**
     * Outdoors from three thermometers: 0.7 · natural wet bulb + 0.2 · globe + 0.1 · air, all in °C (ISO 7243). NaN
     * when one of them is.
     */
    public static double outdoors(double naturalWetBulbCelsius, double globeCelsius, double airCelsius) {
        return 0.7 * naturalWetBulbCelsius + 0.2 * globeCelsius + 0.1 * airCelsius;
    }

    /**
     * Estimated without a globe, for moderate sun and light wind: 0.567 · Ta + 0.393 · e + 3.94 with the vapour
     * pressure e in hPa (Australian Bureau of Meteorology). To be shown as estimated. NaN when one of them is.
     */
    public static double estimated(double airCelsius, double relativeHumidityPercent) {
        double vapourHectopascal =
                relativeHumidityPercent / 100 * 6.105 * StrictMath.exp(17.27 * airCelsius / (237.7 + airCelsius));
        return 0.567 * airCelsius + 0.393 * vapourHectopascal + 3.94;
    }
}
