"""Shows the numbers of a spreadsheet as a person sees them: as dates, percentages or with their decimals. Pure."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

# The formats that have a number instead of a code (ECMA-376 part 1, 18.8.30); 27 to 58 are dates of East Asia.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
}  # fmt: skip
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_NOISE = re.compile(r"\[[^\]]*\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"?|\\(.)')
_BESIDE = re.compile(r'"([^"]*)"?|\\(.)|([$€£¥ ])')
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.([0#?]*))?(E[+-])?", re.IGNORECASE)


class _Layout(NamedTuple):
    """What a code asks for; decimals None is for as many as there are."""

    has_date: bool = False
    has_time: bool = False
    is_elapsed: bool = False
    decimals: int | None = None
    thousands: str = ""
    is_percent: bool = False
    before: str = ""
    after: str = ""


def shown(value: float, code: str | int | None, *, from_1904: bool = False) -> str:
    """What a cell of this number and format shows; dates and times in the order of ISO 8601, which can be searched."""
    layout = _layout(_BUILT_IN.get(code, "") if isinstance(code, int) else code or "")
    if layout.has_date or layout.has_time:
        moment = _moment(value, layout, from_1904)
        if moment is not None:
            return moment
    if layout.is_percent:
        value *= 100
    if layout.decimals is None or abs(value) >= 1e15:
        text = f"{value:.15g}"
    else:
        text = f"{value:{layout.thousands}.{layout.decimals}f}"
    return f"{layout.before}{text}{'%' if layout.is_percent else ''}{layout.after}"


def _moment(value: float, layout: _Layout, from_1904: bool) -> str | None:
    seconds = round(value * 86_400) if abs(value) < 1e8 else 0
    if layout.is_elapsed or (layout.has_time and not layout.has_date):
        seconds %= 10**9 if layout.is_elapsed else 86_400
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    # Excel believes that 1900 was a leap year, so days before March of it are counted from one day later.
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 + (0 <= value < 60))
    try:
        moment = start + timedelta(seconds=seconds)
    except OverflowError:
        return None
    if not 0 <= value < 2_958_466:
        return None
    return moment.strftime("%Y-%m-%d %H:%M" if layout.has_time else "%Y-%m-%d")


@lru_cache(1024)
def _layout(code: str) -> _Layout:
    code = code[:255]
    if code.lower() == "general":
        return _Layout()
    literal = _CURRENCY.sub(lambda match: f'"{match[1]}"', code)
    elapsed = _ELAPSED.search(literal) is not None
    section = _NOISE.sub("", _ELAPSED.sub(r"\1", literal)).partition(";")[0]
    bare = _LITERAL.sub("", section).lower()
    has_date = any(sign in bare for sign in "yd") or ("m" in bare and not any(sign in bare for sign in "hs"))
    has_time = any(sign in bare for sign in "hs")
    digits = _DIGITS.search(_LITERAL.sub("", section))
    if has_date or has_time:
        return _Layout(has_date and not elapsed, has_time, elapsed)
    if digits is None or digits[2] or "/" in bare:
        return _Layout()
    before, after = (_text_of(part) for part in re.split(r"[0#?][0#?,.]*", section, maxsplit=1))
    return _Layout(
        decimals=len(digits[1] or ""),
        thousands="," if "," in digits[0] else "",
        is_percent="%" in bare,
        before=before,
        after=after,
    )


def _text_of(part: str) -> str:
    """What a format writes beside the number: quoted words, escaped characters, spaces and signs of currencies."""
    return "".join(match[1] or match[2] or match[3] or "" for match in _BESIDE.finditer(part))
