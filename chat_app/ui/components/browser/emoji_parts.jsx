import { memo } from "react";
import { setTone, toned } from "./emoji_data.js";

const MAX_FOUND = 120;
const HANDS = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];

/** The search field and the skin tone. */
export function Head({ texts, query, onQuery, tone, onTone }) {
  const choose = (number) => {
    setTone(number);
    onTone(number);
  };
  return (
    <div className="picker-head">
      <input
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={texts.searchLabel}
        placeholder={texts.searchLabel}
        value={query}
        autoComplete="off"
        onChange={(event) => onQuery(event.target.value)}
      />
      <Tones label={texts.toneLabel} names={texts.toneNames} tone={tone} onChoose={choose} />
    </div>
  );
}

function Tones({ label, names, tone, onChoose }) {
  return (
    <select
      className="picker-tone"
      aria-label={label}
      title={label}
      value={tone}
      onChange={(event) => onChoose(Number(event.target.value))}
    >
      {HANDS.map((hand, number) => (
        <option key={hand} value={number} aria-label={names[number]}>
          {hand}
        </option>
      ))}
    </select>
  );
}

/** A button for each category. */
export function Tabs({ texts, categories, current, onChoose }) {
  return (
    <div className="picker-tabs" role="group" aria-label={texts.categoriesLabel}>
      {categories.map(({ category, emojis }) => (
        <button
          key={category}
          type="button"
          aria-label={texts.categoryNames[category]}
          title={texts.categoryNames[category]}
          aria-current={category === current || undefined}
          onClick={() => onChoose(category)}
        >
          {emojis[0].char}
        </button>
      ))}
    </div>
  );
}

/** Says that the catalogue could not be fetched. */
export const Failure = ({ text }) => (
  <p className="empty-note" role="alert">
    {text}
  </p>
);

/** The emoji that is pointed at, large, with its name. */
export function Foot({ emoji }) {
  return (
    <p className="picker-foot" aria-hidden="true">
      {emoji && (
        <>
          <span className="picker-shown">{emoji.char}</span>
          <span>{emoji.name}</span>
          <span className="quiet">{emoji.code}</span>
        </>
      )}
    </p>
  );
}

/** What was found, or all there is, beginning with what was used lately and what many use. */
export function Categories({ categories, found, used, common, tone, texts }) {
  if (found) {
    return <Category title={texts.foundLabel} emojis={found.slice(0, MAX_FOUND)} tone={tone} none={texts.noneText} />;
  }
  return (
    <>
      {used.length > 0 && <Category title={texts.recentLabel} emojis={used} tone={0} />}
      {common.length > 0 && <Category title={texts.commonLabel} emojis={common} tone={tone} />}
      {categories.map(({ category: id, emojis }) => (
        <Category key={id} id={id} title={texts.categoryNames[id]} emojis={emojis} tone={tone} />
      ))}
    </>
  );
}

/** The emojis of a category, in a grid. */
const Category = memo(function Category(/** @type {any} */ { id, title, emojis, tone, none }) {
  return (
    <section className="picker-category" data-category={id} aria-label={title}>
      <h3>{title}</h3>
      {emojis.length === 0 && (
        <p className="empty-note" role="status">
          {none}
        </p>
      )}
      <div className="picker-grid">
        {emojis.map((one) => {
          const char = toned(one, tone);
          return (
            <button
              key={one.char}
              type="button"
              data-emoji={char}
              data-code={one.codes[0] ? `:${one.codes[0]}:` : ""}
              aria-label={one.name}
              title={one.name}
            >
              {char}
            </button>
          );
        })}
      </div>
    </section>
  );
});
