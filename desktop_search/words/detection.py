"""Tells the language of a text that does not say it, by its script and by its most frequent small words. Pure.

It would rather say nothing than something wrong: a wrong language costs the right stems.
"""

import re
from collections import Counter, defaultdict

from desktop_search.words import languages

LOOKED_AT = 6_000
"""Characters of a text that are enough to tell."""
_FEWEST_WORDS = 12
_LEAST_SHARE = 0.12
_LEAST_LEAD = 1.5
_LEAST_DIFFERENT = 3

_APART = bytes(byte if byte > 127 or chr(byte).isalpha() else ord(" ") for byte in range(256))
"""Of UTF-8: all but letters parts words. A translation of bytes takes a third of the time of an expression."""
_QUOTES = re.compile("[\u2018-\u201f\u2013\u2014\u2026\xab\xbb\xbf\xa1]")
_SMALL_WORDS = {
    "cs": "je se na že jsem jako tak ale pro jsou které aby nebo bylo byl podle také který až když této však ještě",
    "da": "og det er ikke til af på har en et jeg som den der med for var blev også efter kan skal ved fra eller",
    "de": "der die das und ist nicht ein eine mit von zu auf für dem den des im sich auch als werden wird oder bei aus",
    "en": "the of and to is in that it was for are with as be this by not or from have an at which on were has can",
    "es": "el la de que y los las en un una por con para no es se del al lo más como pero su fue este son está",
    "fi": "ja on ei että se oli hän mutta kun tai ovat myös niin kuin jos sen olen tämä mitä joka minä",
    "fr": "le la les des et est une un du que qui dans pour pas sur par avec plus ce au sont nous vous il elle cette",
    "hu": "a az és nem hogy egy is van volt meg csak ez ha de azt már mint vagy lesz ezt kell még szerint",
    "it": "il di che la e è un una per non con del della sono i gli le da nel alla come anche più questo ma si",
    "nb": "og det er ikke til av på har en et jeg som den med for var ble også etter kan skal ved fra eller hun mellom",
    "nl": "de het een en van is dat niet op te in voor met zijn er aan die worden wordt ook als naar maar om bij deze",
    "pl": "i w nie na się jest że z do to jak co ale po od tym za przez są dla tego było oraz który jego być",
    "pt": "o a os as de que e do da em um uma para não com por mais se foi como ao dos das são pelo pela mas seu",
    "ro": "și de la în a nu este o cu pe că un din pentru sunt care mai au fost ca să prin sau această dar",
    "sv": "och det är inte till av på har en ett jag som den med för var att om också efter kan ska vid från eller",
    "tr": "ve bir bu da de için ile çok olarak daha gibi var ne olan değil kadar ancak ise sonra her ama o olduğu",
}
_LANGUAGES_WITH: dict[str, list[str]] = {}
for _language, _words in _SMALL_WORDS.items():
    # English words count for English alone: "to", "do" and "is" are words of many languages, and of all titles.
    for _small in set(_words.split()) - (languages.STOP_WORDS if _language != languages.DEFAULT_LANGUAGE else set()):
        _LANGUAGES_WITH.setdefault(_small, []).append(_language)

# The first that has enough letters in a text; kana before ideographs, as Japanese has both.
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("lo", re.compile("[\u0e81-\u0edf]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
_OF_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_NEAR = re.compile("[\x00-\u036f\u2000-\u2bff]+")
"""Latin letters and signs: of none of these scripts."""
_LEAST_LETTERS, _SCRIPT_SHARE = 8, 0.25


def language_in(text: str) -> str | None:
    """The two letters of the language a text is written in; None when that cannot be told."""
    start = text[:LOOKED_AT]
    if not start.isascii() and (language := _by_script(start)):
        return language
    words = _words_of(start)
    if len(words) < _FEWEST_WORDS:
        return None
    small = Counter(filter(_LANGUAGES_WITH.__contains__, words))
    counted: dict[str, int] = defaultdict(int)
    for word, times in small.items():
        for language in _LANGUAGES_WITH[word]:
            counted[language] += times
    # Not most_common(), which imports a module when it is called: a reader that is locked in cannot.
    ordered = [*sorted(counted.items(), key=lambda one: -one[1]), ("", 0), ("", 0)]
    (best, most), (second, fewer) = ordered[:2]
    different = sum(best in _LANGUAGES_WITH[word] for word in small)
    if most < _LEAST_SHARE * len(words) or different < _LEAST_DIFFERENT:
        return None
    # Danish and Norwegian share most of their small words, and nearly all of their stems.
    if most < _LEAST_LEAD * fewer and {best, second} != {"da", "nb"}:
        return None
    return best


def _words_of(text: str) -> list[str]:
    """The words of a text in small letters. Of signs, those that stand beside words in European texts are known."""
    if not text.isascii():
        text = _QUOTES.sub(" ", text)
    return text.lower().encode("utf-8", "replace").translate(_APART).decode().split()


def _by_script(text: str) -> str | None:
    foreign = _NEAR.sub("", text)
    if len(foreign) < _LEAST_LETTERS:
        return None
    letters = sum(map(str.isalpha, text))
    for language, script in _SCRIPTS:
        found = len(script.findall(foreign))
        # Greek letters stand in formulas, and single foreign words in any text.
        if found >= _LEAST_LETTERS and found >= _SCRIPT_SHARE * letters:
            return "uk" if language == "ru" and len(_OF_UKRAINIAN.findall(foreign)) > found * 0.03 else language
    return None
