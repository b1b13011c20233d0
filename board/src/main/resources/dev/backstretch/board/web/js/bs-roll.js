// The roll-call of sensors: whose phone or strap is heard, and since when it is not.
import { LitElement, html } from 'lit';
import { say } from './words.js';
import { face } from './glyphs.js';
import { heard } from './heard.js';

class BsRoll extends LitElement {
  static properties = { people: { attribute: false }, entries: { attribute: false }, now: { attribute: false } };

  createRenderRoot() {
    return this;
  }

  render() {
    const all = [...this.people.values()].map((person) => ({ ...person, ...heard(person, this.entries.get(person.runner), this.now) }));
    const ready = all.filter((one) => one.ready).length;
    return html`<section class="roll" aria-label=${say('roll')}>
      <h3>${say('roll')}</h3>
      <p class="soft" role="status">${all.length === 0 ? say('empty') : say('sensorsReady', { n: ready, m: all.length })}</p>
      <ul>${all.map((one) => html`<li data-runner=${one.runner} data-state=${one.state}>
        <span class=${one.ready ? 'met' : 'soft'}>${face(one.ready ? 'READY' : 'RING')}</span>
        <b>${[one.bib, one.alias].filter(Boolean).join(' ')}</b>
        <span class=${one.ready ? 'met' : 'soft'}>${say(`roll.${one.state}`, { n: one.seconds ?? 0 })}</span></li>`)}</ul>
      ${all.length > 0 && all.every((one) => one.state === 'none' || one.state === 'taps') ? html`<p class="soft">${say('tapsOnlyFine')}</p>` : ''}
    </section>`;
  }
}

customElements.define('bs-roll', BsRoll);
