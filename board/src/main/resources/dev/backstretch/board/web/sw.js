// Keeps what a board, a coach's and a runner's page are made of, so that a reload finds them while this machine does not answer. What
// is asked for goes to the machine first, so that a new version shows at once; nothing of a session is kept here.
const KEPT = 'backstretch-shell';
const PATIENCE_MILLIS = 2500;
const AWAY_MILLIS = 10_000;
const PAGE = /^\/(board|coach|run)\/[^/]+$/;
let awayUntil = 0;

/** One page serves all sessions, and an address may hold a token: what is kept goes by the kind of page alone. */
const keyOf = (path) => (PAGE.test(path) ? `/${path.split('/')[1]}/` : path);

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/**
 * A page that has come up tells what it was made of: at its first visit nobody was here to see it pass. It is told whether it is
 * kept whole: the page itself is kept last, for a page whose files are missing would stay blank.
 */
self.addEventListener('message', (event) => event.waitUntil(
  keepWhole(event.data).then(() => true, () => false).then((whole) => event.ports[0]?.postMessage(whole)),
));

async function keepWhole({ page, files }) {
  const cache = await caches.open(KEPT);
  // The page has just asked whether its files are the newest: what the browser has of them needs no network.
  await Promise.all(files.map((path) => keep(cache, path, { cache: 'force-cache' })));
  await keep(cache, page);
}

async function keep(cache, path, how) {
  const answer = await fetch(path, how);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  await cache.put(keyOf(path), answer);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (pathname.startsWith('/assets/') || (request.mode === 'navigate' && PAGE.test(pathname))) {
    event.respondWith(newestOrKept(request, keyOf(pathname)));
  }
});

async function newestOrKept(request, key) {
  const cache = await caches.open(KEPT).catch(() => null);
  if (!cache) return fetch(request); // a browser that lets nothing be kept
  const kept = await cache.match(key);
  if (kept && Date.now() < awayUntil) return kept;
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MILLIS) } : undefined);
    if (answer.ok && request.mode !== 'navigate') await cache.put(key, answer.clone()).catch(unlessFull);
    return kept && answer.status >= 500 ? kept : answer;
  } catch {
    if (!kept) return Response.error();
    awayUntil = Date.now() + AWAY_MILLIS;
    return kept;
  }
}

/** An answer that broke off is none; one for which there is no room is shown all the same. */
function unlessFull(fault) {
  if (fault.name !== 'QuotaExceededError') throw fault;
}
