package dev.backstretch.domain.zone;

/** Age formulas for the maximum heart rate, in bpm, kept to 0.01 and never rounded before zones are computed. */
public enum MaximumHeartRate {
    /** Tanaka, Monahan, Seals 2001, J Am Coll Cardiol 37:153. The default. */
    TANAKA(208, 0.7),
    /** Fox, Naughton, Haskell 1971. */
    FOX(220, 1),
    /** Gellish et al. 2007, Med Sci Sports Exerc 39:822. */
    GELLISH(207, 0.7),
    /** Nes et al. 2013, Scand J Med Sci Sports 23:697. */
    HUNT(211, 0.64);

    private final double atBirthBpm;
    private final double bpmPerYear;

    MaximumHeartRate(double atBirthBpm, double bpmPerYear) {
        this.atBirthBpm = atBirthBpm;
        this.bpmPerYear = bpmPerYear;
    }

    public double bpm(double ageYears) {
        return Math.rint((atBirthBpm - bpmPerYear * ageYears) * 100) / 100;
    }
}
