// Metric or imperial, as it was chosen here before, or by the address (?units=). The log and the rules stay metric: here is only
// what is shown, and what somebody types.
import { html } from 'lit';
import * as format from './format.js';
import { say } from './words.js';

const UNITS = ['metric', 'imperial'];
const KEY = 'backstretch.units';
const METERS_PER_MILE = 1609.344;
const METERS_PER_YARD = 0.9144;
const SECONDS_PER_HOUR = 3600;
const THIN = '\u2009';

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

const imperial = () => chosen === 'imperial';
const factor = () => (imperial() ? METERS_PER_MILE / 1000 : 1);

/** A pace in the chosen unit, as coarse as it is known. */
export const pace = (secondsPerKm, half = 0) => format.pace(secondsPerKm * factor(), half * factor());

/** What stands behind a pace; the same in both languages. */
export const paceUnit = () => (imperial() ? '/mi' : '/km');

/** A distance on the track as a bare number: yards for metres. */
export const length = (meters) => (imperial() ? meters / METERS_PER_YARD : meters);
export const lengthUnit = () => say(imperial() ? 'unit.yd' : 'unit.m');

/** The same to the whole one, with its unit. */
export const distance = (meters) => `${Math.round(length(meters))}${THIN}${lengthUnit()}`;

/** A speed to the tenth; a bound that it is held against is in the same unit. */
export const speed = (metersPerSecond) => (imperial() ? (metersPerSecond * SECONDS_PER_HOUR) / METERS_PER_MILE : metersPerSecond).toFixed(1);
export const speedUnit = () => say(imperial() ? 'unit.mph' : 'unit.mps');

/** A temperature as it is known: in degrees of Celsius to the tenth. */
export const temperature = (celsius) => `${Math.round((imperial() ? celsius * 1.8 + 32 : celsius) * 10) / 10}${THIN}${temperatureUnit()}`;
export const temperatureUnit = () => (imperial() ? '°F' : '°C');

/** Degrees of Celsius of what somebody read from a thermometer in the chosen unit. */
export const celsius = (read) => (imperial() ? Math.round(((read - 32) / 1.8) * 100) / 100 : read);

/** The button that changes it. */
export const unitsChoice = (changed) =>
  html`<button type="button" data-do="units" aria-pressed=${imperial()} @click=${() => { chooseUnits(imperial() ? 'metric' : 'imperial'); changed(); }}>${say('units.miles')}</button>`;
