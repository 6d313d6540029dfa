"""Hides what opens doors in the pieces of files that are shown: keys, tokens and passwords in addresses. Pure.

Whoever looks over a person's shoulder, or sees results on a shared screen, is to read none of them; the file itself
shows all of it.
"""

import re

MASK = "•"

_FORMATS: dict[str, str] = {
    # What each kind of secret has in it, so that a text without any costs next to nothing; and what it looks like.
    "AKIA": r"\b(AKIA)[0-9A-Z]{16}\b",
    "ASIA": r"\b(ASIA)[0-9A-Z]{16}\b",
    "aws_secret_access_key": r"(aws_secret_access_key\s*[=:]\s*[\"']?)[A-Za-z0-9/+]{40}",
    "gh": r"\b(gh[pousr]_)[A-Za-z0-9]{20,}",
    "github_pat_": r"\b(github_pat_)\w{22,}",
    "glpat-": r"\b(glpat-)[\w-]{20,}",
    "xox": r"\b(xox[abeoprs]-)[A-Za-z0-9-]{10,}",
    "_live_": r"\b([sr]k_live_)[A-Za-z0-9]{16,}",
    "AIza": r"\b(AIza)[\w-]{35}",
    "sk-": r"\b(sk-)[A-Za-z0-9_-]{20,}",
    "npm_": r"\b(npm_)[A-Za-z0-9]{36}",
    "pypi-": r"\b(pypi-)[\w-]{50,}",
    "SG.": r"\b(SG\.)[\w-]{16,}\.[\w-]{16,}",
    "eyJ": r"\b(eyJ)[\w-]{8,}\.[\w-]{8,}\.[\w-]*",
    "PRIVATE KEY": r"(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^-]+",
    "://": r"(://[^\s:/@]{0,100}:)[^\s:/@]{3,200}(?=@)",
}
_PATTERNS = {sign: re.compile(pattern) for sign, pattern in _FORMATS.items()}


def masked(text: str) -> str:
    """The text with a dot for each letter of a secret, behind the beginning that says what it is. As long as before."""
    for sign, pattern in _PATTERNS.items():
        if sign in text:
            text = pattern.sub(_dots, text)
    return text


def _dots(found: re.Match[str]) -> str:
    return found[1] + MASK * (len(found[0]) - len(found[1]))
