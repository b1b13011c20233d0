// Has the page's own files kept in this browser, where it allows that: only secure pages may. The words of every language go
// with them: one may be chosen while this machine is away.
import { languages } from './words.js';

const PATIENCE_MILLIS = 20_000;
const AGAIN_MILLIS = 10_000;

export async function keepShell() {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/sw.js');
    const files = performance.getEntriesByType('resource').map((one) => new URL(one.name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/')).map(({ pathname }) => pathname);
    const words = languages().map((language) => `/assets/words/${language}.json`);
    const shell = { page: location.pathname, files: [...new Set([...files, ...words])] };
    while (!(await isKept(shell))) await new Promise((next) => { setTimeout(next, AGAIN_MILLIS); });
  } catch {
    // a browser that keeps nothing shows its own page while this machine is away
  }
}

/** Whether all of it is kept now; false as well when there is no word of it in time. */
async function isKept(shell) {
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((answer) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answer(data);
    setTimeout(() => answer(false), PATIENCE_MILLIS);
    active.postMessage(shell, [port2]);
  });
}
