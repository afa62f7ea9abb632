// A browser's storage and its tabs, for tests.

/** What several tabs have in common. `full` has it refuse to take anything, `forbidden` to be opened. */
export class Storage {
  #kept = new Map();
  #tabs = [];
  full = false;
  forbidden = false;

  /** `heard` is told of what other tabs than this one change. */
  tab(heard) {
    const tab = { heard: (key) => heard(key) };
    this.#tabs.push(tab);
    const tell = (key) => this.#tabs.filter((one) => one !== tab).forEach((one) => one.heard(key));
    const storage = this;
    const kept = this.#kept;
    return () => {
      if (storage.forbidden) throw new Error("SecurityError");
      return {
        get length() {
          return kept.size;
        },
        key: (index) => [...kept.keys()][index] ?? null,
        getItem: (key) => kept.get(key) ?? null,
        setItem(key, value) {
          if (storage.full) throw new Error("QuotaExceededError");
          kept.set(key, value);
          tell(key);
        },
        removeItem(key) {
          kept.delete(key);
          tell(key);
        },
      };
    };
  }

  get keys() {
    return [...this.#kept.keys()];
  }
}
