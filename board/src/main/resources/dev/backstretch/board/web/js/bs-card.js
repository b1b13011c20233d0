// The picture as it will be shared, and the button that does it.
import { LitElement, html, nothing } from 'lit';
import { cardOf, described, draw, picture, share } from './card.js';
import { say } from './words.js';

/** `facts` are null on their way, and false where there are none to be had: then it asks for `again`. */
class BsCard extends LitElement {
  static properties = { facts: { attribute: false }, name: { attribute: false }, done: { state: true } };

  constructor() {
    super();
    this.facts = null;
    this.name = 'backstretch';
    this.done = '';
  }

  createRenderRoot() {
    return this;
  }

  render() {
    if (this.facts === false) {
      return html`<p role="alert">${say('card.none')}</p>
        <button class="strong" type="button" data-do="card-again" @click=${() => this.dispatchEvent(new CustomEvent('again'))}>${say('card.again')}</button>`;
    }
    if (!this.facts) return html`<p>${say('connecting')}</p>`;
    return html`<canvas role="img" aria-label=${described(cardOf(this.facts))}></canvas>
      <p class="how">${say('card.how')}</p>
      <button class="strong" type="button" data-do="share" @click=${() => this.#share()}>${say('card.share')}</button>
      <p role="status" class="told">${this.done ? say(`card.${this.done}`) : nothing}</p>`;
  }

  updated() {
    const canvas = this.querySelector('canvas');
    if (canvas && this.facts) draw(canvas, cardOf(this.facts));
  }

  async #share() {
    const card = cardOf(this.facts);
    this.done = '';
    const done = await share(await picture(card, this.name), described(card));
    this.done = done === 'dropped' ? '' : done;
  }
}

customElements.define('bs-card', BsCard);
