package dev.backstretch.domain.safety;

import dev.backstretch.domain.outcome.Alert.Severity;

/**
 * More than 30 % of the runners silent at once, and two at least, are one alert: the network, not the runners (a
 * decision of this project, domain notes §9). Red as soon as one of their silences would be. Its value is the share in
 * per cent.
 */
final class Network {
    private static final int LIMIT_PERCENT = 30;
    private static final int FEWEST = 2;

    final Finding found = new Finding();

    void judge(int watched, int quiet, int quietForLong, long logMicros) {
        double share = watched == 0 ? 0 : 100.0 * quiet / watched;
        if (quiet >= FEWEST && quiet * 100 > LIMIT_PERCENT * watched) {
            found.fires(quietForLong > 0 ? Severity.RED : Severity.AMBER, share, LIMIT_PERCENT, logMicros);
        } else if (quiet < FEWEST) {
            found.inside(share, LIMIT_PERCENT);
        } else {
            found.below(share, LIMIT_PERCENT);
        }
    }
}
