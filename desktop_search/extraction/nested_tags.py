"""Makes pages shallow that are nested deeper than any page is, on which parsers spend quadratic time."""

import re

# The parser takes 0.08 s for 5,000 elements in each other and 8 s for 50,000; real pages have some hundreds.
_DEEPEST = 2_000
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,60})(?=[\s/>])[^<>]*>?")
# These hold nothing, or are closed by what follows them.
_NEVER_DEEP = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option "
    "optgroup rp rt html head body".split()
)
# What ends in "/>" is closed in drawings and formulas; these are not.
_OPEN_ALL_THE_SAME = frozenset(
    "a article aside b big blockquote button center code div dl em fieldset font footer form h1 h2 h3 h4 h5 h6 header "
    "i label main menu nav ol pre q s section small span strike strong sub sup table tt u ul".split()
)


def made_shallow(text: str) -> str:
    """The page without the tags that lie too deep; what stands between them stays."""
    depth = 0
    kept: list[str] = []
    position = 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name in _NEVER_DEEP or (tag[0].endswith("/>") and name not in _OPEN_ALL_THE_SAME):
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth + bool(tag[1]) > _DEEPEST:
            kept += (text[position : tag.start()], "\n")
            position = tag.end()
    kept.append(text[position:])
    return "".join(kept)
