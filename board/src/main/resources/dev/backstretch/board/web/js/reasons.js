// Why someone needs the coach, in words: from the keys that the stream brings. No rule is computed here.
import * as format from './format.js';
import * as units from './units.js';
import { has, say } from './words.js';

const at = (text) => Date.parse(text);

/** What a tile looks like and how loud it is. */
export function severityOf(urgency) {
  if (urgency === 'RED_OPEN' || urgency === 'RED_ANSWERED') return 'RED';
  return urgency === 'AMBER' ? 'AMBER' : 'NOTE';
}

/** The sentence of one reason. */
export function reasonWords(why, where, now) {
  const place = where && where !== 'UNKNOWN' ? say(`where.${where}`) : '';
  const told = MEASURED[why.key];
  const values = {
    where: place,
    seen: place ? say(`seen.${where}`) : '',
    v: told ? told(why.value) : number(why.value, 1),
    cap: told ? told(why.threshold) : number(why.threshold, 1),
    u: units.speedUnit(),
    n: number(why.value, 0),
    k: number(why.threshold, 0),
    t: format.clock(Math.max(0, (now - at(why.at)) / 1000)),
  };
  if (why.key === 'due-at-line') {
    const left = (at(why.at) - now) / 1000;
    return left >= 0 ? say('need.due', { n: Math.ceil(left) }) : say('need.overdue', { n: Math.floor(-left) });
  }
  if (why.key === 'rest-ending') return say('need.rest', { n: Math.max(0, Math.ceil((at(why.at) - now) / 1000)) });
  const key = `need.${why.key}`;
  if (place && has(`${key}.at`)) return say(`${key}.at`, values);
  return has(key) ? say(key, values) : say('need.other', { what: why.key });
}

/** At most two answers to an alert; each of them also says what was done. */
export function answersTo(key) {
  switch (key) {
    case 'alert.FALL':
    case 'alert.SYMPTOM':
    case 'alert.HR_HIGH':
    case 'alert.HR_NO_RECOVERY':
    case 'alert.STOPPED':
      return ['going', 'fine'];
    case 'alert.SILENCE':
      return ['seen-fine', 'use-taps'];
    case 'alert.BACK_SPEED':
      return ['told-slow', 'fine'];
    case 'alert.WRONG_WAY':
    case 'alert.PATH_NOT_CLEAR':
    case 'alert.OFF_TRACK':
    case 'alert.NECK_BREAK':
    case 'alert.REST_SHORT':
      return ['told', 'fine'];
    default:
      return ['seen'];
  }
}

const number = (value, decimals) => (value === undefined ? '–' : value.toFixed(decimals));

const known = (tell) => (value) => (value === undefined ? '–' : tell(value));

/** Reasons that tell something measured, in the chosen units. */
const MEASURED = {
  'alert.BACK_SPEED': known(units.speed),
  'alert.PATH_NOT_CLEAR': known(units.distance),
  'alert.OFF_TRACK': known(units.distance),
  'alert.HEAT': known(units.temperature),
};
