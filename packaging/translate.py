"""Renews the translations after texts have changed: `make translations`, or `.venv/bin/python packaging/translate.py`.

It collects the engine's sentences, brings the .ts files up to date with lupdate and makes the .qm files with lrelease.
What is new stands in the .ts as unfinished, and a test fails until somebody has translated it, by hand or in Linguist.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import engine_sentences

from desktop_search.gui.pages.setting_texts import texts_in_english
from desktop_search.words import kinds, languages

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "resources" / "translations"
SENTENCES = "sentences.txt"
LANGUAGES = {"en": "en_US", "de": "de_DE"}


def update(folder: Path = TRANSLATIONS) -> None:
    """Writes the sentences and brings every .ts of a folder up to date, taking out what nobody says any more."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SENTENCES).write_text("\n".join(engine_sentences.collected()) + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        # lupdate sees only literals; what the window translates without having written it stands here for a moment.
        noted = Path(temporary) / "noted.py"
        noted.write_text("".join(_noted()), encoding="utf-8")
        sources = [*sorted((ROOT / "desktop_search" / "gui").rglob("*.py")), noted]
        for language, target in LANGUAGES.items():
            _run(
                "lupdate",
                *("-silent", "-no-obsolete", "-locations", "none", "-source-language", "en_US"),
                *("-target-language", target, *(["-pluralonly"] if language == "en" else [])),
                *map(str, sources),
                *("-ts", str(folder / f"desktop_search_{language}.ts")),
            )


def release(folder: Path = TRANSLATIONS, into: Path | None = None) -> None:
    """Makes a .qm of every .ts of a folder, beside it or in another folder."""
    for source in sorted(folder.glob("*.ts")):
        _run("lrelease", "-silent", str(source), "-qm", str((into or folder) / f"{source.stem}.qm"))


def _noted() -> Iterator[str]:
    for context, texts in {
        "settings": texts_in_english(),
        "engine": engine_sentences.collected(),
        "kinds": [plural for plural, _ in kinds._KINDS.values()],
        "languages": sorted({languages.name_of(code) for code in languages._NAMES}),
    }.items():
        yield from (f"QT_TRANSLATE_NOOP({_quoted(context)}, {_quoted(text)})\n" for text in texts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _run(tool: str, *arguments: str) -> None:
    command: Sequence[str] = (str(Path(sys.executable).with_name(f"pyside6-{tool}")), *arguments)
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    update()
    release()
