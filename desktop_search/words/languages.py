"""What the word index knows about languages: whose words it can stem, and which English words say nothing."""

import re

DEFAULT_LANGUAGE = "en"

# The two letters of a language and tantivy's name of its Snowball stemmer.
STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}

# Left out of queries in any language: those of others are rare enough in mixed folders, and "die" is also a verb.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about above after again against all also am an and any are as at be because been before being below
        between both but by can could did do does doing down during each few for from further had has have having he
        her here hers herself him himself his how i if in into is it its itself just me more most my myself no nor
        not now of off on once only or other our ours ourselves out over own same s she should so some such t than
        that the their theirs them themselves then there these they this those through to too under until up very
        was we were what when where which while who whom why will with would you your yours yourself yourselves
        """,
    )
)


def language_of(code: str | None) -> str:
    """The two letters under which a language's words are stemmed; English where unknown."""
    primary = re.split("[-_]", (code or "").strip().lower(), maxsplit=1)[0]
    return primary if primary in STEMMERS else DEFAULT_LANGUAGE
