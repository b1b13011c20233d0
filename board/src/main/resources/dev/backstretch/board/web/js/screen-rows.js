// How many rows a screen shows so that the farthest viewer can read them: digits as tall as the distance ÷ 200.
const MILLIMETRES_TALL_PER_INCH = 12.45; // of a screen of 16:9
const DIGIT_SHARE = 0.0537; // of the screen's height, with twelve rows
export const FEWEST_ROWS = 6;
export const MOST_ROWS = 16;

export function rowsFor(inches, metres) {
  const digits = DIGIT_SHARE * MILLIMETRES_TALL_PER_INCH * inches;
  return Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor((12 * digits) / (metres * 5))));
}
