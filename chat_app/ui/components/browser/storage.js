// What this browser remembers. It may refuse to (storage full, or forbidden): then the page remembers by itself, for
// as long as it is open, and says so once.

export class Memory {
  #open;
  #unkept = new Map(); // by key: what the browser did not take, or ""; goes before what it has
  #refused = false;
  #onRefusal = null;

  /** `open` returns the storage; it may throw. */
  constructor(open) {
    this.#open = open;
  }

  get(key) {
    if (this.#unkept.has(key)) return this.#unkept.get(key);
    try {
      return this.#open().getItem(key) ?? "";
    } catch {
      return "";
    }
  }

  /** Keep `value`, or forget the key when it is empty. */
  set(key, value) {
    try {
      if (value) this.#open().setItem(key, value);
      else this.#open().removeItem(key);
      this.#unkept.delete(key);
    } catch {
      this.#unkept.set(key, value);
      if (!this.#refused) this.#onRefusal?.();
      this.#refused = true;
    }
  }

  /** Every key that begins so and has a value. */
  keys(prefix) {
    let kept = [];
    try {
      const storage = this.#open();
      kept = Array.from({ length: storage.length }, (_, index) => storage.key(index));
    } catch {
      // Then there is what this page remembers.
    }
    const all = new Set([...kept, ...this.#unkept.keys()]);
    return [...all].filter((key) => key?.startsWith(prefix) && this.get(key));
  }

  /** The object that is kept under a key; null where there is none that can be read. */
  object(key) {
    try {
      const value = JSON.parse(this.get(key) || "null");
      return value && typeof value === "object" ? value : null;
    } catch {
      return null; // not ours
    }
  }

  /** Call `tell` when something cannot be kept: once, and at once if that has been so. */
  whenRefused(tell) {
    if (this.#refused && !this.#onRefusal) tell();
    this.#onRefusal = tell;
  }
}

export const memory = new Memory(() => localStorage);

/** Call `heard` with each key that another tab has changed; null: with all of them. */
export function onOtherTabs(heard) {
  if (typeof addEventListener !== "undefined") addEventListener("storage", ({ key }) => heard(key));
}
