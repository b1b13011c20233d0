// The roll-call of sensors: whose phone or strap is heard, and since when it is not.
import { LitElement, html } from 'lit';
import { say } from './words.js';
import { face } from './glyphs.js';

const HEARD_SECONDS = 10;

class BsRoll extends LitElement {
  static properties = { people: { attribute: false }, entries: { attribute: false }, now: { attribute: false } };

  createRenderRoot() {
    return this;
  }

  /** @returns 'flows', 'silent' with the seconds since, or 'none' where nothing was ever heard */
  #heard(runner) {
    const entry = this.entries.get(runner);
    if (entry?.speedMetersPerSecond === undefined && entry?.zone === undefined) return { state: 'none' };
    const seconds = Math.max(0, Math.floor((this.now - Date.parse(entry.observedAt)) / 1000));
    return { state: seconds <= HEARD_SECONDS ? 'flows' : 'silent', seconds };
  }

  render() {
    const all = [...this.people.values()].map((person) => ({ ...person, ...this.#heard(person.runner) }));
    const ready = all.filter((one) => one.state === 'flows').length;
    return html`<section class="roll" aria-label=${say('roll')}>
      <h3>${say('roll')}</h3>
      <p class="soft" role="status">${all.length === 0 ? say('empty') : say('sensorsReady', { n: ready, m: all.length })}</p>
      <ul>${all.map((one) => html`<li data-runner=${one.runner} data-state=${one.state}>
        <span class=${one.state === 'flows' ? 'met' : 'soft'}>${face(one.state === 'flows' ? 'READY' : 'RING')}</span>
        <b>${[one.bib, one.alias].filter(Boolean).join(' ')}</b>
        <span class=${one.state === 'flows' ? 'met' : 'soft'}>${say(`roll.${one.state}`, { n: one.seconds ?? 0 })}</span></li>`)}</ul>
      ${all.length > 0 && ready === 0 ? html`<p class="soft">${say('tapsOnlyFine')}</p>` : ''}
    </section>`;
  }
}

customElements.define('bs-roll', BsRoll);
