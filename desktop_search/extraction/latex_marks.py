"""Turns a paragraph of LaTeX into running text: accents become letters, commands what they show, maths stays."""

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dots": "…", "ldots": "…", "textendash": "–", "textemdash": "—", "euro": "€",
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "textbackslash": "\\", "LaTeX": "LaTeX", "TeX": "TeX",
    "textasciitilde": "~", "item": "- ", "glqq": "„", "grqq": "“", "quad": " ", "qquad": " ", "newline": "\n",
    "linebreak": "\n", "tab": "\t", "par": "\n", "textregistered": "®", "texttrademark": "™", "textdegree": "°",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\([`'^~=.\"]|[urHvdck](?![A-Za-z]))\s*(?:\{\s*(\\?[A-Za-z])\s*\}|(\\?[A-Za-z](?![A-Za-z])|[A-Za-z]))"
)
_SHORT_ACCENT = re.compile(r'"([aouAOUs])')
_DROPPED = re.compile(
    r"\\(?:label|vspace|hspace|vskip|hskip|includegraphics|bibliographystyle|bibliography|pagestyle|thispagestyle|"
    r"setlength|addtolength|setcounter|addtocounter|usepackage|documentclass|input|include|newpage|clearpage|"
    r"centering|noindent|maketitle|tableofcontents|index|bibitem|cline|hline|toprule|midrule|bottomrule|cmidrule|"
    r"definecolor|color|RequirePackage|graphicspath|hypersetup|geometry|fontsize|selectfont|phantomsection)\*?"
    r"(?![A-Za-z])(?:\s*\([^()]{0,50}\))?(?:\s*\[[^\[\]]{0,500}\])*(?:\s*\{[^{}]{0,500}\})*(?:\s*\[[^\[\]]{0,500}\])?"
)
_CITED = re.compile(r"\\(?:[A-Za-z]*cite[A-Za-z]*|[A-Za-z]*ref)\*?(?:\s*\[([^\[\]]{0,500})\])*\s*\{([^{}]{0,500})\}")
_LINK = re.compile(r"\\href\s*\{([^{}]{0,2000})\}\s*\{([^{}]{0,2000})\}")
_COLOURED = re.compile(r"\\(?:textcolor|colorbox|hskip)\s*\{[^{}]{0,100}\}")
_BRACKETS = re.compile(r"(\\[A-Za-z]+\*?)\s*\[[^\[\]]{0,500}\](?=\s*\{)")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[^{}]{0,100}\}(?:\[[^\[\]]{0,200}\])?(?:\{[^{}]{0,200}\})?")
_COMMAND = re.compile(r"\\([A-Za-z@]+)\*?[ \t]*")
_SIGN = re.compile(r"\\([#$%&_{}~^])")
_MATHS = re.compile(r"\$\$?([^$]{1,1000})\$\$?|\\\((.{1,1000}?)\\\)|\\\[(.{1,1000}?)\\\]", re.DOTALL)
_QUOTES = (("``", "“"), ("''", "”"), ('"`', "„"), ("\"'", "“"), ("---", "—"), ("--", "–"), ("~", " "), ("\\-", ""))
_ASIDE = 0xF8000
_BACK = {_ASIDE + code: code for code in range(128)}


def reduced(text: str) -> str:
    """The text that a reader of the printed page sees, more or less, line for line."""
    text = text.replace("\\\\", "\n")
    text = _ACCENT.sub(_accented, text)
    text = _SIGN.sub(lambda match: chr(_ASIDE + ord(match[1])), text)
    text = _MATHS.sub(lambda match: _maths(match[1] or match[2] or match[3] or ""), text)
    for written, shown in _QUOTES:
        text = text.replace(written, shown)
    text = _SHORT_ACCENT.sub(_german, text)
    text = _DROPPED.sub("", text)
    text = _CITED.sub(lambda match: f"[{match[2]}]", text)
    text = _LINK.sub(r"\2 (\1)", _COLOURED.sub("", text))
    text = _ENVIRONMENT.sub("", text)
    text = _BRACKETS.sub(r"\1", text)
    text = _COMMAND.sub(lambda match: _LETTERS.get(match[1], ""), text)
    text = text.replace("{", "").replace("}", "").replace("&", "\t").replace("\\", "")
    return "\n".join(line.strip() for line in text.translate(_BACK).split("\n") if line.strip())


def _accented(match: re.Match[str]) -> str:
    letter = (match[2] or match[3]).lstrip("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[match[1]])


def _german(match: re.Match[str]) -> str:
    return "ß" if match[1] == "s" else unicodedata.normalize("NFC", f"{match[1]}\u0308")


def _maths(formula: str) -> str:
    """A formula as it is written, but for the braces: \\alpha and x_i are what people search for."""
    kept = re.sub(r"\\(?:left|right|mathrm|mathbf|text|operatorname|displaystyle)(?![A-Za-z])\s*", "", formula)
    return "".join(chr(_ASIDE + ord(one)) if one in "\\&~" else one for one in kept)
