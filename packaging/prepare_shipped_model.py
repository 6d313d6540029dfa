"""Makes resources/prepared: the shipped model as OpenVINO graphs, so that nobody has to prepare it.

The float32 graph borrows the weights of the installed model and is small. The int8 one borrows every matrix in float
and holds only those in 8 bits, quantised by nncf, calibrated on pieces of the documentation and the sources of Python's
standard library and on sentences in many languages. Needs `pip install nncf`.

    python packaging/prepare_shipped_model.py [float32] [int8]
"""

import importlib
import inspect
import json
import random
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any
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
WORDS_IN_A_TEXT = (1, 2, 3, 4, 5, 6, 8) * 4 + (12, 40, 90, 140, 140, 170) * 8
LINES_OF_CODE = 30
SENTENCES = (
    "Der Vertrag wird um ein Jahr verlängert, wenn niemand kündigt.",
    "Mein Fahrrad steht im Keller neben der Waschmaschine.",
    "Nous avons reçu votre lettre du 4 mai et vous en remercions.",
    "Le jardin est plein de roses au printemps.",
    "El informe anual se publicará en septiembre.",
    "Mi hermana vive en Valencia con dos gatos.",
    "Мы получили ваше письмо и ответим на этой неделе.",
    "Весной сад полон цветов.",
    "我们收到了您的来信,将在本周答复。",
    "春天的花园开满了花。",
    "お手紙を受け取りました。今週中にお返事します。",
    "春の庭は花でいっぱいです。",
    "편지를 잘 받았으며 이번 주에 답장하겠습니다.",
    "봄에는 정원에 꽃이 가득하다.",
    "استلمنا رسالتكم وسنرد عليها هذا الأسبوع.",
    "الحديقة مليئة بالزهور في الربيع.",
    "हमें आपका पत्र मिला और हम इस सप्ताह उत्तर देंगे।",
    "वसंत में बगीचा फूलों से भर जाता है।",
    "Otrzymaliśmy państwa list i odpowiemy w tym tygodniu.",
    "Abbiamo ricevuto la vostra lettera.",
    "Recebemos a sua carta e responderemos esta semana.",
    "Λάβαμε την επιστολή σας.",
    "קיבלנו את מכתבך ונשיב השבוע.",
    "Mektubunuzu aldık, bu hafta yanıtlayacağız.",
    "Vi har fått ert brev och svarar i veckan.",
)
"""The model writes other scripts letter by letter, which gives other activations than English does."""
ODD_TEXTS = (
    *(".", "7", "(x)", "river " * 200, "ha " * 40),
    *("", "!", ";", ")", "2", "b", "yes", "oh?", "hm ...", "[1]"),
)
"""The shortest texts have the largest activations, in few places: a range without them cuts them off."""
SMOOTHING = 0.7
"""SmoothQuant's alpha: 0.67 is as good, 0.5, 0.8 and nncf's own 0.95 give two to four times the error."""
IN_FLOAT = r".*layer\.\d+\.output\.dense.*MatMul"
"""The second halves of the feed-forward layers: what goes into them lies so unevenly that they make three quarters of
the error of all matrices (1 - cosine falls from 0.0022 to 0.0006), at a third of the work."""


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
        is_plain = preparing.hides_padding_alone(encoder, Path(place) / prepared.GRAPH)
        if precision == "int8":
            quantise(Path(place) / prepared.GRAPH, target)
        borrow_weights(Path(place), model.path / prepared.SAFETENSORS, target)
    preparing.describe(
        encoder,
        model.path,
        target,
        precision=precision,
        openvino=openvino.get_version(),
        hides_padding_alone=is_plain,
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
    """Post-training quantisation, in place, of the matrices of the layers, but for those that are to stay in float.

    Words' embeddings in 8 bits are wrong for rare words and save no time, and attention's products are a small part of
    the work. A range that is the mean of what the texts need cuts off what single texts need.
    """
    import nncf
    from nncf.quantization import advanced_parameters as advanced
    from nncf.quantization.range_estimator import RangeEstimatorParametersSet
    from tokenizers import Tokenizer

    openvino = exporting.import_openvino()
    tokenizer = Tokenizer.from_file(str(target / prepared.TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    tokens = [np.array([encoding.ids]) for encoding in tokenizer.encode_batch(calibration_texts())]
    data = nncf.Dataset(tokens, lambda ids: dict(zip(exporting.INPUTS, (ids, np.ones_like(ids)), strict=True)))
    plain = openvino.Core().read_model(graph)
    quantised = nncf.quantize(
        plain,
        data,
        model_type=nncf.ModelType.TRANSFORMER,
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(tokens),
        ignored_scope=nncf.IgnoredScope(types=["Gather", "ScaledDotProductAttention"], patterns=[IN_FLOAT]),
        advanced_parameters=advanced.AdvancedQuantizationParameters(
            activations_range_estimator_params=RangeEstimatorParametersSet.MINMAX,
            smooth_quant_alphas=advanced.AdvancedSmoothQuantParameters(matmul=SMOOTHING),
        ),
    )
    leave_unsmoothed(quantised, plain)
    with tempfile.TemporaryDirectory() as place:
        openvino.save_model(quantised, Path(place) / prepared.GRAPH, compress_to_fp16=False)
        # Only now: the constants of the graph that was read may still be mapped from its file.
        del quantised, plain
        for file in Path(place).iterdir():
            shutil.move(file, graph.parent / file.name)


def leave_unsmoothed(quantised: Any, plain: Any) -> None:
    """Takes back what SmoothQuant did to the layers in float, so that they borrow the model's own matrices."""
    constants = {node.get_friendly_name(): node for node in plain.get_ops() if node.get_type_name() == "Constant"}
    for layer in quantised.get_ops():
        if layer.get_type_name() == "MatMul" and re.fullmatch(IN_FLOAT, layer.get_friendly_name()):
            smoothed, matrix = (layer.input_value(number).get_node() for number in (0, 1))
            assert smoothed.get_type_name() == "Multiply", smoothed
            layer.input(0).replace_source_output(smoothed.input_value(0))
            layer.input(1).replace_source_output(constants[matrix.get_friendly_name()].output(0))
    quantised.validate_nodes_and_infer_types()


def calibration_texts() -> list[str]:
    """English prose of several lengths, lines of code, file names, and other languages; for one Python always alike."""
    found, lines = {}, {}
    for name in MODULES:
        module = importlib.import_module(name)
        if str(getattr(module, "__file__", "")).endswith(".py"):
            lines.update(dict.fromkeys(filter(None, map(str.strip, inspect.getsource(module).splitlines()))))
        for value in (module, *(getattr(module, name) for name in sorted(vars(module)) if not name.startswith("_"))):
            text = getattr(value, "__doc__", None)
            if isinstance(text, str) and len(text) > 150:
                found[text] = None
    words = re.sub(r"\s+", " ", " ".join(found)).split()
    chance = random.Random(1)
    starts = [chance.randrange(len(words) - length) for length in WORDS_IN_A_TEXT]
    prose = [" ".join(words[start : start + length]) for start, length in zip(starts, WORDS_IN_A_TEXT, strict=True)]
    names = [f"{name}.py" for name in MODULES[::6]]
    return [*prose, *chance.sample([*lines], LINES_OF_CODE), *names, *SENTENCES, *ODD_TEXTS]


if __name__ == "__main__":
    shipped = models.find("")
    loaded = torch_backend.encoder_from(shipped.path, "cpu")
    for wanted in sys.argv[1:] or ("float32", "int8"):
        make(wanted, shipped, loaded)
