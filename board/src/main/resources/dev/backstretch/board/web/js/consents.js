// The six things a runner may agree to. None is agreed to beforehand, and each can be taken back at any time.
import { html } from 'lit';
import { say } from './words.js';

/** In the order they stand; `board`: only beside the alias on the board; `grown`: locked off under 16. */
export const PURPOSES = [
  { name: 'coach' },
  { name: 'board', grown: true },
  { name: 'zone', board: true, grown: true },
  { name: 'map', board: true, grown: true },
  { name: 'replay' },
  { name: 'research' },
];

export const NOTHING = Object.freeze(Object.fromEntries(PURPOSES.map(({ name }) => [name, false])));

/** Zone and dot stand beside the alias: without it there is nothing to stand beside. */
export function changed(consents, name, given) {
  const next = { ...consents, [name]: given };
  if (name === 'board' && !given) return { ...next, zone: false, map: false };
  if ((name === 'zone' || name === 'map') && given) return { ...next, board: true };
  return next;
}

/** @param joined whether it is a change; who is under age takes consents back alone and gives none */
export function switches(consents, { minor, joined = false, alias, onChange }) {
  return html`<ul class="switches">${PURPOSES.map(({ name, grown }) => {
    const locked = minor && grown;
    const given = minor && joined && !consents[name];
    return html`<li><label>
      <span class="what"><b>${say(`consent.${name}`)}</b><small>${locked ? say('consent.locked') : given ? say('consent.parent') : say(`consent.${name}.how`, { alias })}</small></span>
      <input type="checkbox" role="switch" name=${name} .checked=${consents[name] && !locked} ?disabled=${locked || given}
        @change=${(event) => onChange(name, event.target.checked)}>
    </label></li>`;
  })}</ul>`;
}
