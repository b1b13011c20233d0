package dev.backstretch.domain.people;

import org.jspecify.annotations.Nullable;

/**
 * What a person has agreed to beside the board, and what is kept back. Each consent is given and taken back by itself; null
 * where nothing was said.
 *
 * @param coach that the coach sees heart rates and positions
 * @param replay that sessions are run again and looked at afterwards
 * @param research that others study them, without the name
 * @param zone that the heart zone, a digit and no heart rate, is shown beside the alias on the board
 * @param map that a dot on the board's map shows where on the track the runner is
 * @param parental that a parent has agreed, for who is under {@value #AGE_OF_CONSENT_YEARS}
 * @param minor whether the person was under that age when joining
 * @param home within which no position is kept; null where none was marked
 * @param optedOutOf the session in whose course the person took back that anyone sees what is measured; null where that
 *     was not done, or given again
 */
public record Privacy(
        @Nullable Boolean coach,
        @Nullable Boolean replay,
        @Nullable Boolean research,
        @Nullable Boolean zone,
        @Nullable Boolean map,
        @Nullable Boolean parental,
        boolean minor,
        @Nullable HiddenPlace home,
        @Nullable String optedOutOf) {
    /** GDPR article 8; states may go down to 13. */
    public static final int AGE_OF_CONSENT_YEARS = 16;

    /** Nothing was said. */
    public static final Privacy UNSAID = new Privacy(null, null, null, null, null, null, false, null, null);

    /** Whether nothing is kept any more of what is measured in this session. */
    public boolean optedOutOf(String sessionId) {
        return sessionId.equals(optedOutOf);
    }

    /** Who joins a coach's session is looked after by the coach, unless that was taken back. */
    public boolean coachMaySee() {
        return coach == null || coach;
    }

    /** Whether the board that shows the alias may show the zone too. */
    public boolean zoneOnBoard() {
        return zone == null || zone;
    }

    /** Whether the board that shows the alias may show the place on the track too; who is under age is asked first. */
    public boolean placeOnBoard() {
        return map == null ? !minor : map;
    }

    public boolean mayBeReplayed() {
        return replay != null && replay;
    }

    public boolean mayBeStudied() {
        return research != null && research;
    }

    public Privacy withCoach(boolean given) {
        return new Privacy(given, replay, research, zone, map, parental, minor, home, optedOutOf);
    }

    public Privacy withReplay(boolean given) {
        return new Privacy(coach, given, research, zone, map, parental, minor, home, optedOutOf);
    }

    public Privacy withResearch(boolean given) {
        return new Privacy(coach, replay, given, zone, map, parental, minor, home, optedOutOf);
    }

    public Privacy withZone(boolean given) {
        return new Privacy(coach, replay, research, given, map, parental, minor, home, optedOutOf);
    }

    public Privacy withMap(boolean given) {
        return new Privacy(coach, replay, research, zone, given, parental, minor, home, optedOutOf);
    }

    /** Null where the person takes part in whatever session is measured. */
    public Privacy withOptedOutOf(@Nullable String sessionId) {
        return new Privacy(coach, replay, research, zone, map, parental, minor, home, sessionId);
    }
}
