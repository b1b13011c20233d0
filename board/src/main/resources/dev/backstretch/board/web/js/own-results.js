// What a card of one session says, from this runner's own report.
import { withToken } from './token.js';

const PATIENCE_MILLIS = 10_000;

async function reportOf(session, runner) {
  try {
    const answer = await fetch(withToken(`/v1/sessions/${encodeURIComponent(session)}/runners/${encodeURIComponent(runner)}`), { signal: AbortSignal.timeout(PATIENCE_MILLIS) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** @returns facts for `cardOf`, or false where there is no report for this phone, or no way to it now */
export async function factsOf(session, runner, { alias, at, timeZone, plan }) {
  const report = await reportOf(session, runner);
  if (!report) return false;
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
