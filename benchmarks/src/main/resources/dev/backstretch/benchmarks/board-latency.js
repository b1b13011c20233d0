// Runs in each page before its own scripts: notes when an outcome was heard and when the frame with it was handed on. What the
// page parses of its stream is looked at here, not parsed again.
// A sample is "kind runner time-it-tells-of heard drawn", times in epoch milliseconds of the machine's clock.
(() => {
  const PATIENCE_MILLIS = 5000;
  const samples = (window.samples = []);
  const undrawn = (window.undrawn = []);
  const moved = (window.moved = []);
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
    // With a place on another page of rows, the runner is another screen's to show.
    const gone = waiting.filter((one) => one.row && !row(one.row));
    moved.push(...gone.map((one) => one.item));
    waiting = waiting.filter((one) => !gone.includes(one));
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

  const note = (item, drawn, ofRow = null) => {
    waiting.push({ item, drawn, row: ofRow, heard: Date.now() });
    // Behind the page's own callback for the same frame: the page heard first.
    if (waiting.length === 1) requestAnimationFrame(look);
  };

  const row = (runner) => document.querySelector(`tr[data-runner="${runner}"]`);
  const tile = (runner) => document.querySelector(`article.red[data-runner="${runner}"]:not(.gone)`);
  const own = () => document.querySelector('bs-run')?.me?.runner;
  const bar = () => document.querySelector('bs-run .bar i')?.getAttribute('style');
  const tiles = () => document.querySelector('bs-run .tiles')?.textContent;

  // A lap of minutes and tenths, as pages write it.
  const written = (seconds) => {
    const tenths = Math.round(seconds * 10);
    return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
  };

  // What of a reading is to be seen in a row or a bar; a strap's, in the zone it was in, is not.
  const seen = new Map();
  const shows = (entry) => {
    const now = `${entry.zone} ${entry.lapDistanceMeters} ${entry.state} ${entry.facing}`;
    const before = seen.get(entry.runner);
    seen.set(entry.runner, now);
    return before !== undefined && before !== now;
  };

  const hear = {
    lap: (lap) => {
      if (lap.revision !== 0) return;
      const item = `lap ${lap.runner} ${Date.parse(lap.endedAt)}`;
      if (row(lap.runner)) note(item, () => row(lap.runner)?.classList.contains('crossed'), lap.runner);
      else if (own() === lap.runner) {
        const time = written(lap.lapSeconds.value);
        // A lap that took as long as the one before it changes nothing to see.
        if (!tiles()?.includes(time)) note(item, () => tiles()?.includes(time));
      }
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
        if (!shows(entry) || !(at > (told.get(entry.runner) ?? 0))) continue;
        told.set(entry.runner, at);
        const item = `reading ${entry.runner} ${at}`;
        const before = changes;
        if (row(entry.runner)) note(item, () => (touched.get(entry.runner) ?? 0) > before, entry.runner);
        else if (own() === entry.runner) {
          const was = bar();
          note(item, () => bar() !== was);
        }
      }
    },
  };
  let heard = null;
  const parse = JSON.parse;
  JSON.parse = (text, reviver) => {
    const value = parse(text, reviver);
    if (heard?.data === text) heard.value = value;
    return value;
  };
  const add = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (type, listener, ...rest) {
    const look = hear[type];
    return add.call(this, type, look ? (message) => {
      heard = { data: message.data };
      listener(message);
      const { value } = heard;
      heard = null;
      look(value);
    } : listener, ...rest);
  };
})();
