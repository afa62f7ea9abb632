/** The address within the pages at `here` that a link leads to, or "" for one that leads out of the `chat`, a path. */
export function within(link, here, chat) {
  const isChat = ({ pathname }) => pathname.replace(/\/$/, "") === chat;
  const url = new URL(link, here);
  const names = url.searchParams.has("channel") || url.searchParams.has("message");
  return url.origin === here.origin && isChat(url) && isChat(here) && names ? url.pathname + url.search : "";
}
