"""Takes a stranger's model into a folder of ours: copied, checked, tried out, and then there whole or not at all."""

import json
import logging
import os
import re
from collections.abc import Callable
from pathlib import Path

from desktop_search.embedding import (
    allowed_files,
    canary,
    known_models,
    manifest,
    model_card,
    model_checks,
    model_parts,
    model_sources,
    models,
    publishing,
    word_vectors,
)
from desktop_search.embedding.manifest import Manifest
from desktop_search.embedding.model_sources import Source
from desktop_search.embedding.models import ModelFolder
from desktop_search.embedding.refusing import ImportLimits, ModelRefused
from desktop_search.errors import DesktopSearchError
from desktop_search.records import KnownModel

logger = logging.getLogger(__name__)

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
RESERVED = frozenset({"shipped", models.SHIPPED_NAME.casefold()})
AT_ONCE = 1_000_000
DESCRIPTION_BYTES = 1_000_000
PROMPTS = "config_sentence_transformers.json"
"""Where sentence-transformers keeps what stands before a query and before a passage."""


def import_model(
    source: Path,
    place: Path,
    name: str = "",
    *,
    origin: str = "added",
    published_as: str = "",
    commit: str = "",
    limits: ImportLimits | None = None,
    try_out: Callable[[Path], int] = canary.run,
) -> ModelFolder:
    """Copies a model into `place/name`. The source is a folder, a zip or tar file, or a text file of word vectors.

    Without a name it gets the source's. A model whose name is known, and that says of no prompts itself, keeps those
    that its authors trained it with. try_out gives the dimensions of the vectors, or raises ModelRefused. Raises
    ModelRefused with the reason why the model is not taken, and DesktopSearchError where the name or the disk is wrong.
    """
    limits = limits or ImportLimits()
    known = next(filter(None, map(known_models.find, (published_as, _own_name(source), name))), None)
    name = name_for(source, name)
    target = place / name
    if target.exists():
        raise DesktopSearchError(f"There is a model called {name} already.", "Give this one another with --name.")
    try:
        with publishing.unfinished(place) as temporary:
            if word_vectors.is_text(source):
                word_vectors.convert(source, temporary, limits)
            else:
                with model_sources.opened(source, limits) as files:
                    copy(files, temporary)
            _complete(temporary)
            if known is not None:
                _keep_prefixes(temporary, known)
            _describe(temporary, limits, try_out, origin=origin, published_as=published_as, commit=commit)
            publishing.publish(temporary, target)
    except OSError as error:
        raise DesktopSearchError(f"The model could not be added: {error.strerror or error}.") from error
    logger.info("added the model %s", name)
    return models.find(str(target))


def check(folder: Path) -> None:
    """Raises ModelUnavailable when an installed model is not as it was installed."""
    manifest.check(folder)


def name_for(source: Path, name: str = "") -> str:
    """The name a model gets: the one that was asked for, or the source's in letters that every system allows.

    Raises DesktopSearchError for a name that cannot be one.
    """
    if not name:
        name = _own_name(source)
        if name.casefold() in RESERVED:
            name = f"{name}-added"
    if not NAME.fullmatch(name) or name.endswith(".") or name.casefold() in RESERVED:
        raise DesktopSearchError(
            f"A model cannot be called “{name}”.", "Use up to 64 letters, digits, dots, hyphens and underscores."
        )
    return name


def _own_name(source: Path) -> str:
    stem = re.sub(r"(\.(zip|tar|tgz|txz|tbz2|gz|xz|bz2|txt|vec))+$", "", source.name, flags=re.IGNORECASE)
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")[:64]


def copy(source: Source, target: Path) -> None:
    """Copies what belongs to a model and is allowed.

    Raises ModelRefused for what is not, and when a file is not as long as was said, or is too many; and OSError.
    """
    entries = {entry.name: entry.size for entry in source.entries()}
    base, names = allowed_files.wanted(
        [model_sources.Entry(name, size) for name, size in entries.items()],
        lambda name: _start_of(source, name, entries[name]),
    )
    for name in names:
        file = target / name
        file.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as written, source.open(base + name) as read:
            left = entries[base + name]
            # One byte more than was said is asked for, to see whether it comes.
            while some := read.read(min(AT_ONCE, left + 1)):
                left -= len(some)
                if left < 0:
                    break
                written.write(some)
            if left:
                raise ModelRefused(f"{name} is not as long as is said")


def _start_of(source: Source, name: str, size: int) -> bytes:
    if size > DESCRIPTION_BYTES:
        raise ModelRefused(f"{name} is too large")
    with source.open(name) as stream:
        return stream.read(size)


def _complete(folder: Path) -> None:
    """Gives a plain transformer the mean of its tokens as its vector, as sentence-transformers does without a word."""
    if (folder / model_parts.MODULES).exists():
        return
    kinds = ("Transformer", "Pooling")
    plain = [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (kind, path) in enumerate(zip(kinds, ("", "1_Pooling"), strict=True))
    ]
    try:
        config = json.loads((folder / allowed_files.PLAIN).read_bytes()[:DESCRIPTION_BYTES])
        size = next(config[name] for name in ("hidden_size", "dim", "emb_dim", "d_model") if int(config.get(name, 0)))
    except (ValueError, RecursionError, TypeError, AttributeError, StopIteration) as error:
        raise ModelRefused(f"its {allowed_files.PLAIN} is not that of a transformer") from error
    (folder / "1_Pooling").mkdir(mode=0o700, exist_ok=True)
    pooling = {"word_embedding_dimension": size, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling), encoding="utf-8")
    (folder / model_parts.MODULES).write_text(json.dumps(plain, indent=1), encoding="utf-8")


def _keep_prefixes(folder: Path, known: KnownModel) -> None:
    """Writes down what the authors put before a query and a passage, where the folder itself asks for nothing."""
    file = folder / PROMPTS
    if not (known.query_prefix or known.passage_prefix):
        return
    try:
        plain = json.loads(file.read_bytes()[:DESCRIPTION_BYTES]) if file.exists() else {}
    except (ValueError, RecursionError):
        plain = None
    own = plain.get("prompts") if isinstance(plain, dict) else plain
    # What is no description is for the checks to refuse. Prompts that nobody set are there all the same, and empty.
    if isinstance(plain, dict) and not (any(own.values()) if isinstance(own, dict) else own):
        plain["prompts"] = {"query": known.query_prefix, "document": known.passage_prefix}
        file.write_text(json.dumps(plain, indent=1), encoding="utf-8")


def _describe(
    folder: Path,
    limits: ImportLimits,
    try_out: Callable[[Path], int],
    *,
    origin: str,
    published_as: str,
    commit: str,
) -> None:
    """Checks the copy, tries it out, and keeps what was found in a manifest beside it."""
    parts = model_checks.check(folder, limits)
    sums = manifest.sums_of(folder)
    dimensions = try_out(folder)
    if manifest.sums_of(folder) != sums:
        raise ModelRefused("it changed its own files when it was tried out")
    licence, languages = model_card.licence_and_languages(folder)
    size = sum((folder / name).stat().st_size for name in sums)
    revision = models.revision_of(folder, sums)
    kinds = tuple(part.kind for part in parts)
    found = Manifest(
        *(origin, kinds, dimensions, size, sums, languages, licence, revision), published_as=published_as, commit=commit
    )
    manifest.write(folder, found)
