// A link to the TV board that holds a token of its own: whoever has the link sees the board and can do nothing.
import { LitElement, html, nothing } from 'lit';
import { say } from './words.js';
import { withToken, hasToken } from './token.js';

class BsScreen extends LitElement {
  static properties = { session: { attribute: false }, address: { state: true }, fault: { state: true }, copied: { state: true } };

  constructor() {
    super();
    this.address = '';
    this.fault = '';
    this.copied = false;
  }

  createRenderRoot() {
    return this;
  }

  async #make() {
    this.fault = '';
    try {
      const answer = await fetch(withToken(`/v1/sessions/${encodeURIComponent(this.session)}/screens`), { method: 'POST' });
      const said = await answer.json().catch(() => ({}));
      if (answer.ok) this.address = said.address;
      else this.fault = said.detail ?? `HTTP ${answer.status}`;
    } catch {
      this.fault = say('start.noAnswer');
    }
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.address);
      this.copied = true;
    } catch {
      this.querySelector('input')?.select();
    }
  }

  render() {
    // Without tokens the plain address is enough, and nothing has to be made.
    if (!hasToken()) return html`<a class="button" href=${`/board/${encodeURIComponent(this.session)}`} target="_blank" rel="noopener">${say('openTv')}</a>`;
    if (!this.address) {
      return html`<button type="button" class="tv" @click=${() => this.#make()}>${say('screen.make')}</button>
        ${this.fault ? html`<p class="short problem" role="alert">${this.fault}</p>` : nothing}`;
    }
    return html`<div class="link-made"><a class="button" href=${this.address} target="_blank" rel="noopener">${say('openTv')}</a>
      <label>${say('screen.address')} <input readonly .value=${this.address} @focus=${(event) => event.target.select()}></label>
      <button type="button" @click=${() => this.#copy()}>${say(this.copied ? 'screen.copied' : 'screen.copy')}</button>
      <p class="soft">${say('screen.what')}</p></div>`;
  }
}

customElements.define('bs-screen', BsScreen);
