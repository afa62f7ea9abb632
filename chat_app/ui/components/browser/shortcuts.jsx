import { useEffect, useState } from "react";
import { Modal } from "./overlays.jsx";

const ASKED = "chat:shortcuts"; // said to the window by whoever wants the list
const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);
/** @type {(selector: string) => any[]} */
const all = (selector) => [...document.querySelectorAll(selector)];
const inText = (node) => node.closest?.("input, textarea, select, [contenteditable=true]");

/** Where the page is among these links: by its address, which is ahead of what it shows; else by what it shows. */
function placeIn(links) {
  const channelOf = (address) => new URL(address).searchParams.get("channel");
  const at = links.findIndex((link) => channelOf(link.href) === channelOf(location.href));
  return at >= 0 ? at : links.findIndex((link) => link.getAttribute("aria-current") === "page");
}

/** Go to the channel above (-1) or below (1) the open one in the list, or to the next of that `kind`. */
function openNeighbour(step, kind = "channel-link") {
  const links = all(".channel-link");
  const at = placeIn(links);
  const inOrder = links.map((_, n) => links[(at + step * (n + 1) + links.length * 2) % links.length]);
  inOrder.find((link) => link !== links[at] && link.classList.contains(kind))?.click();
}

/** What a key does on the page as a whole; whatever is open over it, or has taken the key already, comes first. */
function act(event) {
  const { key, altKey, shiftKey, target } = event;
  const command = event.ctrlKey || event.metaKey;
  if (event.defaultPrevented || event.isComposing) return;
  if (document.querySelector("dialog[open], .drawer[data-open=true]")) return;
  if (altKey && !command && (key === "ArrowUp" || key === "ArrowDown")) {
    openNeighbour(key === "ArrowUp" ? -1 : 1, shiftKey ? "unread" : undefined);
  } else if (altKey && !command && !shiftKey && event.code === "KeyM") {
    const [here] = all(".to-mention");
    if (here) here.click();
    else openNeighbour(1, "mentioned");
  } else if ((key === "?" && !command && !altKey && !inText(target)) || (key === "/" && command && !altKey)) {
    dispatchEvent(new Event(ASKED));
  } else if (key === "Escape" && !command && !altKey && !shiftKey && !target.closest?.("article")) {
    all(".mark-read, .bar-jump.down, .jump").forEach((button) => button.click());
  } else return;
  event.preventDefault();
}

/** The keyboard's shortcuts, and their list in a dialog. `groups` have what the keys do beside their names. */
export function Shortcuts({ groups, title, closeLabel, closeIcon }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    addEventListener(ASKED, show);
    document.addEventListener("keydown", act);
    return () => {
      removeEventListener(ASKED, show);
      document.removeEventListener("keydown", act);
    };
  }, []);
  const close = () => setOpen(false);
  return (
    <Modal open={open} onClose={close} aria-labelledby="shortcuts-title" className="dialog wide">
      <div className="dialog-head">
        <h2 id="shortcuts-title">{title}</h2>
        <button type="button" className="icon-button" aria-label={closeLabel} onClick={close}>
          {closeIcon}
        </button>
      </div>
      <div className="shortcuts">
        {groups.map(({ heading, shortcuts }) => (
          <section key={heading}>
            <h3>{heading}</h3>
            <dl>
              {shortcuts.map(({ keys, does }) => (
                <div key={keys}>
                  <dt>{does}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function Keys({ keys }) {
  const named = isMac() ? keys.replace("Ctrl", "\u2318").replace("Alt", "\u2325") : keys;
  return named.split(/ |(?<=.)\+/).map((key) => <kbd key={key}>{key}</kbd>);
}

/** For a menu: opens the list. */
export function ShortcutsItem({ children }) {
  return (
    <button type="button" role="menuitem" tabIndex={-1} onClick={() => dispatchEvent(new Event(ASKED))}>
      {children}
    </button>
  );
}
