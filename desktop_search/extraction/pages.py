"""Walks the tree of a web page without recursion and tells apart what stands in a line, a block, a row, a heading."""

import re
from collections.abc import Iterator
from typing import Any

from desktop_search.extraction.collecting import Collector
from desktop_search.records import Document

_INVISIBLE = frozenset(
    {"script", "style", "template", "title", "noembed", "noframes", "datalist", "object", "-comment"}
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form frameset header hr legend li main menu nav ol option optgroup p section select "
        "summary ul table thead tbody tfoot tr",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# What stands around the content of a page: the way to other pages, notices. It is kept, but apart, after the content.
_APART = frozenset({"nav", "aside", "header", "footer"})
_APART_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
# Inside of these, a header or footer belongs to what it stands in.
_CONTENT = frozenset({"article", "main", "section", "blockquote", "figure", "td"})
_MOST_HEADERS_LOOKED_INTO = 50
_PROPERTIES = {"author": "author", "dc.creator": "author", "date": "date", "dc.date": "date", "keywords": "keywords"}
# A page made of one great table is passed on in portions, so that it need not be held twice.
_TABLE_PORTION = 20_000
_SPACE = re.compile(r"\s+")


class Page:
    """Collects the blocks of one page; call read once, then document."""

    def __init__(self, found: Collector) -> None:
        self.found = found
        self._line: list[str] = []
        self._items: list[str] = []
        self._rows: list[str] = []
        self._rows_size = 0
        self._tables = self._cells = self._preformatted = 0
        self._apart: list[tuple[str, str]] = []
        self._apart_depth = self._content_depth = self._apart_size = self._headers = 0
        self._open_apart: list[bool] = []
        self._title: str | None = None
        self._language: str | None = None
        self._properties: dict[str, str] = {}

    def read(self, root: Any) -> None:
        """Reads the tree under a node of the parser."""
        if root is None:
            return
        for node, tag, is_entered in _walk(root):
            if self.found.is_full:
                return
            if tag == "-text":
                self._text(node.text_content or "")
            elif is_entered:
                self._enter(node, tag)
            else:
                self._leave(tag)
        self._end_block()
        self._end_table()
        self._apart_depth = 0
        for text, kind in self._apart:
            # Headings of a menu are no headings of the page.
            self.found.add(text, "paragraph" if kind == "heading" else kind)
        self._apart.clear()

    @property
    def title(self) -> str:
        """What the page calls itself, or "" where it does not."""
        return self._title or ""

    def document(self) -> Document:
        """The page. Raises Unreadable when there was nothing to see."""
        return self.found.document(self._title, self._language, self._properties)

    def _text(self, text: str) -> None:
        self._line.append(text if self._preformatted else _folded(text))

    def _add(self, text: str, kind: str = "paragraph", level: int = 0) -> None:
        if not self._apart_depth:
            self.found.add(text, kind, level)
        elif text.strip() and self._apart_size < self.found.left:
            self._apart.append((text, kind))
            self._apart_size += len(text)

    def _enter_around(self, node: Any, tag: str) -> None:
        """Notes where something begins that stands around the content, or where content begins."""
        if tag in _CONTENT:
            self._content_depth += 1
        if tag in _APART or tag in ("div", "section", "ul"):
            is_apart = not self._tables and not self._apart_depth and self._stands_around(node, tag)
            if is_apart:
                self._end_block()
                self._end_list()
                self._apart_depth += 1
            self._open_apart.append(is_apart)

    def _leave_around(self, tag: str) -> None:
        if tag in _CONTENT:
            self._content_depth -= 1
        if (tag in _APART or tag in ("div", "section", "ul")) and self._open_apart and self._open_apart.pop():
            self._end_block()
            self._end_table()
            self._apart_depth -= 1

    def _stands_around(self, node: Any, tag: str) -> bool:
        if tag in ("div", "section", "ul"):
            return (node.attributes.get("role") or "").lower() in _APART_ROLES
        if tag in ("nav", "aside"):
            return True
        if self._content_depth:
            return False
        self._headers += 1
        # The heading of the whole page often stands in its header.
        return tag == "footer" or self._headers > _MOST_HEADERS_LOOKED_INTO or node.css_first("h1") is None

    def _enter(self, node: Any, tag: str) -> None:
        self._enter_around(node, tag)
        if tag in _HEADINGS or tag == "pre":
            self._end_block()
            self._end_table()
            self._preformatted += tag == "pre"
        elif tag in ("td", "th"):
            self._cells += 1
            self._line.append("\t")
        elif tag == "table":
            self._end_block()
            self._tables += 1
        elif tag in _BLOCKS:
            self._break()
            if tag == "li" and not self._cells:
                self._line.append("- ")
        elif tag == "br":
            self._line.append("\n")
        elif tag in ("img", "area"):
            self._line.append(f" {_folded(node.attributes.get('alt') or '')} ")
        elif tag == "input" and node.attributes.get("type") in ("submit", "button", "reset", "text", None):
            self._line.append(f" {node.attributes.get('value') or ''} ")
        elif tag == "html":
            self._language = node.attributes.get("lang") or node.attributes.get("xml:lang") or None
        elif tag == "title" and self._title is None:
            self._title = node.text(deep=True)
        elif tag == "meta":
            name = _PROPERTIES.get((node.attributes.get("name") or "").lower())
            if name is not None:
                self._properties.setdefault(name, node.attributes.get("content") or "")

    def _leave(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._add(self._taken(), "heading", _HEADINGS[tag])
        elif tag == "pre":
            self._preformatted -= 1
            self._add("".join(self._line).strip("\n"), "code")
            self._line.clear()
        elif tag in ("td", "th"):
            self._cells -= 1
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self._tables -= 1
            if not self._tables:
                self._end_table()
        elif tag in _BLOCKS:
            self._break()
            if tag in ("li", "ul", "ol") and self._line == ["- "]:
                self._line.clear()
        self._leave_around(tag)

    def _break(self) -> None:
        """The end of a line: of a paragraph outside of tables, of a line in a cell inside of them."""
        if self._cells or self._preformatted:
            self._line.append("\n" if self._preformatted else " ")
        else:
            self._end_block()

    def _end_block(self) -> None:
        if self._tables:
            self._end_row()
            return
        text = self._taken()
        if text == "-":
            # The item's text comes in a block of its own; the mark waits for it.
            self._line.append("- ")
            return
        if text.startswith("- "):
            self._items.append(text)
            return
        if text:
            self._end_list()
            self._add(text)

    def _end_list(self) -> None:
        self._add("\n".join(self._items))
        self._items.clear()

    def _end_row(self) -> None:
        row = self._taken()
        if row:
            self._rows.append(row)
            self._rows_size += len(row)
        if self._rows_size > _TABLE_PORTION:
            self._end_table()

    def _end_table(self) -> None:
        self._end_list()
        self._add("\n".join(self._rows), "table")
        self._rows.clear()
        self._rows_size = 0

    def _taken(self) -> str:
        """The line so far with its white space put in order; the next one begins."""
        lines = "".join(self._line).split("\n")
        self._line.clear()
        return "\n".join(tidy for line in lines if (tidy := _tidy(line)))


def _walk(root: Any) -> Iterator[tuple[Any, str, bool]]:
    """Every visible node with its tag, when it is entered and when it is left, however deep the page is."""
    node, is_entered = root, True
    while node is not None:
        tag = node.tag or ""
        if is_entered:
            yield node, tag, True
            if tag == "-text":
                is_entered = False
                continue
            child = None if tag in _INVISIBLE else node.child
            if child is not None:
                node = child
                continue
        if tag != "-text":
            yield node, tag, False
        if node.mem_id == root.mem_id:
            return
        following = node.next
        if following is not None:
            node, is_entered = following, True
        else:
            node, is_entered = node.parent, False


def _folded(text: str) -> str:
    """White space of the source is one space; only our own marks for lines and cells mean more."""
    return _SPACE.sub(" ", text)


def _tidy(line: str) -> str:
    cells = (" ".join(cell.split()) for cell in line.split("\t"))
    return "\t".join(cell for cell in cells if cell)
