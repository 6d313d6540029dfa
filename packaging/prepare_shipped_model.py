"""Makes resources/prepared: the shipped model as OpenVINO graphs, so that nobody has to prepare it.

The float32 graph borrows the weights of the installed model and is small; the int8 one has its own, quantised by nncf,
calibrated on 300 pieces of the documentation inside Python's standard library. Needs `pip install nncf`.

    python packaging/prepare_shipped_model.py [float32] [int8]
"""

import importlib
import json
import random
import re
import shutil
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from desktop_search.embedding import exporting, models, prepared, preparing
from desktop_search.embedding.backends import torch as torch_backend
from desktop_search.embedding.models import ModelFolder

PLACE = Path(__file__).resolve().parent.parent / "resources" / "prepared"
MODULES = """argparse asyncio calendar collections configparser contextlib csv ctypes datetime decimal difflib
    email.message enum fractions functools gettext glob hashlib heapq html.parser http.client imaplib inspect ipaddress
    itertools json locale logging mailbox math multiprocessing optparse os pathlib pickle plistlib pprint queue random
    sched secrets shelve shutil smtplib socket sqlite3 ssl statistics string struct subprocess tarfile tempfile textwrap
    threading tokenize traceback tracemalloc types unittest unittest.mock urllib.parse urllib.request uuid warnings
    weakref xml.dom.minidom xml.etree.ElementTree zipfile""".split()
CALIBRATION_TEXTS = 300
WORDS_IN_A_TEXT = (12, 40, 90, 140, 140, 170)


def make(precision: str, model: ModelFolder, encoder: object) -> None:
    """Writes one folder anew."""
    openvino = exporting.import_openvino()
    target = PLACE / f"{model.name}-{precision}"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    encoder.tokenizer.backend_tokenizer.save(str(target / prepared.TOKENIZER))
    preparing.save_reference(encoder, torch_backend.prefixes(encoder)[1], target / prepared.REFERENCE)
    with tempfile.TemporaryDirectory() as place:
        exporting.to_openvino(encoder, Path(place) / prepared.GRAPH, half=False)
        if precision == "int8":
            quantise(Path(place) / prepared.GRAPH, target)
        else:
            borrow_weights(Path(place), model.path / prepared.SAFETENSORS, target)
    preparing.describe(
        encoder,
        model.path,
        target,
        precision=precision,
        openvino=openvino.get_version(),
    )
    print(target, f"{sum(file.stat().st_size for file in target.iterdir()) / 1e6:.1f} MB")


def borrow_weights(made: Path, safetensors: Path, target: Path) -> None:
    """Lets the graph's constants point into the model's own file; what is not there stands in a small one."""
    weights = safetensors.read_bytes()
    start = 8 + int.from_bytes(weights[:8], "little")
    header = json.loads(weights[8:start])
    place_of = {}
    for name, tensor in header.items():
        if name != "__metadata__":
            begin, end = (start + offset for offset in tensor["data_offsets"])
            place_of[weights[begin:end]] = begin
    constants, own = (made / prepared.GRAPH).with_suffix(".bin").read_bytes(), bytearray()
    graph = ElementTree.parse(made / prepared.GRAPH)
    room = max(len(value) for value in place_of)
    pieces = {}
    for layer in graph.iterfind(".//layer[@type='Const']"):
        data = layer.find("data")
        offset, size = int(data.get("offset")), int(data.get("size"))
        value = constants[offset : offset + size]
        if value in place_of and data.get("element_type") == "f32":
            pieces[layer.get("name")] = place_of[value], [int(length) for length in data.get("shape").split(",")]
            data.set("offset", "0")
        else:
            own.extend(bytes(-len(own) % 64))
            data.set("offset", str(room + len(own)))
            own.extend(value)
    graph.write(target / prepared.GRAPH)
    (target / prepared.WEIGHTS).write_bytes(own)
    plain = json.dumps({"room": room, "pieces": pieces}, indent=1)
    (target / prepared.BORROWED).write_text(plain, encoding="utf-8")


def quantise(graph: Path, target: Path) -> None:
    """Post-training quantisation with nncf's transformer preset."""
    import nncf
    from tokenizers import Tokenizer

    openvino = exporting.import_openvino()
    tokenizer = Tokenizer.from_file(str(target / prepared.TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    tokens = [np.array([encoding.ids]) for encoding in tokenizer.encode_batch(calibration_texts())]
    data = nncf.Dataset(tokens, lambda ids: dict(zip(exporting.INPUTS, (ids, np.ones_like(ids)), strict=True)))
    quantised = nncf.quantize(
        openvino.Core().read_model(graph),
        data,
        model_type=nncf.ModelType.TRANSFORMER,
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=CALIBRATION_TEXTS,
    )
    openvino.save_model(quantised, target / prepared.GRAPH, compress_to_fp16=True)


def calibration_texts() -> list[str]:
    """English prose of several lengths that every Python has, the same each time."""
    found = {}
    for name in MODULES:
        module = importlib.import_module(name)
        for value in (module, *(getattr(module, name) for name in sorted(vars(module)) if not name.startswith("_"))):
            text = getattr(value, "__doc__", None)
            if isinstance(text, str) and len(text) > 150:
                found[text] = None
    words = re.sub(r"\s+", " ", " ".join(found)).split()
    chance = random.Random(1)
    lengths = [chance.choice(WORDS_IN_A_TEXT) for _ in range(CALIBRATION_TEXTS)]
    starts = [chance.randrange(len(words) - length) for length in lengths]
    return [" ".join(words[start : start + length]) for start, length in zip(starts, lengths, strict=True)]


if __name__ == "__main__":
    shipped = models.find("")
    loaded = torch_backend.encoder_from(shipped.path, "cpu")
    for wanted in sys.argv[1:] or ("float32", "int8"):
        make(wanted, shipped, loaded)
