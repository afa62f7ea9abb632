import assert from "node:assert/strict";
import test from "node:test";
import { within } from "../../chat_app/ui/components/browser/inner_links.js";

const here = new URL("https://chat.example.org/chat?channel=general");

for (const [link, address] of [
  ["https://chat.example.org/chat?channel=sales", "/chat?channel=sales"],
  ["https://chat.example.org/chat/?channel=sales&message=7", "/chat/?channel=sales&message=7"],
  ["/chat?message=7", "/chat?message=7"],
  ["https://chat.example.org/chat", ""], // of no channel: a page of its own, as any other
  ["https://chat.example.org/api/docs?channel=sales", ""],
  ["https://chat.example.org/chat/more?channel=sales", ""],
  ["http://chat.example.org/chat?channel=sales", ""],
  ["https://chat.example.org:8443/chat?channel=sales", ""],
  ["https://chat.example.org.evil.example/chat?channel=sales", ""],
  ["javascript:alert(1)//chat?channel=sales", ""],
]) {
  test(`${link} leads ${address ? "within" : "out"}`, () => assert.equal(within(link, here, "/chat"), address));
}

test("nothing leads within where the chat is not on show", () => {
  assert.equal(
    within("https://chat.example.org/chat?channel=a", new URL("https://chat.example.org/login"), "/chat"),
    "",
  );
});
