// Words come from one file a language; {…} are arguments. A sentence is never joined from parts.
const LANGUAGES = ['en', 'th'];
let words = {};

/** The language asked for by the address, else the one chosen here before, else the browser's, else English. */
export function language() {
  const asked = new URLSearchParams(location.search).get('lang');
  if (LANGUAGES.includes(asked)) return asked;
  const chosen = kept();
  if (LANGUAGES.includes(chosen)) return chosen;
  const own = navigator.language?.slice(0, 2);
  return LANGUAGES.includes(own) ? own : 'en';
}

export const languages = () => LANGUAGES;

/** Chooses a language for all pages of this browser. */
export async function chooseLanguage(next) {
  try {
    localStorage.setItem('backstretch.language', next);
  } catch {
    // chosen for this page alone
  }
  await loadWords(next);
}

function kept() {
  try {
    return localStorage.getItem('backstretch.language');
  } catch {
    return null;
  }
}

export async function loadWords(wanted) {
  const known = LANGUAGES.includes(wanted) ? wanted : 'en';
  const answer = await fetch(`/assets/words/${known}.json`);
  words = await answer.json();
  document.documentElement.lang = known;
}

export function say(key, values = {}) {
  const text = words[key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export const has = (key) => key in words;
