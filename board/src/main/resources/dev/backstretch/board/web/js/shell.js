// Has the page's own files kept in this browser, where it allows that: only secure pages may.
export async function keepShell() {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/sw.js');
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType('resource').map((one) => new URL(one.name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/')).map(({ pathname }) => pathname);
    active.postMessage([...new Set([location.pathname, ...loaded])]);
  } catch {
    // a browser that keeps nothing shows its own page while this machine is away
  }
}
