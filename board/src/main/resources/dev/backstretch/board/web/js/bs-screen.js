// A link that holds a token of its own: to the board, where whoever has it can do nothing, or to the coach's page for one more
// coach. Asked again it is made anew; what was made before holds on.
import { LitElement, html, nothing } from 'lit';
import { say } from './words.js';
import { isOwnName } from './reach.js';
import { withToken, hasToken } from './token.js';
import { rowsFor } from './screen-rows.js';
import { doorSaid, refusalOf, refusalWords } from './refusals.js';

const ANSWER_MILLIS = 10_000;
/** So long a code that leads a session stands on a screen that runners look at. */
const CODE_MILLIS = 60_000;
const KEPT = 'backstretch.screen';
/** A usual TV at the side of a usual camp. */
const USUAL = { inches: 65, metres: 10 };
const BOUNDS = { inches: [10, 200], metres: [1, 60] };

/** What was said last of the screen at this camp. */
function screenKept() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return isScreen(kept) ? kept : USUAL;
  } catch {
    return USUAL;
  }
}

const isScreen = (screen) => Object.entries(BOUNDS).every(([name, [least, most]]) => screen?.[name] >= least && screen[name] <= most);

class BsScreen extends LitElement {
  static properties = { session: { attribute: false }, kind: {}, address: { state: true }, fault: { state: true }, copied: { state: true }, busy: { state: true }, size: { state: true } };

  #code = null;
  #hiding;

  constructor() {
    super();
    this.kind = 'screens';
    this.address = '';
    this.fault = '';
    this.copied = false;
    this.busy = false;
    this.size = screenKept();
  }

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (changed.get('session') === undefined) return;
    this.fault = '';
    this.#hide();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#hiding);
  }

  /** Whoever shows this beside a code for runners hides that one as long. */
  #show(address) {
    this.address = address;
    this.copied = false;
    clearTimeout(this.#hiding);
    if (this.kind !== 'coaches') return;
    if (address) this.#hiding = setTimeout(() => this.#hide(), CODE_MILLIS);
    this.dispatchEvent(new CustomEvent('coach-code', { bubbles: true, detail: { shown: address !== '' } }));
  }

  #hide() {
    this.#show('');
  }

  async #make() {
    this.fault = '';
    this.busy = true;
    try {
      const answer = await fetch(withToken(`/v1/sessions/${encodeURIComponent(this.session)}/${this.kind}`), { method: 'POST', signal: AbortSignal.timeout(ANSWER_MILLIS) });
      const said = await answer.json().catch(() => ({}));
      if (answer.ok) {
        this.#code = said.qr && !isOwnName(new URL(said.address).hostname) ? new DOMParser().parseFromString(said.qr, 'image/svg+xml').documentElement : null;
        this.#code?.setAttribute('class', 'qr');
        this.#code?.setAttribute('role', 'img');
        this.#show(said.address);
      } else {
        this.fault = refusalOf(answer.status, said);
      }
    } catch {
      this.fault = say('start.noAnswer');
    }
    this.busy = false;
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#tvAddress(this.address));
      this.copied = true;
    } catch {
      this.querySelector('input[readonly]')?.select();
    }
  }

  #resize(name, text) {
    const size = { ...this.size, [name]: Number(text.replace(',', '.')) };
    if (!isScreen(size)) return;
    this.size = size;
    this.copied = false;
    try {
      localStorage.setItem(KEPT, JSON.stringify(size));
    } catch {
      // it holds as long as the page is open
    }
  }

  /** The TV's own link says how many rows it shows. The QR code does not: whoever scans it looks at a phone. */
  #tvAddress(address) {
    if (this.kind === 'coaches') return address;
    return `${address}${address.includes('?') ? '&' : '?'}rows=${rowsFor(this.size.inches, this.size.metres)}`;
  }

  #sizes() {
    const field = (name, step) => html`<label>${say(`screen.${name}`)} <input class=${name} type="number" inputmode="decimal" step=${step}
      min=${BOUNDS[name][0]} max=${BOUNDS[name][1]} .value=${String(this.size[name])} @change=${(event) => { this.#resize(name, event.target.value); event.target.value = String(this.size[name]); }}></label>`;
    return html`<div class="screen-size">${field('inches', 1)}${field('metres', 'any')}
      <p class="soft" role="status">${say('screen.rows', { n: rowsFor(this.size.inches, this.size.metres), metres: this.size.metres })}</p></div>`;
  }

  render() {
    const coach = this.kind === 'coaches';
    // Without tokens the plain address is enough for the TV, and nothing has to be made.
    if (!coach && !hasToken()) return html`${this.#sizes()}<a class="button" href=${this.#tvAddress(`/board/${encodeURIComponent(this.session)}`)} target="_blank" rel="noopener">${say('openTv')}</a>`;
    if (!this.address) {
      return html`<button type="button" class=${coach ? 'another-coach' : 'tv'} ?disabled=${this.busy} @click=${() => this.#make()}>${say(coach ? 'coachLink.make' : 'screen.make')}</button>
        ${this.fault ? html`<p class="short problem" role="alert">${refusalWords(this.fault)}</p>${doorSaid(this.fault)}` : nothing}`;
    }
    this.#code?.setAttribute('aria-label', say(coach ? 'coachLink.qr' : 'screen.qr'));
    const own = isOwnName(new URL(this.address).hostname);
    return html`<div class="link-made">${this.#code ?? nothing}
      ${own ? html`<p class="short problem">${say('ownAddress')} <a class="help" href="/help" target="_blank" rel="noopener">${say('help.title')}</a></p>` : nothing}
      ${coach ? nothing : html`${this.#sizes()}<a class="button" href=${this.#tvAddress(this.address)} target="_blank" rel="noopener">${say('openTv')}</a>`}
      <label>${say(coach ? 'coachLink.address' : 'screen.address')} <input readonly .value=${this.#tvAddress(this.address)} @focus=${(event) => event.target.select()}></label>
      <button type="button" @click=${() => this.#copy()}>${say(this.copied ? 'screen.copied' : 'screen.copy')}</button>
      ${coach ? html`<button type="button" class="hide" @click=${() => this.#hide()}>${say('coachLink.hide')}</button>` : nothing}
      <p class="soft">${say(coach ? 'coachLink.what' : 'screen.what')}</p></div>`;
  }
}

customElements.define('bs-screen', BsScreen);
