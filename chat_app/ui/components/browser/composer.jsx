import { useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { useShortcodes } from "./shortcodes.jsx";
import { fitHeight, hasTouch, insert, sends } from "./dom.js";
import { asNow, drafts } from "./drafts.js";
import { useLastNonEmpty } from "./hooks.js";
import { useSay } from "./language.js";
import { useMentions } from "./mentions.jsx";
import { outbox } from "./outbox_store.js";
import { useTyping } from "./people.jsx";
import { EmojiButton } from "./emoji_button.jsx";
import { Answering, answer, useDraft } from "./replies.jsx";
import { memory } from "./storage.js";

const COUNT_FROM = 200; // characters left at which counting begins

/** Where a message is written: Enter sends, Shift+Enter breaks the line. What is written is `drafts.js`' to keep. */
export function Composer(props) {
  const { maxLength, label, placeholder } = props;
  const [channelId, person] = [useLastNonEmpty(props.channelId), useLastNonEmpty(props.person)];
  const field = useRef(null);
  const { text, answered } = useDraft();
  const typing = useTyping(props.onTyping, props.typingSeconds, props.typingRepeat);
  const left = maxLength - [...text.trim()].length; // code points, as the server counts
  const sendable = text.trim() !== "" && left >= 0;

  useDraftOf(person, channelId, props.onUnkept);
  useEffect(() => {
    if (!hasTouch() && !document.querySelector("dialog[open]")) field.current.focus();
  }, [person, channelId]);
  useLayoutEffect(() => fitHeight(field.current), [text]);

  const completion = useCompletion(field, text, person, props);
  const insertEmoji = (emoji) => {
    const { selectionStart: start, selectionEnd: end } = field.current;
    // Once the picker is closed: while it is open, nothing else can have the focus.
    setTimeout(() => insert(field.current, emoji, start, end));
  };
  const write = ({ target: { value, selectionStart } }) => {
    drafts.write({ text: value });
    typing.wrote(value);
    completion.setCaret(selectionStart);
  };
  const send = (event) => {
    event.preventDefault();
    if (!sendable) return;
    outbox.open(person);
    outbox.add({ channel: channelId, text: text.trim(), answered });
    typing.sent();
    drafts.write({ text: "", answered: null });
    if (!hasTouch()) field.current.focus();
  };
  const pressed = (event) => {
    // 229: a key of an input method that is still composing, in browsers that do not say so.
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (completion.pressed(event, composing)) return;
    if (sends(event) && !composing) send(event);
    const bare = !(event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || composing);
    if (event.key === "ArrowUp" && bare && text === "") {
      event.preventDefault();
      props.onEditLast();
    }
    if (event.key === "Escape") answer(null);
  };
  return (
    <form className="composer" onSubmit={send}>
      {completion.lists}
      {answered && (
        <Answering
          message={asNow(answered, props.live)}
          label={props.replyingText}
          cancelLabel={props.cancelReplyText}
        />
      )}
      <div className="composer-box">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={label}
          placeholder={placeholder}
          enterKeyHint="enter"
          value={text}
          onKeyDown={pressed}
          onChange={write}
          aria-invalid={left < 0}
          aria-describedby={left < COUNT_FROM ? "composer-count" : undefined}
          {...completion.attributes}
        />
        <EmojiButton label={props.emojiLabel} icon={props.emojiIcon} className="icon-button" onPick={insertEmoji} />
        <SendButton label={props.sendLabel} icon={props.icon} disabled={!sendable} />
      </div>
      {left < COUNT_FROM && <Count left={left} leftText={props.leftText} overText={props.overText} />}
    </form>
  );
}

/** Write the draft of this channel from now on; tell (`onUnkept`) when the browser does not keep it. */
function useDraftOf(person, channelId, onUnkept) {
  const unkept = useEffectEvent(onUnkept);
  useLayoutEffect(() => drafts.open(person, channelId), [person, channelId]);
  useEffect(() => memory.whenRefused(() => unkept()), []);
}

/** Complete shortcodes and mentions: lists beside the field, its attributes, and whether a key is meant for a list. */
function useCompletion(field, text, person, props) {
  const shortcodes = useShortcodes({ field, text, label: props.completionLabel });
  const mentions = useMentions({
    field,
    text,
    people: props.people,
    found: props.found,
    speakers: props.live,
    me: person,
    onFind: props.onFind,
    label: props.peopleText,
    botText: props.botText,
  });
  return {
    lists: (
      <>
        {shortcodes.popup}
        {mentions.list}
      </>
    ),
    attributes: { ...mentions.attributes, ...(shortcodes.popup ? shortcodes.aria : {}) },
    setCaret: mentions.setCaret,
    pressed: (event, isComposing) => shortcodes.pressed(event) || (!isComposing && mentions.pressed(event)),
  };
}

/** Sends. Keeping the press from taking the focus leaves a phone's keyboard where it is. */
function SendButton({ label, icon, disabled }) {
  return (
    <button
      type="submit"
      className="send"
      aria-label={label}
      title={label}
      disabled={disabled}
      onMouseDown={(event) => event.preventDefault()}
    >
      {icon}
    </button>
  );
}

/** How many characters are left, or too many. */
function Count({ left, leftText, overText }) {
  const say = useSay();
  return (
    <p id="composer-count" className={left < 0 ? "count over" : "count"} role="status">
      {say({ template: left < 0 ? overText : leftText, parts: { count: Math.abs(left) } })}
    </p>
  );
}
