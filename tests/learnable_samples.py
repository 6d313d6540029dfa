"""Something that a tiny model can learn: questions name things by other words than the files do.

By words alone no question finds a file, and vectors by chance find any; what was learned of two words helps every
question that has one of them.
"""

import json
from itertools import combinations
from pathlib import Path

from desktop_search.training import splitting
from tests.fakes import write_tree

ASKED = "oak birch cedar maple willow poplar juniper hawthorn sycamore chestnut".split()
WRITTEN = "copper nickel cobalt titanium tungsten platinum chromium vanadium zirconium palladium".split()
DIMENSIONS = 16
SMALL = 2e-4
"""Cosines do not depend on the length of vectors, but short ones are turned by a few steps of training."""
THINGS = list(combinations(range(len(ASKED)), 2))
QUESTIONS = {
    " ".join(ASKED[one] for one in thing): "-".join(WRITTEN[one] for one in thing) + ".txt" for thing in THINGS
}
"""All questions there are, each with the name of the file that answers it."""
FILES = {name: name.removesuffix(".txt").replace("-", " ") for name in QUESTIONS.values()}
"""The files by their names, with their texts."""


def judged(*, learned: int, measured: int) -> dict[str, str]:
    """So many of the questions that a training learns from, and so many of those that it is measured by."""
    apart = [one for one in QUESTIONS if splitting.is_kept_apart(one)][:measured]
    others = [one for one in QUESTIONS if not splitting.is_kept_apart(one)][:learned]
    return {one: QUESTIONS[one] for one in (*others, *apart)}


def model(folder: Path, *, knows: bool = False) -> Path:
    """Word vectors by chance, written without torch; one that knows has the same for either word of a thing."""
    import numpy as np
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = ["[UNK]", *ASKED, *WRITTEN]
    vectors = np.random.default_rng(1).normal(scale=SMALL, size=(len(words), DIMENSIONS)).astype(np.float32)
    if knows:
        vectors[1 : 1 + len(ASKED)] = vectors[1 + len(ASKED) :]
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    kind = "sentence_transformers.models.StaticEmbedding"
    write_tree(folder, {"modules.json": json.dumps([{"idx": 0, "name": "0", "path": "", "type": kind}])})
    save_file({"embedding.weight": vectors}, str(folder / "model.safetensors"))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder
