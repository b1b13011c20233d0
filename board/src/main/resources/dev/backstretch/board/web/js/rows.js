// From what is known to what a row says. No rule of running is here: places, ratios, doubts and projections are outcomes.
import * as format from './format.js';
import { nameOf } from './names.js';
import { say, has } from './words.js';

const CROSSED_MILLIS = 4000;
const CORRECTION_SECONDS = 30;
const PROJECTION_KEPT_SECONDS = 20;
const STALE_SECONDS = 10;
const seconds = (from, to) => (to - from) / 1000;
const at = (text) => Date.parse(text);

const KNOWN = ['ratio', 'laps', 'free-laps', 'effort', 'improvement', 'team', 'relay'];

/**
 * Which boards of those there are: the one asked for; else what the plan is for, as soon as somebody has a place there, and
 * beside it laps, unless their ratio is what it is for.
 */
export function boardsToShow(state, wanted) {
  if (KNOWN.includes(wanted)) return [wanted];
  const filled = [...state.standings.values()].filter((board) => board.rows.some((row) => row.team || state.people.has(row.runner)));
  const names = filled.map((board) => board.board);
  const main = names.includes('relay') ? 'relay' : state.session?.board ?? 'laps';
  const placed = filled.find((board) => board.board === main)?.rows.some((row) => row.place) ?? false;
  const shown = main === 'ratio' || placed ? [main] : [];
  shown.push(...(main === 'ratio' ? [] : ['laps']), 'relay', 'free-laps');
  const there = [...new Set(shown)].filter((name) => names.includes(name));
  // Whoever walks first is on no other board; and a plan whose ratio nobody has yet still has laps.
  for (const name of ['laps', 'ratio', 'effort']) if (there.length === 0 && names.includes(name)) there.push(name);
  return there;
}

/** The rows of one board, in the order they stand. */
export function rowsOf(store, boardName) {
  const { state } = store;
  const board = state.standings.get(boardName);
  if (!board) return [];
  const now = store.time.now();
  const rows = board.rows
    .filter((row) => (row.team || state.people.has(row.runner)) && !(row.state === 'LEFT' && !row.place))
    .map((row) => (row.team ? teamOf(store, boardName, row, now) : rowOf(store, boardName, row, now)));
  const ranked = rows.filter((row) => row.rank > 0);
  const others = rows.filter((row) => !(row.rank > 0));
  // Who is farther is told by the map; rows need not dance for a metre.
  others.sort((a, b) => Number(a.silent) - Number(b.silent) || b.progressKey - a.progressKey || order(a, b));
  return [...ranked, ...others];
}

/** Marks above and below need room. */
export const isThai = (text) => /[\u0E00-\u0E7F]/.test(text);

/** A sentence has room for the whole alias. */
const byAlias = (name, person) => (name === format.alias(person.alias) ? person.alias : name);

const order = (a, b) => (a.runner < b.runner ? -1 : 1);

/**
 * Whoever stands in mid-lap is still on the way: their clock goes on, and two bars say that they stand. Why is between them and
 * the coach, so no word of it stands beside a name that everybody reads.
 */
export const onTheWay = (state) => state === 'RUNNING' || state === 'STOPPED';

function rowOf(store, boardName, row, now) {
  const { state } = store;
  const person = state.people.get(row.runner);
  const entry = state.entries.get(row.runner);
  const laps = [...(state.laps.get(row.runner)?.values() ?? [])]
    .filter((lap) => lap.state !== 'RETRACTED')
    .sort((a, b) => a.lap - b.lap);
  const newest = laps.at(-1);
  const running = onTheWay(entry?.state ?? row.state) && row.state !== 'FINISHED';
  const silent = row.state === 'SILENT' || (entry?.state === 'SILENT' && row.state !== 'FINISHED');
  const fraction = entry?.lapMeters > 0 ? Math.min(1, Math.max(0, entry.lapDistanceMeters / entry.lapMeters)) : NaN;
  const stale = store.time.ageSeconds() > STALE_SECONDS && !store.closed;
  const crossing = state.crossed.get(row.runner);
  const model = {
    runner: row.runner,
    alias: nameOf(person, row),
    thai: isThai(nameOf(person, row)),
    rank: row.place ?? 0,
    shared: row.shared === true,
    face: faceOf(row, entry, silent, store),
    zone: silent || row.state === 'FINISHED' && !entry ? undefined : entry?.zone,
    second: '',
    number: '–',
    unit: '',
    tone: 'soft',
    doubt: [],
    lines: [],
    mark: null, // where there is no room for words: a sign, and what it says
    progress: running && fraction > 0 && !silent ? fraction : undefined,
    backward: entry?.facing === 'BACKWARD',
    silent,
    stale,
    progressKey: silent ? -1 : (entry?.lap ?? 0) + (Number.isNaN(fraction) ? 0 : Math.round(fraction * 20) / 20),
    crossed: Boolean(crossing) && store.time.local() - crossing.at < CROSSED_MILLIS,
    fix: null,
    words: [],
  };
  model.words.push(row.place ? say(row.shared ? 'say.shared' : 'say.place', { n: row.place }) : '', byAlias(nameOf(person, row), person));
  const parts = { store, row, entry, laps, newest, running, silent, fraction, now };
  if (boardName === 'ratio') ratioBoard(model, parts);
  else if (boardName === 'effort') effortBoard(model, parts);
  else if (boardName === 'improvement') improvementBoard(model, parts);
  else lapsBoard(model, parts, boardName);
  if (model.zone !== undefined) model.words.push(say('say.zone', { n: model.zone }));
  model.words.push(say(`facing.${model.face}`));
  if (model.crossed) model.words.push(say('say.crossed'));
  model.fix = correctionOf(boardName, row, store, now);
  if (model.fix) {
    model.words.push(model.fix.sentence);
    model.doubt = [{ tone: 'was', was: model.fix.old }];
    model.lines = [];
  }
  if (silent) model.mark = { face: 'SILENT', says: say('noSignal') };
  model.label = model.words.filter(Boolean).join(', ');
  return model;
}

/** A team's row: the laps of all its members, or the legs of a relay. */
function teamOf(store, boardName, row, now) {
  const { state } = store;
  const named = (runner) => (state.people.has(runner) ? nameOf(state.people.get(runner)) : '');
  const runs = row.team.onTrack;
  const relay = boardName === 'relay';
  const size = row.team.members.length;
  const model = {
    runner: row.runner,
    members: row.team.members,
    alias: format.alias(row.runner),
    thai: isThai(row.runner),
    rank: row.place ?? 0,
    shared: row.shared === true,
    // a team of which nobody is known to run faces no way, and has no heart
    face: runs || row.state === 'FINISHED' || store.closed ? faceOf(row, state.entries.get(runs), false, store) : null,
    zone: undefined,
    second: relay ? say('unit.legs', { n: row.laps, m: Math.max(size, row.laps) }) : '',
    number: '–',
    unit: '',
    tone: row.place ? '' : 'soft',
    doubt: [],
    lines: [],
    mark: null,
    backward: runs !== undefined && state.entries.get(runs)?.facing === 'BACKWARD',
    silent: false,
    stale: false,
    progressKey: row.laps,
    crossed: row.team.members.some((runner) => {
      const crossing = state.crossed.get(runner);
      return crossing && store.time.local() - crossing.at < CROSSED_MILLIS;
    }),
    fix: null,
    words: [row.place ? say(row.shared ? 'say.shared' : 'say.place', { n: row.place }) : '', row.runner],
  };
  const doubt = row.value === undefined ? '' : relay ? format.lapDoubt(row.plusMinus, 'LINE') : format.ratioDoubt(row.plusMinus ?? NaN);
  if (row.value !== undefined) {
    model.number = relay ? format.lapTime(row.value) : format.ratio(row.value);
    model.words.push(relay ? say('say.legs', { t: model.number, n: row.laps }) : say('say.ratio', { x: model.number.replace('×', '') }));
    if (doubt && !relay) model.words.push(say('say.plusMinus', { x: doubt.slice(1) }));
  }
  const unsure = row.team.unsure.map(named).filter(Boolean);
  const said = unsure.length > 0 ? say('unsureLaps', { alias: unsure.join(', ') }) : runs && row.state !== 'FINISHED' ? say('runsNow', { alias: named(runs) }) : '';
  if (said) model.words.push(said);
  if (unsure.length > 0) model.mark = { face: 'UNKNOWN', says: said };
  if (said && doubt) model.lines = [{ text: said }, { text: doubt }];
  else if (said || doubt) model.doubt = [{ text: said || doubt }];
  model.fix = correctionOf(boardName, row, store, now);
  if (model.fix) {
    model.words.push(model.fix.sentence);
    model.doubt = [{ tone: 'was', was: model.fix.old }];
    model.lines = [];
  }
  model.label = model.words.filter(Boolean).join(', ');
  return model;
}

function faceOf(row, entry, silent, store) {
  if (row.state === 'FINISHED' || store.closed) return 'FINISHED';
  if (silent || !entry) return 'UNKNOWN';
  if (entry.state === 'RESTING' || entry.state === 'WAITING' || entry.state === 'STOPPED') return 'STILL';
  return ['FORWARD', 'BACKWARD', 'STILL'].includes(entry.facing) ? entry.facing : 'UNKNOWN';
}

/** The lap forwards that a ratio is made of; while there is none, the newest, which it will be. */
export function forwardOf(row, laps) {
  return laps.find((lap) => lap.lap === row?.forwardLap) ?? laps.filter((lap) => lap.facing === 'FORWARD').at(-1);
}

function ratioBoard(model, { store, row, entry, laps, newest, running, silent, fraction, now }) {
  const forward = forwardOf(row, laps);
  const forwardText = forward ? format.sourcedLap(forward.lapSeconds.value, forward.source) : '';
  if (row.value !== undefined) {
    model.second = forwardText;
    measuredRatio(model, row, laps.some((lap) => lap.flags?.includes('facing-unconfirmed')));
    if (forward) model.words.push(say('say.forwardLap', { t: forwardText }));
    return;
  }
  model.second = forwardText;
  if (silent) {
    const age = seconds(at(entry?.observedAt), now) / store.time.speed;
    if (entry?.projectedRatio && age < PROJECTION_KEPT_SECONDS) {
      model.number = format.projected(entry.projectedRatio.value);
    }
    model.lines = [{ text: say('noSignal') }, { text: say('tapsOnly') }];
    model.words.push(say('noSignal'));
  } else if (running && entry?.projectedRatio) {
    model.number = format.projected(entry.projectedRatio.value);
    model.words.push(say('say.projected', { x: (Math.round(entry.projectedRatio.value * 10) / 10).toFixed(1) }));
    progressDoubt(model, fraction);
  } else if (running && entry?.lapStartedAt) {
    const passed = seconds(at(entry.lapStartedAt), now);
    model.number = format.clock(passed);
    model.words.push(say('say.time', { t: format.clock(passed) }));
    progressDoubt(model, fraction);
  } else if (newest) {
    model.second = '';
    model.tone = '';
    model.number = format.sourcedLap(newest.lapSeconds.value, newest.source);
    model.words.push(say('say.lapTime', { t: model.number }));
    stateDoubt(model, row, entry, now, format.lapDoubt(newest.lapSeconds.plusMinus, newest.source));
  } else {
    stateDoubt(model, row, entry, now, '');
  }
}

function measuredRatio(model, row, facingUnconfirmed) {
  const doubt = format.ratioDoubt(row.plusMinus ?? NaN);
  model.number = format.ratio(row.value);
  model.tone = '';
  model.words.push(say('say.ratio', { x: model.number.replace('×', '') }));
  if (doubt) model.words.push(say('say.plusMinus', { x: doubt.slice(1) }));
  if (row.verdict === 'TOO_CLOSE') {
    model.tone = 'close';
    model.lines = [{ text: say('tooClose'), tone: 'close' }, { text: doubt }];
    model.words.push(say('tooClose'));
    model.mark = { sign: '±', tone: 'close', says: say('tooClose') };
  } else if (row.verdict === 'MET') {
    model.doubt = [{ text: '✓', tone: 'met' }, { text: doubt }];
    model.words.push(say('say.met'));
    model.mark = { sign: '✓', tone: 'met', says: say('say.met') };
  } else if (row.verdict === 'NO_VERDICT') {
    // Timed by distance, or by a compass alone: as coarse as a projection, and no place.
    model.tone = 'soft';
    model.number = format.projected(row.value);
    if (facingUnconfirmed) {
      model.face = 'UNKNOWN';
      model.lines = [{ text: say('facing') }, { text: say('unconfirmed') }];
      model.words.push(`${say('facing')} ${say('unconfirmed')}`);
      model.mark = { face: 'UNKNOWN', says: `${say('facing')} ${say('unconfirmed')}` };
    } else {
      model.lines = [{ text: say('noVerdict') }, { text: doubt }];
      model.words.push(say('noVerdict'));
    }
  } else {
    model.doubt = [{ text: doubt }];
  }
}

function effortBoard(model, { row, entry, now }) {
  model.number = row.value === undefined ? '–' : String(row.value);
  model.unit = say(row.value === 1 ? 'unit.point' : 'unit.points');
  model.tone = row.place ? '' : 'soft';
  model.words.push(say('say.points', { n: model.number }));
  if (row.place) {
    stateDoubt(model, row, entry, now, '');
  } else {
    model.lines = [{ text: say('tooLittle') }, { text: say('heartRate') }];
    model.words.push(`${say('tooLittle')} ${say('heartRate')}`);
    model.mark = { face: 'UNKNOWN', says: `${say('tooLittle')} ${say('heartRate')}` };
  }
}

/** Only gains are told as such; for all others today's ratio is. */
function improvementBoard(model, { store, row, entry, now }) {
  const today = store.state.standings.get('ratio')?.rows.find((one) => one.runner === row.runner)?.value;
  const doubt = format.ratioDoubt(row.plusMinus ?? NaN);
  if (row.value > 0) {
    model.number = format.ratio(row.value);
    model.unit = say('unit.better');
    model.tone = '';
    model.words.push(say('say.better', { x: model.number.replace('×', '') }));
    model.mark = { sign: '▲', tone: 'met', says: say('unit.better') };
    model.doubt = [{ text: doubt }];
  } else if (today !== undefined) {
    model.number = format.ratio(today);
    model.unit = say('unit.today');
    model.words.push(say('say.ratio', { x: model.number.replace('×', '') }));
  } else {
    stateDoubt(model, row, entry, now, '');
  }
}

function lapsBoard(model, { store, row, entry, newest, running, silent, fraction, now }, boardName) {
  const free = boardName === 'free-laps';
  const kilometres = free && !(entry?.lapMeters > 0 && Math.abs(entry.lapMeters - 1000) > 1);
  const count = row.laps ?? 0;
  if (row.lastLap) {
    model.second = format.sourcedLap(row.lastLap.value, newest?.source);
    model.words.push(say('say.lastLap', { t: model.second }));
  }
  model.number = String(count);
  model.unit = say(kilometres ? 'unit.km' : count === 1 ? 'unit.lap' : 'unit.laps');
  model.tone = '';
  model.words.push(say(kilometres ? 'say.kilometres' : 'say.laps', { n: count }));
  const doubt = row.lastLap ? format.lapDoubt(row.lastLap.plusMinus, newest?.source) : '';
  if (entry?.finish && !silent && !free) {
    finishNumber(model, entry.finish, count);
    return;
  }
  if (silent) {
    model.lines = [{ text: say('noSignal') }, { text: say('tapsOnly') }];
    model.words.push(say('noSignal'));
    if (free) model.lines.pop();
  } else if (running && fraction >= 0) {
    if (doubt) {
      model.lines = [{ text: doubt }, { text: format.percent(fraction) }];
    } else {
      progressDoubt(model, fraction);
    }
  } else {
    stateDoubt(model, row, entry, now, doubt);
  }
}

/** Of a plan over a distance its end is the number, and the laps stand where the last lap stood. */
function finishNumber(model, { seconds: finish, reached, verdict }, count) {
  // a time of more than an hour needs the room
  model.second = finish.value < 3600 ? `${count} ${say(count === 1 ? 'unit.lap' : 'unit.laps')}` : '';
  model.number = reached ? format.clock(Math.round(finish.value)) : format.projectedFinish(finish.value, finish.plusMinus);
  model.unit = '';
  model.tone = reached ? '' : 'soft';
  model.doubt = [{ text: format.finishDoubt(finish.plusMinus) }];
  if (reached && verdict === 'MET') {
    model.doubt.unshift({ text: '✓', tone: 'met' });
    model.mark = { sign: '✓', tone: 'met', says: say('underTarget') };
  }
  model.words.push(say(reached ? 'say.finish' : 'say.projectedFinish', { t: model.number.replace('≈', ''), x: model.doubt.at(-1).text.slice(1).trim() }));
}

function progressDoubt(model, fraction) {
  if (fraction >= 0) {
    model.doubt = [{ text: format.percent(fraction) }];
    model.words.push(say('say.percent', { n: format.wholePercent(fraction) }));
  }
}

function stateDoubt(model, row, entry, now, doubt) {
  const state = row.state === 'FINISHED' ? 'FINISHED' : (entry?.state ?? row.state);
  let text = '';
  if (row.restUntil && at(row.restUntil) > now) text = say('rest', { t: format.countdown(seconds(now, at(row.restUntil))) });
  else if (state === 'WAITING') text = say('waiting');
  if (text) model.words.push(text);
  if (doubt && text) model.lines = [{ text }, { text: doubt }];
  else model.doubt = [{ text: text || doubt }];
}

/** What the row said before, for half a minute. */
function correctionOf(boardName, row, store, now) {
  if (!row.was || seconds(at(row.was.at), now) > CORRECTION_SECONDS * store.time.speed) return null;
  const source = [...(store.state.laps.get(row.runner)?.values() ?? [])].at(-1)?.source;
  const told = (value) => {
    if (boardName === 'ratio' || boardName === 'team') return value.value === undefined ? '–' : format.ratio(value.value);
    if (boardName === 'relay') return value.value === undefined ? '–' : format.lapTime(value.value);
    if (row.laps !== row.was.laps) return `${value.laps} ${say(value.laps === 1 ? 'unit.lap' : 'unit.laps')}`;
    return value.lastLap ? format.sourcedLap(value.lastLap.value, source) : '–';
  };
  const old = told(row.was);
  const fresh = told(row);
  if (old === fresh) return null;
  const person = store.state.people.get(row.runner);
  const alias = person ? byAlias(nameOf(person, row), person) : row.runner;
  const why = reason(row.was.reason);
  const sentence = why ? say('corrected', { alias, old, new: fresh, why }) : say('correctedPlain', { alias, old, new: fresh });
  return { old, new: fresh, alias, why, at: at(row.was.at), sentence };
}

/** A reason in this language; one that has no words yet is told as it came. */
export function reason(key) {
  if (!key) return '';
  return has(`why.${key}`) ? say(`why.${key}`) : key;
}
