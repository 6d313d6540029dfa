"""What is embedded for a passage, and the name of it by which equal text is embedded only once. Pure."""

import hashlib

# A title costs room in every passage of its document: some 130 characters of English, fewer of other scripts.
_TITLE_BUDGET = 40.0


def embedded_text(title: str | None, text: str) -> str:
    """The text under its title, which is left out where the text begins with it and shortened where it is very long."""
    title = brief_title(title)
    if not title or _begins_with(text, title):
        return text
    return f"{title}\n{text}"


def hash_of(text: str) -> bytes:
    """16 bytes that name a text; the same on every machine and in every version."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def brief_title(title: str | None) -> str:
    """The title on one line, cut at a word when it is longer than anyone would call a title."""
    line = " ".join((title or "")[:2000].split())
    cost = 0.0
    for position, character in enumerate(line):
        # Korean syllables are taken apart by the usual tokenizers, into up to three tokens each.
        cost += 0.3 if character.isascii() and character.isalnum() else 3.0 if "가" <= character <= "힣" else 1.0
        if cost > _TITLE_BUDGET:
            cut = line[:position]
            return cut.rsplit(" ", 1)[0] if " " in cut[position // 2 :] else cut
    return line


def _begins_with(text: str, title: str) -> bool:
    # A title never has more white space than the same words in the text, but the text may have more.
    start = " ".join(text[: 2 * len(title) + 40].split())
    rest = start[len(title) : len(title) + 1]
    return start[: len(title)].casefold() == title.casefold() and not rest.isalnum()
