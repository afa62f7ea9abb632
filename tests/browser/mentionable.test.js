import assert from "node:assert/strict";
import { test } from "node:test";
import { offered } from "../../chat_app/ui/components/browser/mentionable.js";

const person = (id, username, name = username) => ({ id, username, display_name: name, color: "red", bot: false });
const said = (id, username) => ({ author_id: id, username, author: username, color: "red", bot: false, html: "hi" });
const names = (found) => found.map(({ username }) => username);

const speakers = [said("1", "ada"), said("3", "cleo"), said("2", "bob"), said("3", "cleo"), said("1", "ada")];
const people = [person("1", "ada"), person("4", "dora"), person("2", "bob")];
const all = { people, found: [], speakers, me: "1" };

test("a bare @ offers those who spoke last, then those who are here, and not oneself", () => {
  assert.deepEqual(names(offered("", all)), ["cleo", "bob", "dora"]);
  assert.deepEqual(names(offered("", { ...all, speakers: [] })), ["dora", "bob"]);
});

test("a bare @ offers few", () => {
  const many = Array.from({ length: 60 }, (_, number) => said(`${number}`, `p${number}`));
  assert.deepEqual(names(offered("", { ...all, speakers: many })).slice(0, 2), ["p59", "p58"]);
  assert.equal(offered("", { ...all, speakers: many }).length, 8);
});

test("what is begun finds whose name begins so, in any spelling of it", () => {
  const elodie = person("9", "elo", "Zoé Élodie");
  assert.deepEqual(names(offered("el", { ...all, found: [elodie] })), ["elo"]);
  assert.deepEqual(names(offered("zoe", { ...all, found: [elodie] })), ["elo"]);
  assert.deepEqual(names(offered("dora", all)), []); // whole already
});
