"""How a reply looks in Discord: its texts, which are Discord's markdown, and its buttons as HTML."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from adapters.discord.parts import Room, Words, buttons, texts
from adapters.web.looks.frame import REL, framed, is_of_the_web
from adapters.web.looks.frame import buttons as row_of
from bot.blocks import Reply

#: What Discord says below a message that others do not see.
FOR_ONE = "Only you can see this"

#: Of what CommonMark has, what Discord has too.
_RULES = ("heading", "blockquote", "fence", "newline", "escape", "backticks", "strikethrough", "emphasis", "link")
#: What begins a line that is shown smaller, which CommonMark does not know.
_SMALLER = "-# "
#: Headings are no more than large text in a message: a page has its own.
_LOOKS = {
    "heading_open": '<p class="look-heading">',
    "heading_close": "</p>",
    "smaller_open": '<p class="look-quiet">',
    "smaller_close": "</p>",
}


def shown(reply: Reply) -> Markup:
    """The message, as Discord shows it."""
    body = [_text(part) for part in texts(reply)]
    body += [row_of(action.label for action in row.actions) for row in buttons(reply, threads=not reply.private)]
    return framed("discord", Markup().join(body), after=FOR_ONE if reply.private else "")


def _text(part: Words | Room) -> Markup:
    if isinstance(part, Room):
        return Markup('<div class="look-room"></div>')
    return Markup('<div class="look-text">{}</div>').format(_html(part.markdown))


def _html(markdown: str) -> Markup:
    return Markup(_MARKDOWN.render(markdown))  # noqa: S704 - it has HTML switched off, and escapes all text


def _smaller(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """A block rule of markdown-it: a line of small grey text, which ends a paragraph before it."""
    begin, end = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if not state.src.startswith(_SMALLER, begin):
        return False
    if not silent:
        state.line = start + 1
        state.push("smaller_open", "p", 1).block = True
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = state.src[begin + len(_SMALLER) : end].strip(), [start, state.line], []
        state.push("smaller_close", "p", -1).block = True
    return True


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    tokens[place].attrSet("rel", REL)
    return renderer.renderToken(tokens, place, options, env)


class _Discord(MarkdownIt):
    """Discord's markdown, of which it makes links to pages of the web alone."""

    def __init__(self) -> None:
        super().__init__("zero", {"breaks": True})
        self.enable(_RULES)
        self.block.ruler.before("paragraph", "smaller", _smaller, {"alt": ["paragraph", "blockquote"]})
        for kind, html in _LOOKS.items():
            self.add_render_rule(kind, lambda *_, html=html: html)
        self.add_render_rule("link_open", _link_open)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        """Whether there is a link to that."""
        return is_of_the_web(url)

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the same
        """The address as it is: what is given is checked already."""
        return url


_MARKDOWN = _Discord()
