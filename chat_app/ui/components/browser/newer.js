// Whether the pages that the server has now are others than this one, and whether this one may be loaded anew.

/** What names all the parts that a page is made of: one file, whose name follows from them. */
export const builtOf = (html) => /\/assets\/manifest-[\w-]+\.js/.exec(html)?.[0] ?? "";

/**
 * Whether the address answers with a page of another build. Where that cannot be found out it does not.
 * @param {(address: string, options: object) => Promise<any>} get
 */
export async function isNewer(mine, address, get = fetch) {
  if (!mine) return false;
  try {
    const answer = await get(address, { cache: "no-cache" });
    const theirs = answer.ok ? builtOf(await answer.text()) : "";
    return theirs !== "" && theirs !== mine;
  } catch {
    return false; // away again: it will be asked when it is back
  }
}

const FIELDS = "textarea, input:not([type=checkbox], [type=radio], [type=hidden])";
const UNDER_WAY = "dialog[open], .editor, .message.sending, .message.failed";

/** Whether something would be lost, or somebody be interrupted, if the page were loaded anew. */
export function isInUse(page) {
  const written = [...page.querySelectorAll(FIELDS)].some((field) => field.value.trim() !== "");
  return written || page.querySelector(UNDER_WAY) !== null;
}
