// Runs in each page before its own scripts: notes when an outcome was heard and when the frame with it was handed on.
// A sample is "kind runner time-it-tells-of heard drawn", times in epoch milliseconds of the machine's clock.
(() => {
  const PATIENCE_MILLIS = 5000;
  const samples = (window.samples = []);
  const undrawn = (window.undrawn = []);
  const told = new Map();
  const touched = new Map();
  let changes = 0;
  let waiting = [];

  new MutationObserver((records) => {
    changes++;
    for (const { target } of records) {
      const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
      const runner = element?.closest('[data-runner]')?.dataset.runner;
      if (runner) touched.set(runner, changes);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  const look = () => {
    const now = Date.now();
    const done = waiting.filter((one) => one.drawn());
    waiting = waiting.filter((one) => !done.includes(one));
    const vain = waiting.filter((one) => now - one.heard > PATIENCE_MILLIS);
    undrawn.push(...vain.map((one) => one.item));
    waiting = waiting.filter((one) => !vain.includes(one));
    // What changed in this frame is on the screen when the next one begins.
    if (done.length > 0) {
      requestAnimationFrame(() => {
        const drawn = Date.now();
        samples.push(...done.map((one) => `${one.item} ${one.heard} ${drawn}`));
      });
    }
    if (waiting.length > 0) requestAnimationFrame(look);
  };

  const note = (item, drawn) => {
    waiting.push({ item, drawn, heard: Date.now() });
    // Behind the page's own callback for the same frame: the page heard first.
    if (waiting.length === 1) requestAnimationFrame(look);
  };

  const row = (runner) => document.querySelector(`tr[data-runner="${runner}"]`);
  const tile = (runner) => document.querySelector(`article.red[data-runner="${runner}"]:not(.gone)`);
  const own = () => document.querySelector('bs-run')?.me?.runner;
  const bar = () => document.querySelector('bs-run .bar i')?.getAttribute('style');

  const hear = {
    lap: (lap) => {
      if (lap.revision !== 0) return;
      const item = `lap ${lap.runner} ${Date.parse(lap.endedAt)}`;
      if (row(lap.runner)) note(item, () => row(lap.runner)?.classList.contains('crossed'));
    },
    alert: (alert) => {
      if (alert.kind !== 'SYMPTOM' || alert.revision !== 0) return;
      const item = `alert ${alert.runner} ${Date.parse(alert.since)}`;
      // A tile that is there is of an alert before this one, and has been answered.
      const before = tile(alert.runner);
      if (document.querySelector('bs-coach')) note(item, () => {
        const now = tile(alert.runner);
        return now !== null && (now !== before || !now.classList.contains('answered'));
      });
    },
    metrics: (frame) => {
      for (const entry of frame.entries) {
        const at = Date.parse(entry.observedAt);
        if (!(at > (told.get(entry.runner) ?? 0))) continue;
        told.set(entry.runner, at);
        const item = `reading ${entry.runner} ${at}`;
        const before = changes;
        if (row(entry.runner)) note(item, () => (touched.get(entry.runner) ?? 0) > before);
        else if (own() === entry.runner) {
          const was = bar();
          note(item, () => bar() !== was);
        }
      }
    },
  };
  const add = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (type, listener, ...rest) {
    const heard = hear[type];
    return add.call(this, type, heard ? (message) => { listener(message); heard(JSON.parse(message.data)); } : listener, ...rest);
  };
})();
