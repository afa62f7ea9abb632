import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { complete, search } from "../../chat_app/ui/components/browser/emoji_search.js";
import { fold } from "../../chat_app/ui/components/browser/folding.js";

const emoji = (char, name, codes, everyday = "") => ({
  char,
  name,
  codes,
  words: fold(everyday).split(" ").filter(Boolean),
  terms: fold(`${name} ${codes.join(" ")} ${everyday}`.replaceAll("_", " ")),
});
const thumb = emoji("👍", "thumbs up", ["+1", "thumbsup"], "like yes me_gusta sí");
const child = emoji("🧒", "child", ["child"]);
const bolt = emoji("⚡", "lightning like a bolt", ["zap"]);
const all = [{ category: "some", emojis: [bolt, child, thumb] }];
const found = (query) => search(all, query).map(({ char }) => char);

test("everyday words find an emoji, before what has the word in its name", () => {
  assert.deepEqual(found("like"), ["👍", "⚡"]);
  assert.deepEqual(found("me gusta"), ["👍"]);
  assert.deepEqual(found("SI"), ["👍"]);
  assert.deepEqual(found("lik"), ["👍", "⚡"]);
  assert.deepEqual(found("unheard of"), []);
});

test("everyday words complete to a shortcode that the server knows", () => {
  assert.deepEqual(
    complete(all, "like", 8).map(({ code }) => code),
    ["+1"],
  );
  assert.deepEqual(
    complete(all, "child", 8).map(({ code }) => code),
    ["child"],
  );
});

test("the words people look for lead to what they mean", () => {
  const file = new URL("../../chat_app/text/emojis/words.txt", import.meta.url);
  const lines = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(/ (.*)/));
  const emojis = lines.map(([char, words]) => emoji(char, "", [], words));
  const meant = {
    like: "👍",
    "me gusta": "👍",
    thanks: "🙏",
    gracias: "🙏",
    love: "❤️",
    amor: "❤️",
    lol: "😂",
    jaja: "😂",
    done: "✅",
    hecho: "✅",
    congrats: "🎉",
    felicidades: "🎉",
    sad: "😢",
    triste: "😢",
    ok: "👌",
    vale: "👌",
    hello: "👋",
    hola: "👋",
    think: "🤔",
    bug: "🐛",
    coffee: "☕",
    café: "☕",
    idea: "💡",
    dunno: "🤷",
    "ni idea": "🤷",
  };
  const first = Object.keys(meant).map((word) => [word, search([{ category: "all", emojis }], word)[0]?.char]);
  assert.deepEqual(Object.fromEntries(first), meant);
});
