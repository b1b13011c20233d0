// What a result says: the number of each board, its doubt, and words for what stands beside it. No rule is here.
import * as format from './format.js';
import { has, say } from './words.js';
import { reason } from './rows.js';

const at = (text) => Date.parse(text);

/** @returns `number`, `unit`, `doubt` and `sign` of a board's row */
export function told(board, row) {
  const doubt = format.ratioDoubt(row.plusMinus ?? NaN);
  if (row.value === undefined) return { number: '–', unit: '', doubt: '', sign: '' };
  switch (board) {
    case 'ratio':
    case 'team':
      if (board === 'ratio' && row.verdict === 'NO_VERDICT') return { number: format.projected(row.value), unit: '', doubt: say('noVerdict'), sign: '' };
      return { number: format.ratio(row.value), unit: '', doubt: row.verdict === 'TOO_CLOSE' ? say('tooCloseBy', { x: doubt.slice(1) }) : doubt, sign: row.verdict === 'MET' ? '✓' : '' };
    case 'improvement':
      return { number: format.ratio(row.value), unit: say('unit.better'), doubt, sign: '' };
    case 'effort':
      return { number: String(row.value), unit: say(row.value === 1 ? 'unit.point' : 'unit.points'), doubt: '', sign: '' };
    case 'relay':
      return { number: format.lapTime(row.value), unit: '', doubt: format.lapDoubt(row.plusMinus ?? NaN), sign: '' };
    default: {
      const unit = board === 'free-laps' ? 'unit.km' : row.laps === 1 ? 'unit.lap' : 'unit.laps';
      return { number: String(row.laps ?? 0), unit: say(unit), doubt: '', sign: '' };
    }
  }
}

export const place = (row) => (row?.place ? `${row.place}${row.shared ? '=' : ''}` : '');

export const lap = (one) => (one ? format.sourcedLap(one.value, one.source) : '');

/** A ratio on paper: as coarse as a projection where it has no verdict. */
export const ratio = (one) => (one ? (one.verdict === 'NO_VERDICT' ? format.projected(one.value) : format.ratio(one.value)) : '');

/** Everything that stands beside a line, in words. */
export function notes(line) {
  const words = [];
  if (line.attendance !== 'CAME') words.push(say(`attendance.${line.attendance}`));
  if (line.ratio?.verdict === 'TOO_CLOSE') words.push(say('note.too-close'));
  if (line.ratio?.verdict === 'NO_VERDICT') words.push(say('noVerdict'));
  for (const note of line.notes) words.push(has(`note.${note}`) ? say(`note.${note}`) : note);
  return words.join(', ');
}

/** Why something was said otherwise since the end: who corrected it and why, where somebody did. */
export function why({ reason: key, correction }) {
  const because = correction?.reason && (has(`fix.why.${correction.reason}`) ? say(`fix.why.${correction.reason}`) : correction.reason);
  if (correction?.coach) return because ? say('after.correctedWhy', { coach: correction.coach, why: because }) : say('after.corrected', { coach: correction.coach });
  if (because) return say('after.correctedBecause', { why: because });
  return key ? reason(key) : '';
}

/** What corrected a runner's laps after the end and was not taken back, oldest first, each with the first lap that it moved. */
export function standingCorrections(laps) {
  const said = new Map();
  for (const { lap: n, corrections = [] } of [...laps].sort((a, b) => a.lap - b.lap)) {
    for (const one of corrections) if (!said.has(one.eventId)) said.set(one.eventId, { ...one, lap: n });
  }
  const all = [...said.values()].sort((a, b) => at(a.at) - at(b.at));
  const takenBack = new Set();
  for (const { eventId, corrects } of [...all].reverse()) if (corrects && !takenBack.has(eventId)) takenBack.add(corrects);
  return all.filter(({ eventId }) => !takenBack.has(eventId));
}

/** Nobody is told that they became worse: what a correction made of a gain that is none stands in today's ratio. */
export const isTold = ({ board, was, is }) => board !== 'improvement' || [was, is].every((row) => row.value === undefined || row.value > 0);

/** One thing that was said otherwise since the end: a row of a board, or a lap that moved no row. */
export function change(one) {
  if (one.lap !== undefined) {
    const time = (lapSeconds) => (lapSeconds.value === undefined ? '–' : format.lapTime(lapSeconds.value));
    return {
      alias: one.alias ?? one.runner,
      measure: say('after.lap', { n: one.lap }),
      was: time(one.was),
      is: time(one.is),
      wasPlace: '',
      isPlace: '',
      why: why(one),
      sameNumber: time(one.was) === time(one.is),
    };
  }
  const was = told(one.board, one.was);
  const is = told(one.board, one.is);
  return {
    alias: one.alias ?? one.runner,
    measure: say(`board.${one.board}`),
    was: was.number,
    is: is.number,
    wasPlace: place(one.was),
    isPlace: place(one.is),
    why: why(one),
    sameNumber: was.number === is.number,
  };
}
