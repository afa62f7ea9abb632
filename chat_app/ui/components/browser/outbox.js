// Messages that were sent and are not yet known to be stored. They live outside React, so that the composer
// adds, the log shows and a reload loses nothing (sessionStorage: this tab's own).

let owner = "";
let entries = [];
const listeners = new Set();

const storageKey = () => `chat.outbox.${owner}`;

export const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const snapshot = () => entries;

function replace(next) {
  entries = next;
  remember(storageKey(), entries.length ? JSON.stringify(entries.map(({ ignored, ...kept }) => kept)) : "");
  listeners.forEach((listener) => listener());
}

/** Take over what an earlier page of this tab left behind, for this person only. */
export function open(person) {
  if (person === owner) return;
  owner = person;
  let kept = [];
  try {
    kept = JSON.parse(recall(storageKey()) || "[]");
  } catch {
    // What cannot be read was not ours.
  }
  replace(kept.map((entry) => ({ ...entry, late: false })));
}

export const add = (entry) => replace([...entries, entry]);
export const change = (id, parts) => replace(entries.map((e) => (e.id === id ? { ...e, ...parts } : e)));
export const drop = (ids) => replace(entries.filter((e) => !ids.includes(e.id)));

/** A UUID; crypto.randomUUID is missing where the page came over plain http. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** sessionStorage may be full or forbidden: then the page works without memory. */
export function remember(key, value) {
  try {
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  } catch {
    // Nothing to be done, and nothing is lost but the draft after a reload.
  }
}

export function recall(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}
