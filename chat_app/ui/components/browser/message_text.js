// Several messages as one text: a conversation that can be pasted anywhere.

const BLOCKS = new Set(["P", "BLOCKQUOTE", "UL", "OL", "LI", "PRE"]);

/** What a range has of a node's words, as they are shown: blocks on lines of their own, items with their numbers. */
export function wordsOf(node, range) {
  let words = "";
  const onNewLine = () => words && !words.endsWith("\n") && (words += "\n");
  const read = (one, sign = "") => {
    if (!range.intersectsNode(one) || one.classList?.contains("edited")) return;
    if (one.nodeType === Node.TEXT_NODE) {
      const from = one === range.startContainer ? range.startOffset : 0;
      words += one.data.slice(from, one === range.endContainer ? range.endOffset : undefined);
      return;
    }
    const isBlock = BLOCKS.has(one.tagName);
    if (isBlock) onNewLine();
    words += sign;
    let number = one.start; // of a numbered list alone
    for (const child of one.childNodes) {
      if (child.tagName !== "LI") read(child);
      else if (number === undefined) read(child, "- ");
      else {
        number = child.value || number;
        read(child, child.className === "typed" ? "" : `${number}${one.className === "bracket" ? ")" : "."} `);
        number += 1;
      }
    }
    if (isBlock) onNewLine();
  };
  read(node);
  return words.trim();
}

/** Whose the message of a row is; `handle`: the username, where it belongs beside the name. */
export function whoseIs(row) {
  const [name, handle] = [".byline > .author, .body > .sr-only", ".byline > .handle, .body > .sr-only > .handle"];
  const author = row.querySelector(name).firstChild.textContent.trim();
  return { author, handle: row.querySelector(handle)?.textContent.trim() ?? "" };
}

export function nameOf(row) {
  const { author, handle } = whoseIs(row);
  return handle ? `${author} ${handle}` : author;
}

/**
 * The messages that a range has more than one of, or one of with its author: a line with name and time where somebody
 * begins to speak, then what they say. "" if it has none.
 */
export function transcript(rows, range) {
  const said = rows
    .map((row) => ({ row, text: row.querySelector(".text") }))
    .filter(({ text }) => text && range.intersectsNode(text))
    .map(({ row, text }) => ({ row, words: wordsOf(text, range) }))
    .filter(({ words }) => words);
  const whole = said.length === 1 && said[0].row.querySelector(".byline");
  if (said.length < 2 && !(whole && range.intersectsNode(whole))) return "";
  let speaker = null;
  return said
    .map(({ row, words }) => {
      const name = nameOf(row);
      const goesOn = name === speaker && !row.classList.contains("starts");
      const before = speaker === null ? "" : "\n";
      speaker = name;
      return goesOn ? words : `${before}${name}, ${row.querySelector("time").textContent}\n${words}`;
    })
    .join("\n");
}
