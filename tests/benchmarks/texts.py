"""Texts and folders of files for the benchmarks: cut from the judged collections beside the checkout, else made."""

import csv
import gzip
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop_search.embedding.comparing import sample_texts

DATA = Path(__file__).parents[3] / "shared" / "data"
WORDS = 140
"""Some 180 tokens, as most passages of real files have: less than the 200 at which the program cuts."""
PASSAGES_IN_FILE = 5
FILES_IN_FOLDER = 200
LONGEST_TOKEN = 30
TELLING_WORDS = 8
READ_FOR_WORDS = 200
TEXT_SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".rst", ""})


def passages(count: int, *, words: int = WORDS) -> list[str]:
    """Different texts of so many words each, the same in every run."""
    found = list(itertools.islice(_cut(words), count))
    # Where there are too few real texts, a number keeps equal ones from being embedded only once.
    samples = sample_texts(min(count - len(found), 500)) if len(found) < count else []
    made = (f"Note {number}. {samples[number % len(samples)]}" for number in range(count - len(found)))
    return [*found, *made]


def sentences(count: int) -> list[str]:
    """Different real sentences (SNLI, STS), else made ones; no two differ by case, spaces and signs alone."""
    found: dict[str, str] = {}
    for sentence in itertools.chain(_pair_sentences(), _made_sentences()):
        if len(found) == count:
            break
        found.setdefault(" ".join(re.findall(r"\w+", sentence.casefold())), sentence)
    return list(found.values())


def write_folder(place: Path, texts: Sequence[str], *, in_file: int = PASSAGES_IN_FILE, plain: bool = False) -> int:
    """Writes texts as paragraphs of .txt, .md and .html files (plain: only .txt), and returns how many files."""
    count = 0
    for start in range(0, len(texts), in_file):
        folder = place / f"folder {count // FILES_IN_FOLDER}"
        folder.mkdir(parents=True, exist_ok=True)
        some = texts[start : start + in_file]
        suffix = ".txt" if plain else (".txt", ".md", ".html")[count % 3]
        text = "\n\n".join(some)
        if suffix == ".html":
            paragraphs = "\n".join(f"<p>{one.replace('&', '&amp;').replace('<', '&lt;')}</p>" for one in some)
            text = f"<!doctype html><html><body>\n{paragraphs}\n</body></html>"
        (folder / f"document {count}{suffix}").write_text(text, encoding="utf-8")
        count += 1
    return count


def telling_words(folder: Path) -> str:
    """Words that many of a folder's files hold, so that the first file that can be found is found by them."""
    counted: Counter[str] = Counter()
    files = sorted(one for one in folder.rglob("*") if one.suffix in {*TEXT_SUFFIXES, ".gz"} and one.is_file())
    for file in files[:: max(1, len(files) // READ_FOR_WORDS)]:
        opened = gzip.open if file.suffix == ".gz" else open
        with opened(file, "rt", encoding="utf-8", errors="ignore") as stream:
            counted.update(set(re.findall(r"\b[a-z]{5,12}\b", stream.read())))
    return " ".join(word for word, _ in counted.most_common(TELLING_WORDS))


def _cut(words: int) -> Iterator[str]:
    """Real texts, one after the other, in pieces of the same number of words; a second time at other places."""
    for skipped in (0, words // 3, 2 * words // 3):
        stream = itertools.islice(_collection_words(), skipped, None)
        while len(piece := list(itertools.islice(stream, words))) == words:
            yield " ".join(piece)


def _collection_words() -> Iterator[str]:
    for file in sorted((DATA / "retrieval-dev").glob("*/corpus.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                # Tables and addresses have many tokens a word, and would make passages of very different lengths.
                yield from (word for word in json.loads(line)["text"].split() if len(word) < LONGEST_TOKEN)


def _pair_sentences() -> Iterator[str]:
    columns = {
        "snli_dev.tsv": ("premise", "hypothesis"),
        "stsb_train.tsv": ("sentence1", "sentence2"),
        "stsb_dev.tsv": ("sentence1", "sentence2"),
    }
    for name, wanted in columns.items():
        file = DATA / "pairs-dev" / name
        if file.exists():
            with file.open(encoding="utf-8", newline="") as table:
                for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
                    yield from (row[column] for column in wanted)


def _made_sentences() -> Iterator[str]:
    parts = (
        "The captain|My neighbour|A student|The committee|Our landlord|The old baker|A nurse|The engineer",
        "repaired|forgot|described|painted|sold|found|borrowed|measured|cleaned|praised|hid|photographed",
        "the bicycle|a letter|the harbour|an engine|the garden wall|two tickets|the contract|a lamp|the roof",
        "yesterday|before the storm|in winter|after lunch|on the train|without a word|for the third time",
        "to save money|because nobody asked|as promised|by mistake|with great care|for a friend|against advice",
    )
    for chosen in itertools.product(*(part.split("|") for part in parts)):
        yield " ".join(chosen) + "."
