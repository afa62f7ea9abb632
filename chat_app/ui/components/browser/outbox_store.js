// Messages that were sent and are not yet known to be stored. They outlive the page: each is kept under a key of its
// own, by person, so that tabs that add and take away at once lose nothing of each other's.

import { Listeners } from "./listeners.js";
import { memory, onOtherTabs } from "./storage.js";

const LEASE = 20_000; // ms for which what one tab is sending is left to it by the others

export class Outbox {
  #memory;
  #now;
  #listeners = new Listeners();
  #owner = "";
  #entries = [];
  #notes = new Map(); // by id: what is known of it in this page only
  #stored = []; // those the server has, shown until their message is

  constructor({ kept = memory, tab = newId(), now = Date.now } = {}) {
    this.tab = tab;
    this.#memory = kept;
    this.#now = now;
  }

  added = new Listeners(); // called when something was sent in this page
  subscribe = this.#listeners.subscribe;

  /** All of them, in the order in which they were written. */
  snapshot = () => this.#entries;

  /** From now on, have what this person sends, and find what is left of earlier pages. */
  open(person) {
    if (person === this.#owner) return;
    this.#owner = person;
    this.#notes.clear();
    this.#stored = [];
    this.#reload();
  }

  /** `message`: `{ channel, text, answered }`. */
  add(message) {
    const last = this.#entries.at(-1)?.at ?? 0;
    const at = Math.max(this.#now(), last + 1); // their order, whatever the clock does
    this.put({ id: newId(), at, tab: this.tab, claimed: this.#now(), ...message });
    this.added.call();
  }

  put(entry) {
    this.#keep(entry);
    this.#reload();
  }

  /** This tab is sending it now; the others leave it alone for a while. */
  claim(id) {
    this.#change(id, { tab: this.tab, claimed: this.#now() });
  }

  /** This tab will not send it, or not again: another may. */
  release(id) {
    this.#change(id, { tab: "" });
  }

  /** The page is going. */
  releaseAll() {
    this.#entries.filter((entry) => entry.tab === this.tab).forEach(({ id }) => this.release(id));
  }

  /** Remember something of it for this page. */
  note(id, parts) {
    this.#notes.set(id, { ...this.#notes.get(id), ...parts });
    this.#reload();
  }

  /** The server has it. */
  settle(id) {
    const entry = this.#entries.find((one) => one.id === id);
    if (!entry || entry.stored) return;
    this.#stored.push({ ...entry, stored: true });
    this.#memory.set(this.#keyOf(id), "");
    this.#reload();
  }

  drop(ids) {
    ids.forEach((id) => this.#memory.set(this.#keyOf(id), ""));
    ids.forEach((id) => this.#notes.delete(id));
    this.#stored = this.#stored.filter(({ id }) => !ids.includes(id));
    this.#reload();
  }

  /** Another tab has changed something. */
  heard(key) {
    if (key === null || key.startsWith(this.#keyOf(""))) this.#reload();
  }

  #keyOf(id) {
    return `chat.outbox.${this.#owner}.${id}`;
  }

  #keep({ id, channel, text, at, answered, tab, claimed }) {
    this.#memory.set(this.#keyOf(id), JSON.stringify({ id, channel, text, at, answered, tab, claimed }));
  }

  #change(id, parts) {
    const entry = this.#memory.object(this.#keyOf(id));
    if (entry) this.#keep({ ...entry, ...parts }); // else another tab has seen the end of it
    this.#reload();
  }

  #reload() {
    const stored = new Set(this.#stored.map(({ id }) => id));
    const kept = this.#owner ? this.#memory.keys(this.#keyOf("")).map((key) => this.#memory.object(key)) : [];
    const waiting = kept.filter((entry) => isEntry(entry) && !stored.has(entry.id));
    const known = waiting.map((entry) => ({ ...entry, ...this.#notes.get(entry.id) }));
    this.#entries = [...known, ...this.#stored].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    this.#listeners.call();
  }
}

const isEntry = (value) =>
  [value?.id, value?.channel, value?.text].every((part) => typeof part === "string") && Number.isFinite(value.at);

/**
 * Which of the messages go out now, and after how many ms to ask again (`wake`). In each channel they go one by one,
 * so that what is refused for a while has nothing overtake it; what is `isRefused` for good holds up nothing.
 * `underWay` has the ids of those that this page has sent and that have no answer yet; before the time `until`,
 * nothing goes.
 */
export function plan(entries, { tab, now, until, underWay, isRefused }) {
  const first = new Map();
  for (const entry of entries) {
    if (!entry.stored && !isRefused(entry) && !first.has(entry.channel)) first.set(entry.channel, entry);
  }
  const waiting = [...first.values()].filter(({ id }) => !underWay.has(id));
  const startOf = ({ tab: by, claimed }) =>
    Math.max(until, !by || by === tab ? 0 : Math.min(claimed || 0, now) + LEASE);
  const due = waiting.filter((entry) => startOf(entry) <= now);
  const later = waiting.filter((entry) => startOf(entry) > now);
  return { due, wake: Math.min(...later.map((entry) => startOf(entry) - now)) };
}

/** A UUID; crypto.randomUUID is missing where the page came over plain http. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export const outbox = new Outbox();
onOtherTabs((key) => outbox.heard(key));
if (typeof window !== "undefined") addEventListener("pagehide", () => outbox.releaseAll());
