// Which keys there are, and whether those of a single letter do anything.
import { LitElement, html } from 'lit';
import { say } from './words.js';
import { letterKeysAreOn, turnLetterKeys } from './letter-keys.js';

class BsKeys extends LitElement {
  static properties = { keys: { attribute: false } };

  constructor() {
    super();
    this.keys = [];
  }

  createRenderRoot() {
    return this;
  }

  #turn({ target }) {
    turnLetterKeys(target.checked);
    this.requestUpdate();
  }

  render() {
    return html`<dl class="keys">${this.keys.map((key) => html`<div><dt>${say(`key.${key}`)}</dt><dd>${say(`key.${key}.does`)}</dd></div>`)}</dl>
      <label class="letters"><input type="checkbox" .checked=${letterKeysAreOn()} @change=${(event) => this.#turn(event)}> ${say('keys.letters')}</label>
      <p class="soft">${say('keys.lettersHow')}</p>`;
  }
}

customElements.define('bs-keys', BsKeys);
