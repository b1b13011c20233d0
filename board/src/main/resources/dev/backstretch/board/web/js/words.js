// Words come from one file a language; {…} are arguments. A sentence is never joined from parts.
let words = {};

export async function loadWords(language) {
  const known = ['en', 'th'].includes(language) ? language : 'en';
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
