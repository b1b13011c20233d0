// The group's clock as every page shows it: what is left of a step, else what has passed. While the coach has it paused, neither
// goes on; how long it stood is an outcome, and so is what was left.
import * as format from './format.js';

const at = (text) => Date.parse(text);

/** Seconds left of the step that ends by the clock, NaN without one. */
export function stepLeft(plan, now) {
  if (plan?.paused) return plan.leftSeconds ?? NaN;
  const left = (at(plan?.endsAt) - now) / 1000;
  return left > 0 ? left : NaN;
}

/** @param started when the session did */
export function groupClock(store, started) {
  const { session, plan } = store.state;
  const closed = store.closed && session?.closedAt ? at(session.closedAt) : NaN;
  // a session that is closed while its clock stands ends with what the clock showed
  const now = at(plan?.pausedAt) || closed || store.time.now();
  const left = closed ? NaN : stepLeft(plan, now);
  return Number.isNaN(left) ? format.clock((now - at(started)) / 1000 - (plan?.pausedSeconds ?? 0)) : format.countdown(left);
}
