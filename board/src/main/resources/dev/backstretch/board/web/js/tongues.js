// A button for each language, in its own words: whoever needs one cannot read the others.
import { html } from 'lit';
import { chooseLanguage, languages, say } from './words.js';

/** @param changed called when another language was chosen and its words are there */
export const tongues = (changed) => html`<p class="tongues">${languages().map((one) => html`<button type="button" lang=${one} data-language=${one}
  aria-pressed=${String(document.documentElement.lang === one)} @click=${() => chooseLanguage(one).then(changed)}>${say(`language.${one}`)}</button>`)}</p>`;
