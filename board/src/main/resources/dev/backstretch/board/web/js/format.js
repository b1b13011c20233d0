// Numbers as people read them. Western digits, U+2212 for minus, a thin space before units.
const THIN = '\u2009';

// Computed halves such as 0.0600000001 must not round up a whole step.
const up = (value, parts) => Math.ceil(value * parts - 1e-6) / parts;

const two = (n) => String(n).padStart(2, '0');

/** Seconds of a finished lap: 1:52.4, over an hour 1:02:05. */
export function lapTime(seconds) {
  const tenths = Math.round(seconds * 10);
  if (tenths >= 36000) return clock(tenths / 10);
  const minutes = Math.floor(tenths / 600);
  const rest = tenths - minutes * 600;
  return `${minutes}:${two(Math.floor(rest / 10))}.${rest % 10}`;
}

/** A finish that is foreseen: as coarse as it is known, to 5 s, or to 15 s where the doubt is half a minute and more. */
export function projectedFinish(seconds, half) {
  const step = half >= 30 ? 15 : 5;
  return `≈${clock(Math.round(seconds / step) * step)}`;
}

/** Doubt beside a finish, rounded up to what the finish is told in. */
export function finishDoubt(half) {
  const step = half >= 30 ? 15 : half >= 5 ? 5 : 1;
  return `±${THIN}${clock(Math.ceil(half / step - 1e-6) * step)}`;
}

/** What somebody typed as a time: 1:52.4, 112.4 or 1:02:05; undefined for what is none. */
export function seconds(text) {
  const parts = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,4}(?:[.,]\d{1,3})?)$/.exec(text.trim());
  if (!parts) return undefined;
  const last = Number(parts[3].replace(',', '.'));
  return parts[2] !== undefined && last >= 60 ? undefined : Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + last;
}

/** Seconds to go forwards or back. */
export const signed = (step) => `${step < 0 ? '\u2212' : '+'}${Math.abs(step)}`;

/** Whole seconds passed, rounded down: 8:47, 1:02:05. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Whole seconds left, rounded up. */
export const countdown = (seconds) => clock(Math.max(0, Math.ceil(seconds - 1e-6)));

/** A lap as its source allows: measured to the tenth, timed by distance to the second and marked. */
export const sourcedLap = (seconds, source) =>
  source === 'DISTANCE' ? `≈${clock(Math.round(seconds))}` : lapTime(seconds);

/** A pace as coarse as it is known: to 5 s a kilometre where its σ is more than 5 s, to 15 s above 15 s. */
export function pace(secondsPerKm, half = 0) {
  const sigma = half / 1.96;
  const step = sigma > 15 ? 15 : sigma > 5 ? 5 : 1;
  return clock(Math.round(secondsPerKm / step) * step);
}

export const ratio = (value) => `${(Math.round(value * 100 + 1e-6) / 100).toFixed(2)}×`;

/** One digit less than a result: it is not one. */
export const projected = (value) => `≈${(Math.round(value * 10 + 1e-6) / 10).toFixed(1)}×`;

/** Doubt beside a ratio, always rounded up; nothing below 0.02. */
export const ratioDoubt = (half) => (half >= 0.02 - 1e-9 ? `±${up(half, 100).toFixed(2)}` : '');

/** Doubt beside a lap, always rounded up; nothing below half a second. */
export function lapDoubt(half, source) {
  if (!(half >= 0.5)) return '';
  return source === 'DISTANCE' ? `±${THIN}${Math.ceil(half - 1e-6)}${THIN}s` : `±${THIN}${up(half, 10).toFixed(1)}${THIN}s`;
}

/** Doubt beside a time in a table that explains it: to the hundredth where it is small. */
export const fineDoubt = (half) => (half >= 0 ? `${up(half, half < 1 ? 100 : 10).toFixed(half < 1 ? 2 : 1)}${THIN}s` : '');

/** Rounded down: nobody is shown to have finished who has not. Distances come in tenths of a metre, hence the last digits. */
export const wholePercent = (part) => Math.floor(Math.min(1, Math.max(0, part)) * 100 + .02);
export const percent = (part) => `${wholePercent(part)}${THIN}%`;

// To make one of these takes longer than all else that a row needs, and pages ask for them many times a second.
const graphemes = new Intl.Segmenter('th', { granularity: 'grapheme' });
const clocks = new Map();
const shortened = new Map();
const MOST_KEPT = 1000;

/** Letters as people count them: a Thai consonant and the marks above and below it are one. */
export const letters = (text) => [...graphemes.segment(text)].map((one) => one.segment);

/** At most twelve letters: the thirteenth and what follows becomes one mark. */
export function alias(name) {
  let short = shortened.get(name);
  if (short === undefined) {
    const all = letters(name);
    short = all.length <= 12 ? name : `${all.slice(0, 11).join('')}…`;
    if (shortened.size >= MOST_KEPT) shortened.clear();
    shortened.set(name, short);
  }
  return short;
}

function clockOf(timeZone, more) {
  const key = `${timeZone} ${Object.keys(more)}`;
  if (!clocks.has(key)) {
    clocks.set(key, new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', ...more, hourCycle: 'h23', timeZone }));
  }
  return clocks.get(key);
}

/** A time of day in the track's zone. */
export function timeOfDay(epochMillis, timeZone) {
  try {
    return clockOf(timeZone, {}).format(epochMillis);
  } catch {
    return timeOfDay(epochMillis, 'UTC');
  }
}

/** The same with seconds. */
export function timeOfDaySeconds(epochMillis, timeZone) {
  return clockOf(timeZone, { second: '2-digit' }).format(epochMillis);
}

/** The hour of day in the track's zone, for the theme. */
export const hourOfDay = (epochMillis, timeZone) => Number(timeOfDay(epochMillis, timeZone).slice(0, 2));
