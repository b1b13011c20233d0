// A picture to share: who, back over forward with its doubt, the two laps, minutes by heart zone, the day. Made on this phone
// and sent nowhere by us; no map and no heart rate are on it.
import * as format from './format.js';
import { day } from './when.js';
import { has, say } from './words.js';

export const WIDTH = 1080;
export const HEIGHT = 1350;
const MARGIN = 80;
const INNER = WIDTH - 2 * MARGIN;
const INK = '#0B0F14';
const PAPER = '#F5F8FB';
const SOFT = '#B4C1CE';
const PANEL = '#19232E';
const MET = '#6FE3A1';
const BACK = '#BDA6FF';
const ZONES = [
  ['#616978', '#FFFFFF'], ['#4588F0', INK], ['#71EAFA', INK], ['#CAE6B4', INK], ['#F9A904', INK], ['#D4203F', '#FFFFFF'],
];

/** What stands on a card, in words: nothing is on the picture that is not in here. */
export function cardOf({ alias, ratio, forward, backward, laps, zoneSeconds, at, timeZone, plan }) {
  const minutes = (zoneSeconds ?? []).map((seconds) => seconds / 60);
  const sure = ratio && ratio.verdict !== 'NO_VERDICT';
  return {
    alias,
    number: ratio ? (sure ? format.ratio(ratio.value) : format.projected(ratio.value)) : String(laps ?? 0),
    label: ratio ? say('col.number.ratio') : say('col.number'),
    doubt: ratio ? format.ratioDoubt(ratio.plusMinus ?? NaN) : '',
    verdict: ratio?.verdict === 'MET' ? `✓ ${say('run.met')}` : ratio?.verdict === 'TOO_CLOSE' ? say('tooClose') : '',
    met: ratio?.verdict === 'MET',
    laps: [
      ...(forward ? [{ label: say('facing.FORWARD'), value: format.sourcedLap(forward.value, forward.source), back: false }] : []),
      ...(backward ? [{ label: say('facing.BACKWARD'), value: format.sourcedLap(backward.value, backward.source), back: true }] : []),
    ],
    zones: minutes.some((one) => one > 0) ? minutes : [],
    day: day(at, timeZone),
    plan: has(`plan.${plan}`) ? say(`plan.${plan}`) : (plan ?? ''),
  };
}

/** The same in one sentence, for who cannot see it. */
export function described(card) {
  return [
    card.alias, card.label, card.number, card.doubt, card.verdict,
    ...card.laps.map((lap) => `${lap.label} ${lap.value}`),
    ...card.zones.map((minutes, zone) => (minutes > 0 ? `Z${zone} ${minuteText(minutes)}` : '')),
    card.day,
  ].filter(Boolean).join(', ');
}

const minuteText = (minutes) => say('minutes', { n: minutes < 1 ? '<1' : Math.round(minutes) });

/** Draws a card; text that would be too wide is made smaller, never cut. */
export function draw(canvas, card) {
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext('2d');
  const family = getComputedStyle(document.documentElement).getPropertyValue('--ff') || 'sans-serif';
  const write = (text, x, y, size, { weight = 700, colour = PAPER, align = 'left', most = INNER } = {}) => {
    pen.fillStyle = colour;
    pen.textAlign = align;
    pen.textBaseline = 'alphabetic';
    let fits = size;
    do {
      pen.font = `${weight} ${fits}px ${family}`;
      fits -= 4;
    } while (fits > 20 && pen.measureText(text).width > most);
    pen.fillText(text, x, y);
    return pen.measureText(text).width;
  };
  pen.fillStyle = INK;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  write(card.day, WIDTH - MARGIN, 128, 40, { colour: SOFT, align: 'right', weight: 600, most: INNER / 2 });
  write('Backstretch', MARGIN, 128, 40, { colour: SOFT, weight: 600, most: INNER / 2 });
  write(card.alias, MARGIN, 268, 108, { weight: 800 });
  write(card.label, MARGIN, 372, 44, { colour: SOFT, weight: 600 });
  // Doubt stands beside its number.
  const wide = write(card.number, MARGIN, 640, 288, { weight: 800, most: card.doubt ? INNER - 180 : INNER });
  if (card.doubt) write(card.doubt, WIDTH - MARGIN, 640, 64, { colour: SOFT, align: 'right', weight: 600, most: INNER - wide - 16 });
  write(card.verdict, MARGIN, 742, 64, { colour: card.met ? MET : PAPER });
  card.laps.forEach((lap, i) => {
    const width = (INNER - 40) / 2;
    const x = MARGIN + i * (width + 40);
    panel(pen, x, 806, width, 200);
    write(lap.label, x + 32, 872, 40, { colour: lap.back ? BACK : SOFT, weight: 600, most: width - 64 });
    write(lap.value, x + 32, 972, 92, { weight: 800, most: width - 64 });
  });
  if (card.zones.length > 0) zones(pen, card.zones, write);
  write(card.plan, MARGIN, HEIGHT - 56, 40, { colour: SOFT, weight: 600 });
}

function panel(pen, x, y, width, height) {
  pen.fillStyle = PANEL;
  pen.beginPath();
  pen.roundRect(x, y, width, height, 24);
  pen.fill();
}

/** One bar, a part for each zone with its digit; its minutes stand below where there is room for them. */
function zones(pen, minutes, write) {
  const all = minutes.reduce((sum, one) => sum + one, 0);
  let x = MARGIN;
  minutes.forEach((one, zone) => {
    const width = (INNER * one) / all;
    if (width <= 0) return;
    const [fill, ink] = ZONES[Math.min(zone, ZONES.length - 1)];
    pen.fillStyle = fill;
    pen.fillRect(x, 1064, Math.max(1, width - 4), 100);
    if (width > 44) write(String(zone), x + width / 2 - 2, 1134, 60, { colour: ink, align: 'center', weight: 800, most: width });
    if (width > 110) write(minuteText(one), x + width / 2 - 2, 1214, 36, { colour: SOFT, align: 'center', weight: 600, most: width - 8 });
    x += width;
  });
}

/** @returns the picture as a PNG file */
export async function picture(card, name = 'backstretch') {
  const canvas = document.createElement('canvas');
  draw(canvas, card);
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  return new File([blob], `${name}.png`, { type: 'image/png' });
}

/** Hands the picture to the phone's own sharing; where there is none, or it takes no pictures, it is saved. Answers which. */
export async function share(file, text) {
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file], text });
      return 'shared';
    } catch (fault) {
      if (fault.name === 'AbortError') return 'dropped';
    }
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return 'saved';
}
