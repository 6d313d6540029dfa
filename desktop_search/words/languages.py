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


# What people call the languages, in English, in German and in themselves.
_NAMES = {
    "ar": "Arabic arabisch العربية",
    "bn": "Bengali bengalisch",
    "cs": "Czech tschechisch čeština česky",
    "da": "Danish dänisch dansk",
    "de": "German deutsch allemand",
    "el": "Greek griechisch ελληνικά",
    "en": "English englisch",
    "es": "Spanish spanisch español espanol castellano",
    "fi": "Finnish finnisch suomi",
    "fr": "French französisch français francais",
    "he": "Hebrew hebräisch עברית",
    "hi": "Hindi हिन्दी",
    "hu": "Hungarian ungarisch magyar",
    "hy": "Armenian armenisch",
    "it": "Italian italienisch italiano",
    "ja": "Japanese japanisch 日本語",
    "ka": "Georgian georgisch",
    "km": "Khmer",
    "ko": "Korean koreanisch 한국어",
    "lo": "Lao laotisch",
    "my": "Burmese birmanisch",
    "nb": "Norwegian norwegisch norsk bokmål",
    "nl": "Dutch niederländisch holländisch nederlands",
    "pl": "Polish polnisch polski",
    "pt": "Portuguese portugiesisch português portugues",
    "ro": "Romanian rumänisch română",
    "ru": "Russian russisch русский",
    "sv": "Swedish schwedisch svenska",
    "ta": "Tamil",
    "th": "Thai thailändisch ไทย",
    "tr": "Turkish türkisch türkçe",
    "uk": "Ukrainian ukrainisch українська",
    "zh": "Chinese chinesisch 中文",
}
_CODE_OF = {name.lower(): code for code, names in _NAMES.items() for name in (code, *names.split())}
# Three letters, and the two written forms of Norwegian.
_CODE_OF |= {
    three: code
    for code, others in {
        "de": "deu ger",
        "en": "eng",
        "es": "spa",
        "fr": "fra fre",
        "it": "ita",
        "ja": "jpn jp",
        "ko": "kor kr",
        "nb": "no nn nor nob nno",
        "nl": "nld dut",
        "pt": "por",
        "ru": "rus",
        "zh": "zho chi cn",
    }.items()
    for three in others.split()
}


def code_of(name: str | None) -> str | None:
    """The two letters of a language by its code ("de-AT", "deu") or its name ("German", "Deutsch"); None if unknown."""
    plain = (name or "").strip().lower()
    return _CODE_OF.get(plain) or _CODE_OF.get(re.split("[-_]", plain, maxsplit=1)[0])


def name_of(code: str) -> str:
    """A language's name in English."""
    return _NAMES[code].split()[0] if code in _NAMES else code


def language_of(code: str | None) -> str:
    """The two letters under which a language's words are stemmed; English where unknown."""
    primary = re.split("[-_]", (code or "").strip().lower(), maxsplit=1)[0]
    return primary if primary in STEMMERS else DEFAULT_LANGUAGE
