import assert from "node:assert/strict";
import { test } from "node:test";
import { iconOf, sumOf, titleOf } from "../../chat_app/ui/components/browser/unread_signs.js";

test("title and icon tell all that is unread, and apart from it that some is meant for the person", () => {
  /** @type {[number[][], string, string][]} */
  const cases = [
    [[], "#town - Chat", "/favicon.svg"],
    [
      [
        [0, 0],
        [0, 0],
      ],
      "#town - Chat",
      "/favicon.svg",
    ],
    [
      [
        [2, 0],
        [3, 0],
      ],
      "(5) #town - Chat",
      "/favicon-unread.svg",
    ],
    [
      [
        [2, 1],
        [3, 0],
      ],
      "(5) @ #town - Chat",
      "/favicon-mention.svg",
    ],
    [[[1234, 1000]], "(1234) @ #town - Chat", "/favicon-mention.svg"],
  ];
  for (const [channels, title, icon] of cases) {
    const sum = sumOf(channels.map(([unread, mentions]) => ({ unread, mentions })));
    assert.equal(titleOf(sum, "#town", "Chat"), title);
    assert.equal(iconOf(sum), icon);
  }
  assert.equal(titleOf(sumOf([]), "", "Chat"), "Chat");
});
