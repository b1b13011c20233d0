// Minutes a kilometre or a mile: chosen here before, or by the address (?units=). Distances of the track stay what they are.
import { html } from 'lit';
import * as format from './format.js';
import { say } from './words.js';

const UNITS = ['metric', 'imperial'];
const KEY = 'backstretch.units';
const METERS_PER_MILE = 1609.344;

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

const asked = new URLSearchParams(location.search).get('units');
let chosen = UNITS.includes(asked) ? asked : UNITS.includes(kept()) ? kept() : 'metric';

export const units = () => chosen;

export function chooseUnits(next) {
  chosen = UNITS.includes(next) ? next : 'metric';
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // chosen for this page alone
  }
}

const factor = () => (chosen === 'imperial' ? METERS_PER_MILE / 1000 : 1);

/** A pace in the chosen unit, as coarse as it is known. */
export const pace = (secondsPerKm, half = 0) => format.pace(secondsPerKm * factor(), half * factor());

/** What stands behind a pace; the same in both languages. */
export const paceUnit = () => (chosen === 'imperial' ? '/mi' : '/km');

/** The button that changes it. */
export const paceChoice = (changed) =>
  html`<button type="button" data-do="units" aria-pressed=${chosen === 'imperial'} @click=${() => { chooseUnits(chosen === 'imperial' ? 'metric' : 'imperial'); changed(); }}>${say('units.miles')}</button>`;
