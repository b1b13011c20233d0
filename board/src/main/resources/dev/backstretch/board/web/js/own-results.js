// What a card of one session says, from this runner's own report.
import { withToken } from './token.js';

/** @returns facts for `cardOf`, or null where there is no report for this phone */
export async function factsOf(session, runner, { alias, at, timeZone, plan }) {
  const answer = await fetch(withToken(`/v1/sessions/${encodeURIComponent(session)}/runners/${encodeURIComponent(runner)}`));
  if (!answer.ok) return null;
  const report = await answer.json();
  const lap = (number) => {
    const found = report.laps.find((one) => one.lap === number);
    return found && { value: found.lapSeconds.value, source: found.source };
  };
  const { challenge } = report;
  return {
    alias,
    at: at ?? report.laps[0]?.startedAt,
    timeZone,
    plan,
    laps: report.laps.length,
    ratio: challenge?.ratio === undefined ? undefined : { value: challenge.ratio, plusMinus: challenge.plusMinus, verdict: challenge.verdict },
    forward: lap(challenge?.forwardLap),
    backward: lap(challenge?.backwardLap),
    zoneSeconds: report.zones?.seconds,
  };
}
