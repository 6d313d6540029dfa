"""Decides which files and folders are left alone: one answer for walking and for watching."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path

import pathspec

RULE_FILES = (".gitignore", ".desktopsearchignore")
CACHE_TAG, NO_MEDIA = "CACHEDIR.TAG", ".nomedia"
CACHE_SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55"

NOISE = (
    # Version control, caches, packages and build products: many files, nothing a person wrote.
    ".git/", ".svn/", ".hg/", ".cache/", "node_modules/", "__pycache__/", ".venv/", "venv/", ".tox/", ".mypy_cache/",
    ".ruff_cache/", ".pytest_cache/", ".Trash*/", "Trash/", "$RECYCLE.BIN/", "*.noindex/",
    # What programs write beside a file while it is being edited or downloaded.
    "*~", "*.swp", "*.swx", ".~lock.*#", "~$*", "*.part", "*.crdownload", ".DS_Store", "Thumbs.db", "desktop.ini",
)  # fmt: skip

SECRETS = (
    # Keys and passwords of people and programs.
    ".ssh/", ".gnupg/", ".pki/", ".password-store/", ".aws/", ".azure/", "**/.config/gcloud/", ".kube/",
    "**/.docker/config.json", ".netrc", ".git-credentials", ".env*", "*.pem", "*.p12", "*.pfx", "*.jks", "*.key",
    "*.kdbx", "*.kdb", "*.agilekeychain", "*.agilekeychain/", "*.1pif", "*.ovpn", "*.rdp", "*.mobileprovision",
    # Keys of ssh have no suffix of their own; a scan called id_card.pdf is no key.
    "id_*", "!id_*.*", "id_*.pub", "!id_*/",
    "wallet.dat", ".electrum/", "shadow", "!shadow/",
    # What browsers, mail programs and desktops keep.
    ".mozilla/", "**/.config/chromium/", "**/.config/google-chrome/", "**/.config/BraveSoftware/",
    "**/.config/microsoft-edge/", "**/.thunderbird/**/key4.db", "logins.json", "cookies.sqlite",
    "**/.local/share/keyrings/", "kwalletd/",
    # What was typed, and what was in memory.
    ".bash_history", ".zsh_history", ".python_history", ".psql_history", "core.[0-9]*",
)  # fmt: skip
"""Left alone unless the person says otherwise: a rule such as `!.ssh/` for one folder takes them back in."""

DEFAULT_RULES = (*NOISE, *SECRETS)


class IgnoreRules:
    """The rules that hold in one folder of a tree: the defaults, those of rule files above it, and the person's.

    Later ones win: as in Git those of a deeper folder, and in the end what the person said.
    """

    def __init__(self, root: str, rules: Iterable[str] = (), *, never: Iterable[str] = ()) -> None:
        self._layers: tuple[tuple[str, pathspec.GitIgnoreSpec], ...] = ((root, _spec(DEFAULT_RULES)),)
        persons = tuple(rules)
        self._persons = ((root, _spec(persons)),) if persons else ()
        self._never = frozenset(never)
        self._hides_all = False

    def below(self, folder: str, names: Collection[str] | None = None, *, is_root: bool = False) -> "IgnoreRules":
        """The rules inside a folder, with those that its own files add; names are its entries, where they are known.

        A folder that is marked as a cache or as not to be shown is hidden, unless it is the one the person named.
        """
        lines: list[str] = []
        for name in RULE_FILES:
            if names is None or name in names:
                lines.extend(_beginning(folder, name, 1_000_000).decode("utf-8", "replace").splitlines())
        marked = not is_root and _is_marked(folder, names)
        if not lines and not marked:
            return self
        deeper = IgnoreRules.__new__(IgnoreRules)
        deeper._never = self._never
        deeper._persons = self._persons
        deeper._layers = (*self._layers, (folder, _spec(lines))) if lines else self._layers
        deeper._hides_all = marked
        return deeper

    def hides(self, path: str, *, is_folder: bool) -> bool:
        """Whether a path directly in this folder is left alone."""
        if self._hides_all or path in self._never:
            return True
        verdict = False
        for base, spec in (*self._layers, *self._persons):
            relative = os.path.relpath(path, base).replace(os.sep, "/") + ("/" if is_folder else "")
            include = spec.check_file(relative).include
            if include is not None:
                verdict = include
        return verdict


def rules_for(path: str, root: str, rules: Iterable[str] = (), *, never: Iterable[str] = ()) -> IgnoreRules | None:
    """The rules that hold at a path somewhere below root, or None when it or a folder above it is hidden.

    For a folder they are those it lies under, for walk() to go on from; for a file those of its folder.
    """
    current = IgnoreRules(root, rules, never=never)
    place = root
    parts = [part for part in Path(os.path.relpath(path, root)).parts if part != "."]
    for number, part in enumerate(parts):
        current = current.below(place, is_root=number == 0)
        place = os.path.join(place, part)
        if current.hides(place, is_folder=os.path.isdir(place) and not os.path.islink(place)):
            return None
    return current


def _is_marked(folder: str, names: Collection[str] | None) -> bool:
    if names is not None and CACHE_TAG not in names and NO_MEDIA not in names:
        return False
    tag = _beginning(folder, CACHE_TAG, len(CACHE_SIGNATURE))
    return tag == CACHE_SIGNATURE or os.path.lexists(os.path.join(folder, NO_MEDIA))


def _beginning(folder: str, name: str, length: int) -> bytes:
    """What a rule file begins with; nothing when it cannot be read, or is a pipe that would never end."""
    path = os.path.join(folder, name)
    try:
        if not os.path.isfile(path):
            return b""
        with open(path, "rb") as file:
            return file.read(length)
    except OSError:
        return b""


def _spec(lines: Iterable[str]) -> pathspec.GitIgnoreSpec:
    """The rules that can be understood; one broken line must not switch off the others."""
    good = []
    for line in lines:
        try:
            pathspec.GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        good.append(line)
    return pathspec.GitIgnoreSpec.from_lines(good)
