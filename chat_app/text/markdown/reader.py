"""The library's reader with our rules in place of its own, where people in a chat mean something else."""

from markdown_it import MarkdownIt

from chat_app.text.markdown import blocks, code, emphasis, escapes, links, mentions

DEEPEST = 12  # quotes and lists within each other; deeper ones are shown as they were typed


def _new_reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"maxNesting": DEEPEST})
    reader.enable(["escape", "backticks", "strikethrough", "emphasis", "fence", "blockquote", "list"])
    inline, block = reader.inline.ruler, reader.block.ruler
    inline.disable("strikethrough")  # whose marks `emphasis.marks` reads too; it still pairs them
    inline.at("escape", escapes.escape)
    inline.at("backticks", code.code)
    inline.at("emphasis", emphasis.marks)
    inline.push("link", links.link)
    inline.push("address", links.address)
    inline.push("mention", mentions.mention)
    block.at("fence", code.fence, {"alt": ["paragraph", "blockquote", "list"]})
    block.at("blockquote", blocks.quote, {"alt": ["paragraph", "blockquote", "list"]})
    block.at("list", blocks.listing, {"alt": ["paragraph", "blockquote"]})
    block.before("paragraph", "fence_within", code.fence_within, {"alt": ["paragraph"]})
    block.before("paragraph", "own_line", blocks.line_for_itself, {"alt": ["paragraph", "blockquote"]})
    return reader


reader = _new_reader()
