// Whether a runner's sensors are heard: one rule for the roll-call and the TV.
const HEARD_SECONDS = 10;

/**
 * @param person whom a coach entered without a device is run by taps, and nothing is expected to be heard
 * @param now epoch milliseconds of the session
 * @returns ready, and 'flows', 'silent' with the seconds since, 'taps', or 'none' where nothing was ever heard
 */
export function heard(person, entry, now) {
  if (entry?.speedMetersPerSecond === undefined && entry?.zone === undefined) {
    return person.tapsOnly ? { state: 'taps', ready: true } : { state: 'none', ready: false };
  }
  const seconds = Math.max(0, Math.floor((now - Date.parse(entry.observedAt)) / 1000));
  return seconds <= HEARD_SECONDS ? { state: 'flows', ready: true, seconds } : { state: 'silent', ready: false, seconds };
}
