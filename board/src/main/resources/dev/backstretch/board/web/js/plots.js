// Small pictures of a runner's own numbers, as SVG: dots with their doubt, and bars of minutes. A table stands under each, so
// a picture is one sentence to who cannot see it.
import { html, svg, nothing } from 'lit';
import { shortDay } from './when.js';

const WIDTH = 360;
const HEIGHT = 220;
const LEFT = 48;
const RIGHT = 12;
const TOP = 14;
const BOTTOM = 34;
const DAY = 86_400_000;

/** Over a longer gap than this nobody can say what lay between. */
export const LONGEST_GAP_DAYS = 30;

/** Which neighbours are joined: those not more than thirty days apart. */
export const joined = (points) =>
  points.slice(1).flatMap((point, i) => (point.at - points[i].at <= LONGEST_GAP_DAYS * DAY ? [[points[i], point]] : []));

/** A range that holds all points with their doubt, and the goal where there is one, with whole steps at both ends. */
function rangeOf(points, goal, step) {
  const low = Math.min(...points.map((p) => p.value - (p.half || 0)), ...(goal === undefined ? [] : [goal]));
  const high = Math.max(...points.map((p) => p.value + (p.half || 0)), ...(goal === undefined ? [] : [goal]));
  const from = Math.floor(low / step - 0.2) * step;
  return [from, Math.max(from + 2 * step, Math.ceil(high / step + 0.2) * step)];
}

/**
 * @param points `{at, value, half, back}`, oldest first
 * @param goal a line at this value
 * @param range the lowest and the highest value of a scale that has both; else what holds all points
 * @param label how a value is written beside its line
 * @param says what it is, for who cannot see it
 */
export function dots(points, { goal, range, step, label, says, timeZone }) {
  if (points.length === 0) return nothing;
  const [low, high] = range ?? rangeOf(points, goal, step);
  const first = points[0].at;
  const span = Math.max(DAY, points.at(-1).at - first);
  const x = (at) => LEFT + 14 + ((at - first) / span) * (WIDTH - LEFT - RIGHT - 28);
  const y = (value) => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const lines = [];
  for (let value = low; value <= high + step / 2; value += step * Math.max(1, Math.round((high - low) / step / 4))) lines.push(value);
  const ends = points.length > 1 ? [points[0], points.at(-1)] : [points[0]];
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${says}>
    ${lines.map((value) => svg`<g class="grid"><path d="M${LEFT} ${y(value)}H${WIDTH - RIGHT}"/><text x=${LEFT - 6} y=${y(value) + 5} text-anchor="end">${label(value)}</text></g>`)}
    ${goal === undefined ? nothing : svg`<path class="goal" d="M${LEFT} ${y(goal)}H${WIDTH - RIGHT}"/>`}
    ${joined(points).map(([from, to]) => svg`<path class="joined" d="M${x(from.at)} ${y(from.value)}L${x(to.at)} ${y(to.value)}"/>`)}
    ${points.map((point) => svg`<g class=${point.back ? 'dot back' : 'dot'}>
      ${point.half > 0 ? svg`<path class="doubt" d="M${x(point.at)} ${y(point.value - point.half)}V${y(point.value + point.half)}M${x(point.at) - 5} ${y(point.value - point.half)}h10M${x(point.at) - 5} ${y(point.value + point.half)}h10"/>` : nothing}
      <circle cx=${x(point.at)} cy=${y(point.value)} r="6"/></g>`)}
    ${ends.map((point, i) => svg`<text class="when" x=${i === 0 && ends.length > 1 ? LEFT : ends.length > 1 ? WIDTH - RIGHT : x(point.at)} y=${HEIGHT - 8} text-anchor=${ends.length === 1 ? 'middle' : i === 0 ? 'start' : 'end'}>${shortDay(new Date(point.at).toISOString(), timeZone)}</text>`)}
  </svg>`;
}

/** One bar of minutes by heart zone; each part has its zone's digit where there is room for it. */
export function zoneBar(seconds, unknown, says) {
  const all = seconds.reduce((sum, one) => sum + one, 0) + (unknown ?? 0);
  if (!(all > 0)) return nothing;
  let from = 0;
  return html`<svg class="zones" viewBox="0 0 360 36" role="img" aria-label=${says}>${seconds.map((one, zone) => {
    const width = (360 * one) / all;
    const x = from;
    from += width;
    if (width <= 0) return nothing;
    const tone = Math.min(zone, 5);
    return svg`<g><rect class="z${tone}" x=${x} y="1" width=${Math.max(1, width - 2)} height="34"/>${width > 16
      ? svg`<text class="i${tone}" x=${x + width / 2 - 1} y="25" text-anchor="middle">${zone}</text>`
      : nothing}</g>`;
  })}${unknown > 0 ? svg`<rect class="unknown" x=${from + 1} y="2" width=${Math.max(1, 360 - from - 2)} height="32"/>` : nothing}</svg>`;
}
