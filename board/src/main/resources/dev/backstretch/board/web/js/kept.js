// What was made on this phone and is not acknowledged yet. It outlives the page: a copy lies in IndexedDB.
const STORE = 'items';

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export class Kept {
  #items = new Map();
  #database = null;
  #next = 1;

  /** Opens what an earlier page of this runner left behind. Without IndexedDB it holds as long as the page does. */
  static async open(name) {
    const kept = new Kept();
    try {
      const opening = indexedDB.open(name, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
      kept.#database = await asked(opening);
      const store = kept.#database.transaction(STORE).objectStore(STORE);
      const [keys, items] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
      keys.forEach((key, i) => kept.#items.set(key, items[i]));
      kept.#next = (keys.at(-1) ?? 0) + 1;
    } catch {
      kept.#database = null;
    }
    return kept;
  }

  /** Whether what is kept outlives the page. */
  get lasting() {
    return this.#database !== null;
  }

  get size() {
    return this.#items.size;
  }

  count(door) {
    let count = 0;
    for (const item of this.#items.values()) if (item.door === door) count++;
    return count;
  }

  /** Keeps one item for a door; its event id was made before, so that sending it twice is sending it once. */
  put(door, body) {
    const key = this.#next++;
    const item = { door, body };
    this.#items.set(key, item);
    this.#write((store) => store.put(item, key));
    return key;
  }

  /** The oldest of a door, with their keys, but for those that are on their way. */
  oldest(door, count, but = new Set()) {
    const found = [];
    for (const [key, item] of this.#items) {
      if (item.door === door && !but.has(key)) {
        found.push([key, item.body]);
        if (found.length === count) break;
      }
    }
    return found;
  }

  /** The door has them, or will never take them. */
  settle(keys) {
    for (const key of keys) this.#items.delete(key);
    this.#write((store) => keys.forEach((key) => store.delete(key)));
  }

  #write(change) {
    try {
      if (this.#database) change(this.#database.transaction(STORE, 'readwrite').objectStore(STORE));
    } catch {
      this.#database = null;
    }
  }
}
