// Keys of a single letter, digit or sign do things on a laptop and on a TV's remote. Whoever dictates to their machine, or whose
// hand trembles, turns them off (WCAG 2.1.4); that stays in this browser. Arrows, Enter, Esc, Tab and the space bar go on.
const KEPT = 'backstretch.letterKeys';

let off = read() === 'off';

function read() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

export const letterKeysAreOn = () => !off;

export function turnLetterKeys(on) {
  off = !on;
  try {
    if (off) localStorage.setItem(KEPT, 'off');
    else localStorage.removeItem(KEPT);
  } catch {
    // it holds as long as the page is open
  }
}

/** Whether a key is one of those that were turned off. */
export const isTurnedOff = ({ key }) => off && key.length === 1 && key !== ' ';

/** Fills the screen, or leaves it; where a browser refuses, as in a frame, nothing happens. */
export function turnFullScreen() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  done?.catch(() => {});
}
