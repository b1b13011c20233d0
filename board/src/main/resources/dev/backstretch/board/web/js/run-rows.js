// From what is known to what a runner's phone says. No rule of running is here: laps, zones, projections, rests and places
// are outcomes; between two of them a clock runs on.
import * as format from './format.js';
import { has, say } from './words.js';
import * as units from './units.js';
import { forwardOf } from './rows.js';
import { stepLeft } from './clock.js';

const STALE_SECONDS = 10;
const at = (text) => Date.parse(text);
const seconds = (from, to) => (to - from) / 1000;

/** A distance already run, in tens of metres or yards that nobody has to live up to. */
const run = (meters) => Math.floor(units.length(meters) / 10) * 10;

/**
 * @param offline whether what comes from others has to wait
 * @param ownMeters how far this phone came since some milliseconds ago, NaN where it does not know
 * @returns `phase`, `step`, `face`, up to three `heroes` (each with key, label, value, tone), `progress` from 0 to 1,
 *     `line`, the four `tiles`, `next`, `cue`, what of it is `spoken`, the newest alert of the `neck`, and `restLeft` in
 *     seconds where there is a rest
 */
export function runOf(store, runner, offline = false, ownMeters = () => NaN) {
  const { state } = store;
  const now = store.time.now();
  const plan = state.plan;
  const entry = state.entries.get(runner);
  const stale = store.time.ageSeconds() > STALE_SECONDS;
  const rows = new Map([...state.standings].map(([board, { rows: all }]) => [board, all.find((row) => row.runner === runner)]));
  const ratio = rows.get('ratio');
  const laps = [...(state.laps.get(runner)?.values() ?? [])].filter((lap) => lap.state !== 'RETRACTED').sort((a, b) => a.lap - b.lap);
  const forward = forwardOf(ratio, laps);
  const newest = laps.at(-1);
  const resting = [...rows.values()].map((row) => row?.restUntil).filter((until) => until && at(until) > now).sort()[0];
  const neck = neckOf(store, runner);
  const parts = { store, now, neck, plan, entry, stale, ownMeters, offline: offline || stale, ratio, forward, newest, laps, rows };
  const model = { phase: 'waiting', step: say('run.ready'), face: 'STILL', heroes: [], tiles: [], cue: '', spoken: '', neck, next: '', line: '' };
  const paused = plan?.paused === true;
  if (!state.ready) {
    model.step = say('connecting');
  } else if (store.closed || [...rows.values()].some((row) => row?.state === 'FINISHED')) {
    finished(model, parts);
  } else if (resting || (paused && entry?.state === 'RESTING')) {
    // while the coach has stopped the clock nobody knows when a rest by the clock ends
    rest(model, parts, resting ? at(resting) : NaN, paused ? entry?.step?.leftSeconds : undefined);
  } else if ((entry?.lapStartedAt || goesByClock(entry)) && plan?.kind !== 'waiting') {
    running(model, parts);
  } else {
    model.heroes = [{ key: 'time', label: say('run.waits'), value: '–', tone: 'soft' }];
  }
  if (paused) model.step = say('goal.paused');
  model.paused = paused;
  model.tiles ??= [];
  return model;
}

/** In a part by the clock a runner runs also before anybody saw the start of a lap. */
const goesByClock = (entry) => Boolean(entry?.step?.endsAt || entry?.step?.leftSeconds !== undefined) && ['RUNNING', 'STOPPED', 'RESTING'].includes(entry.state);

/** Which way the own step goes: after its end what was said to come then, until that is said anew. Else the group's. */
function facingOf({ entry, plan, now }) {
  const step = entry.step ?? plan;
  return step?.endsAt && at(step.endsAt) <= now ? step.nextFacing : step?.facing;
}

function running(model, parts) {
  const { store, now, plan, entry, stale, ratio, forward } = parts;
  const facing = ['FORWARD', 'BACKWARD'].includes(entry.facing) && !stale ? entry.facing : facingOf(parts);
  const backward = facing === 'BACKWARD';
  const passed = entry.lapStartedAt ? seconds(at(entry.lapStartedAt), now) : NaN;
  // Where the group's clock stands nobody's own part has an end, but what was left of it.
  const partEnds = stepLeft({ ...(entry.step ?? plan), paused: plan?.paused }, now);
  model.phase = backward ? 'backward' : 'forward';
  model.face = backward ? 'BACKWARD' : facing === 'FORWARD' ? 'FORWARD' : 'UNKNOWN';
  model.step = plan && plan.kind !== 'finished' ? stepName(plan.kind === 'rest' ? 'run' : plan.kind, facing, plan.plan) : say('step.run');
  const lap = { key: 'lap', label: say('run.thisLap'), value: format.clock(passed) };
  const finish = stale ? undefined : entry.finish;
  if (finish) model.heroes.push(finishHero(finish));
  if (backward && ratio && forward) {
    const left = 2 * forward.lapSeconds.value - passed;
    model.heroes.push(left > 0
      ? { key: 'left', label: say('run.left'), value: format.countdown(left) }
      : { key: 'left', label: say('run.left'), value: say('run.over', { t: format.clock(-left) }), tone: 'soft' });
  }
  if (!Number.isNaN(partEnds)) model.heroes.push({ key: 'part', label: say('run.part'), value: format.countdown(partEnds) });
  if (!Number.isNaN(passed)) model.heroes.push(lap);
  const whole = entry.lapMeters > 0 && entry.lapDistanceMeters >= 0;
  // What was last heard of the lap, and from there on what the phone measured itself: a lap's end is seen by others.
  const own = stale ? parts.ownMeters((now - at(entry.observedAt)) / store.time.speed) : 0;
  if (whole && !Number.isNaN(own)) {
    const done = Math.min(entry.lapMeters, entry.lapDistanceMeters + own);
    model.progress = done / entry.lapMeters;
    model.line = entry.projectedRatio && !stale
      ? say('run.progressProjected', { p: format.percent(model.progress), x: format.projected(entry.projectedRatio.value) })
      : say('run.progress', { n: run(done), m: Math.round(units.length(entry.lapMeters)), u: units.lengthUnit() });
  } else if (stale) {
    model.line = say('run.clockRunsOn');
  }
  if (finish) {
    if (entry.distanceMeters) model.progress = Math.min(1, entry.distanceMeters.value / finish.goalMeters);
    model.line = finishLine(finish);
  }
  const place = placeTile(parts);
  const paceOf = pace(parts);
  if (model.heroes.length < 3 && forward && backward) model.heroes.push({ key: 'own', label: say('run.ownForward'), value: lapText(forward) });
  if (model.heroes.length < 3) model.heroes.push({ ...place, key: 'place' });
  if (model.heroes.length < 3) model.heroes.push({ key: 'pace', label: paceOf.label, value: paceOf.value });
  const tiles = [paceOf, zone(parts)];
  if (backward && forward) model.tiles = [{ label: say('run.lap'), value: format.clock(passed) }, ...tiles, { label: say('run.ownForward'), value: lapText(forward) }];
  else model.tiles = [...tiles, newestTile(parts), place];
  // What comes next is told of the group: of another wave it says nothing here.
  const withGroup = entry.step?.endsAt
    ? entry.step.endsAt === plan?.endsAt
    : entry.step?.leftSeconds === undefined || entry.step.leftSeconds === plan?.leftSeconds;
  if (store.state.session?.plan && plan?.next && withGroup) model.next = say('next', { step: stepName(plan.next, plan.nextFacing, plan.plan) });
  mind(model, parts, backward);
}

/** @param stands what was left of it in seconds when the clock stopped; such a rest counts nothing down */
function rest(model, parts, until, stands = NaN) {
  const { now, plan, entry, forward } = parts;
  const left = seconds(now, until);
  const shown = Number.isNaN(left) ? stands : left;
  model.phase = 'rest';
  model.face = 'STILL';
  model.step = say('step.rest');
  if (!Number.isNaN(left)) model.restLeft = left;
  model.heroes = [{ key: 'rest', label: say('restLeft'), value: Number.isNaN(shown) ? '–' : shown > 99 ? format.countdown(shown) : String(Math.ceil(shown - 1e-6)) }];
  if (forward) {
    model.heroes.push({ key: 'beat', label: say('toBeat'), value: format.lapTime(2 * forward.lapSeconds.value) });
    model.heroes.push({ key: 'own', label: say('run.ownForward'), value: lapText(forward) });
  }
  model.tiles = [newestTile(parts), zone(parts)];
  if (forward) model.tiles.push({ label: say('toBeat'), value: format.lapTime(2 * forward.lapSeconds.value) });
  model.tiles.push(placeTile(parts));
  const facing = entry?.step?.nextFacing ?? (plan?.kind === 'rest' ? plan.nextFacing : plan?.facing);
  if (facing) {
    model.nextFacing = facing;
    model.next = say('next', { step: stepName(plan.kind === 'rest' ? plan.next : plan.kind, facing, plan.plan) });
  }
  mind(model, parts, facing === 'BACKWARD');
}

function finished(model, parts) {
  const { store, ratio, newest, forward, laps } = parts;
  model.phase = 'finished';
  model.face = 'FINISHED';
  model.step = say(store.closed ? 'step.over' : 'step.finished');
  if (ratio?.value !== undefined) {
    const sure = ratio.verdict !== 'NO_VERDICT';
    model.heroes.push({
      key: 'ratio',
      label: say('col.number.ratio'),
      value: sure ? format.ratio(ratio.value) : format.projected(ratio.value),
      tone: sure ? '' : 'soft',
    });
    const doubt = format.ratioDoubt(ratio.plusMinus ?? NaN);
    model.line = ratio.verdict === 'MET' ? `✓ ${say('run.met')} ${doubt}` : ratio.verdict === 'TOO_CLOSE' ? `${say('tooClose')} ${doubt}` : doubt;
  } else if (laps.length > 0) {
    model.heroes.push({ key: 'laps', label: say('col.number'), value: String(laps.length) });
  } else {
    model.heroes.push({ key: 'none', label: say('col.number'), value: '–', tone: 'soft' });
  }
  model.tiles = [
    ...(forward ? [{ label: say('run.ownForward'), value: lapText(forward) }] : []),
    ...(newest && newest !== forward ? [newestTile(parts)] : []),
    placeTile(parts),
  ];
}

/** Five kilometres: when they will be behind, or were. */
function finishHero({ seconds: finish, reached }) {
  return reached
    ? { key: 'finish', label: say('run.finish'), value: format.clock(Math.round(finish.value)) }
    : { key: 'finish', label: say('run.projectedFinish'), value: format.projectedFinish(finish.value, finish.plusMinus), tone: 'soft' };
}

function finishLine({ seconds: finish, targetSeconds, verdict, walkedShare }) {
  const parts = [format.finishDoubt(finish.plusMinus)];
  if (targetSeconds) parts.push(verdict === 'MET' ? say('run.targetMet', { t: format.clock(targetSeconds) }) : say('run.target', { t: format.clock(targetSeconds) }));
  if (walkedShare !== undefined) parts.push(say('run.walked', { p: format.percent(walkedShare) }));
  return parts.join(' · ');
}

const lapText = (lap) => format.sourcedLap(lap.lapSeconds.value, lap.source);

function newestTile({ newest }) {
  return {
    label: say('run.lastLap'),
    value: newest ? lapText(newest) : '–',
    doubt: newest ? format.lapDoubt(newest.lapSeconds.plusMinus, newest.source) : '',
  };
}

function pace({ entry, stale }) {
  const value = !stale && entry?.paceSecondsPerKm ? entry.paceSecondsPerKm.value : NaN;
  return { label: say('run.pace'), value: Number.isNaN(value) ? '–' : units.pace(value, entry.paceSecondsPerKm.plusMinus), unit: Number.isNaN(value) ? '' : units.paceUnit() };
}

function zone({ entry, stale }) {
  return { label: say('col.zone'), value: stale || entry?.zone === undefined ? '–' : `Z${entry.zone}`, zone: stale ? undefined : entry?.zone };
}

function placeTile({ rows, offline }) {
  const row = rows.get('ratio') ?? rows.get('laps') ?? rows.get('free-laps');
  if (offline) return { label: say('col.place'), value: say('run.waitsForNetwork'), words: true, tone: 'soft' };
  return { label: say('col.place'), value: row?.place ? `${row.place}${row.shared ? '=' : ''}` : '–' };
}

/** An alert of the rules that the neck has been turned for too long, and how often it was said; empty without one. */
function neckOf(store, runner) {
  const alert = [...store.state.alerts.values()].find((one) => one.kind === 'NECK_BREAK' && one.runner === runner && one.state === 'RAISED');
  return alert ? `${alert.alertId} ${alert.revision}` : '';
}

/** What to mind now: what the rules ask for, else the plan's own words in this step, else what always goes with backwards. */
function mind(model, { entry, stale, neck }, backward) {
  const key = `cue.${stale ? '' : entry?.step?.cue}`;
  const planned = has(key) ? say(key) : '';
  model.cue = neck || (backward && !planned) ? say('cue.head') : planned;
  // In a rest nobody runs backwards yet, and what the plan says after it is not heard yet at its end.
  model.spoken = planned || (model.phase === 'rest' || entry?.state === 'RESTING' ? '' : model.cue);
}

function stepName(kind, facing, plan) {
  if (kind === 'run' && plan === 'free-run') return say('step.free');
  const exact = `step.${kind}.${facing}`;
  const word = say(exact);
  return word === exact ? say(`step.${kind}`) : word;
}
