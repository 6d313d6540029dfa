"""OpenVINO gives the vectors that torch gives, without torch, without the network, and for every way of pooling."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_search.embedding import attention, choice, compiling, models, prepared, preparing, processor
from desktop_search.embedding.backends import openvino
from desktop_search.embedding.backends.hashing import HashingEmbedder
from desktop_search.embedding.borrowing import BorrowedGraph
from desktop_search.embedding.check_texts import CHECK_TEXTS, JUDGED
from desktop_search.embedding.choice import embedder_of
from desktop_search.embedding.embedder import Options
from desktop_search.embedding.exporting import import_openvino
from desktop_search.embedding.models import ModelFolder
from desktop_search.engine import model_export
from desktop_search.errors import ModelUnavailable
from desktop_search.settings import Settings
from tests.fakes import engine_at

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore"), pytest.mark.timeout(600)]

TEXTS = (
    *CHECK_TEXTS,
    "short",
    "a " * 2000,
    "Mixed 混ぜた текст مختلط 🙂🙃 and English",
    "x" * 5000,
    "one. two. three.",
    "half a pair: \ud83d",
)
FULL = Options(precision="float32")


def least_cosine(one: Any, other: Any) -> float:
    return float(np.min(np.sum(one * other, axis=1)))


def test_its_vectors_are_those_of_torch() -> None:
    texts = TEXTS[:-1]
    ours = embedder_of("openvino", "", "auto", FULL).embed_passages(texts)
    theirs = embedder_of("torch", "", "cpu").embed_passages(texts)
    assert least_cosine(ours, theirs) >= 0.9999


RESIDENT_WEIGHTS = """
import sys
from pathlib import Path
from desktop_search.embedding import prepared
from desktop_search.embedding.choice import embedder_of

def resident_kilobytes():
    found, is_it = [], False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        key, *values = line.split()
        if not key.endswith(":"):
            is_it = line.endswith("/" + prepared.SAFETENSORS)
        elif is_it and key == "Rss:":
            found.append(int(values[0]))
    return found

embedder = embedder_of("openvino", "", "auto")
embedder.embed_query("a question")
asked = resident_kilobytes()
embedder.embed_passages(["one passage", "and another, which is longer"])
print([asked, resident_kilobytes()])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told by Linux")
def test_nothing_of_the_weights_file_stays_in_memory_after_an_answer() -> None:
    """Half of it is read once, to be arranged for this processor; of the words' vectors each text needs others."""
    done = subprocess.run([sys.executable, "-c", RESIDENT_WEIGHTS], capture_output=True, text=True, check=True)
    asked, embedded = json.loads(done.stdout)
    # It is still mapped, so that what is needed again can be read again.
    assert asked
    assert embedded
    assert max(*asked, *embedded) < 1_000


@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_what_ships_says_rightly_whether_its_attention_may_be_written_out(precision: str) -> None:
    model = models.find("")
    ships = prepared.shipped(model, precision)
    assert ships is not None
    files = (prepared.GRAPH, prepared.WEIGHTS, prepared.BORROWED)
    library = import_openvino()
    graph = BorrowedGraph(library, *(ships.folder / name for name in files), model.path / prepared.SAFETENSORS)
    assert ships.hides_padding_alone is attention.hides_padding_alone(library, graph.model, ships.longest_input)


def test_this_openvino_knows_the_setting_that_makes_attention_fast() -> None:
    library = import_openvino()
    ids = library.opset13.parameter([1], np.float32)
    library.Core().compile_model(library.Model([library.opset13.relu(ids)], [ids]), "CPU", compiling.ONE_BY_ONE)


needs_bfloat16 = pytest.mark.skipif(
    not processor.computes_bfloat16(processor.flags()),
    reason="this processor only imitates bfloat16, and the program does not use it on it",
)


@needs_bfloat16
def test_bfloat16_is_near_to_torch() -> None:
    texts = TEXTS[:-1]
    ours = embedder_of("openvino", "", "auto", Options(precision="bfloat16")).embed_passages(texts)
    assert least_cosine(ours, embedder_of("torch", "", "cpu").embed_passages(texts)) >= 0.9998


def test_a_graph_whose_attention_is_not_understood_is_used_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bool:
        raise RuntimeError("rank is dynamic")

    monkeypatch.setattr(attention, "hides_padding_alone", fails)
    preparing.main(models.find("").path, tmp_path)
    assert json.loads((tmp_path / prepared.MANIFEST).read_text())["hides_padding_alone"] is False


def test_half_a_surrogate_pair_has_a_vector() -> None:
    assert np.isfinite(embedder_of("openvino", "", "auto", FULL).embed_passages([TEXTS[-1]])).all()


def test_a_query_and_sentences_come_between_the_batches_of_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino, "TOKENS_AT_ONCE", 64)
    embedder = embedder_of("openvino", "", "auto", FULL)
    texts = [f"Letter {number}. " + "The rent rises in May. " * 10 for number in range(8)]
    alone = embedder.embed_passages(texts)
    between = embedder.embed_query("the rent"), embedder.embed_passages(texts[:2])
    seen = 0
    for rows, vectors in embedder.embed_in_batches(texts):
        assert np.allclose(embedder.embed_query("the rent"), between[0], atol=1e-5)
        assert np.allclose(embedder.embed_passages(texts[:2]), between[1], atol=1e-5)
        assert np.allclose(vectors, alone[rows], atol=1e-5)
        seen += len(rows)
    assert seen == len(texts)


def test_what_happens_between_two_batches_is_not_taken_for_their_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino, "TOKENS_AT_ONCE", 300)
    embedder = embedder_of("openvino", "", "auto", FULL)
    texts, between = ["Rent."] * 150, 3.0
    # OpenVINO prepares itself for each shape that it has not seen.
    embedder.embed_passages(texts)
    learnt: list[float] = []
    monkeypatch.setattr(embedder._pace, "learn", lambda tokens, seconds: learnt.append(seconds))
    for _ in embedder.embed_in_batches(texts):
        time.sleep(between)
    assert len(learnt) >= 2
    assert max(learnt) < between


def test_a_query_between_two_batches_finds_a_stream_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino, "TOKENS_AT_ONCE", 64)
    embedder = embedder_of("openvino", "", "auto", FULL)
    begun = taken = 0
    begin = openvino.OpenVinoEmbedder._begun

    def counted(self: openvino.OpenVinoEmbedder, rows: list[int], tokens: Any) -> Any:
        nonlocal begun
        begun += 1
        return begin(self, rows, tokens)

    monkeypatch.setattr(openvino.OpenVinoEmbedder, "_begun", counted)
    for _ in embedder.embed_in_batches(["The rent rises in May. " * 10] * 6):
        taken += 1
        assert begun - taken < compiling.STREAMS
    assert taken == 6


def test_what_is_left_in_the_middle_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino, "TOKENS_AT_ONCE", 64)
    embedder = embedder_of("openvino", "", "auto", FULL)
    texts = ["The rent rises in May. " * 10] * 8
    alone = embedder.embed_passages(texts)
    for _ in range(3):
        batches = embedder.embed_in_batches(texts)
        next(batches)
        batches.close()
    assert np.allclose(embedder.embed_passages(texts), alone, atol=1e-5)


def test_a_precision_that_does_not_ship_is_not_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "shipped", lambda *_: None)
    with pytest.raises(ModelUnavailable):
        embedder_of("openvino", "", "auto", Options(precision="int8"))


needs_int8 = pytest.mark.skipif(
    processor.INT8_FLAGS.isdisjoint(processor.flags()),
    reason="this processor only imitates 8 bits, and the program does not use them on it",
)


@needs_int8
def test_eight_bits_are_near_to_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "precisions", lambda *_: ["int8", "float32"])
    ours = embedder_of("auto", "", "cpu")
    assert ours.id.precision == "int8"
    texts = TEXTS[:-1]
    cosines = np.sum(ours.embed_passages(texts) * embedder_of("torch", "", "cpu").embed_passages(texts), axis=1)
    assert (float(np.min(cosines)) >= 0.99, float(np.mean(cosines)) >= 0.998) == (True, True), cosines


@needs_int8
def test_eight_bits_that_change_the_order_of_answers_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question, best, near, other = JUDGED[0]
    monkeypatch.setenv(prepared.PLACE, str(tmp_path / "place"))
    monkeypatch.setattr(processor, "precisions", lambda *_: ["int8", "float32"])
    monkeypatch.setattr(openvino, "JUDGED", [(question, near, best, other)])
    said: list[str] = []
    ours = embedder_of("auto", "", "cpu", Options(tell=said.append))
    assert ours.id.precision == "float32"
    assert [text for text in said if "int8" in text]


class MadeUp(HashingEmbedder):
    """Gives the texts of each question these cosines to it."""

    def __init__(self, cosines: tuple[float, ...]) -> None:
        super().__init__()
        self._cosines = cosines

    def embed_query(self, text: str) -> Any:
        return np.eye(1, self.id.dimensions, dtype=np.float32)[0]

    def embed_passages(self, texts: Any) -> Any:
        vectors = np.zeros((len(texts), self.id.dimensions), dtype=np.float32)
        vectors[:, 0] = self._cosines
        return vectors


@pytest.mark.parametrize(
    ("cosines", "keeps"), [((0.7, 0.3, 0.1), True), ((0.3, 0.7, 0.1), False), ((0.7, 0.1, 0.1), False)]
)
def test_answers_must_stand_in_their_order(cosines: tuple[float, ...], keeps: bool) -> None:
    assert openvino._keeps_order(MadeUp(cosines)) is keeps


def test_the_questions_that_are_judged_have_a_clear_order() -> None:
    embedder = embedder_of("openvino", "", "auto", FULL)
    for question, *judged in JUDGED:
        cosines = embedder.embed_passages(judged) @ embedder.embed_query(question)
        assert float(np.max(np.diff(cosines))) <= -0.02, question


def test_the_default_needs_neither_torch_nor_telemetry(tmp_path: Path) -> None:
    code = """
import sys
opened = []
sys.addaudithook(lambda event, _: opened.append(event) if event.startswith("socket.") else None)
from desktop_search.embedding.choice import embedder_of
from desktop_search.embedding.embedder import Options
from desktop_search.embedding.exporting import import_openvino
from pathlib import Path
embedder = embedder_of("auto", "", "cpu", Options(Path(sys.argv[1])))
assert embedder.id.backend == "openvino", embedder.id
embedder.embed_query("a question")
heavy = {"torch", "transformers", "sentence_transformers", "openvino_telemetry"}
print(*opened, *(name for name in heavy if sys.modules.get(name)))
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr


def test_preparing_a_model_opens_no_socket(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
opened = []
sys.addaudithook(lambda event, _: opened.append(event) if event.startswith("socket.") else None)
from desktop_search.embedding import models, preparing
preparing.main(models.find("").path, Path(sys.argv[1]))
assert sys.modules.get("openvino_telemetry") is None
print(*(event for event in opened if event not in {"socket.gethostname", "socket.__new__", "socket.bind"}))
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr
    assert json.loads((tmp_path / prepared.MANIFEST).read_text())["dimensions"] == 384


def tiny_model(folder: Path, *, pooling: Any, dense: bool = False, normalise: bool = True) -> ModelFolder:
    """A transformer of two small layers with chance weights, and the given parts after it."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers import models as parts
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(1)
    letters = [*"abcdefghijklmnopqrstuvwxyz", *(f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")]
    plain = folder.parent / "plain"
    plain.mkdir()
    (plain / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]))
    BertTokenizerFast(str(plain / "vocab.txt")).save_pretrained(plain)
    size = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=57, max_position_embeddings=64, **size)).save_pretrained(plain)
    transformer = parts.Transformer(str(plain), max_seq_length=40)
    pooled = parts.Pooling(32, pooling_mode=pooling)
    modules = [transformer, pooled]
    if dense:
        modules.append(parts.Dense(pooled.pooling_output_dimension, 16))
    if normalise:
        modules.append(parts.Normalize())
    SentenceTransformer(modules=modules, prompts={"query": "ask ", "document": "say "}, device="cpu").save(str(folder))
    return models.find(str(folder))


@pytest.mark.parametrize(
    ("pooling", "dense", "normalise"),
    [
        ("mean", False, True),
        ("cls", False, False),
        ("max", False, True),
        ("mean_sqrt_len_tokens", True, False),
        (("mean", "max"), True, True),
    ],
)
def test_pooling_and_dense_layers_are_those_of_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pooling: Any, dense: bool, normalise: bool
) -> None:
    model = tiny_model(tmp_path / "model", pooling=pooling, dense=dense, normalise=normalise)
    monkeypatch.setenv(prepared.PLACE, str(tmp_path / "place"))
    # In this process, which has torch already; that a child does the same is another test's concern.
    monkeypatch.setattr(prepared, "_run_child", preparing.main)
    ours = embedder_of("openvino", str(model.path), "cpu", FULL)
    theirs = embedder_of("torch", str(model.path), "cpu")
    texts = ["abc", "", "the quick brown fox " * 20, "a", "HELLO wOrld"]
    assert ours.id.query_prefix == "ask "
    assert ours.id.passage_prefix == "say "
    assert least_cosine(ours.embed_passages(texts), theirs.embed_passages(texts)) >= 0.9999
    assert float(ours.embed_query("who") @ theirs.embed_query("who")) >= 0.9999


def test_a_graph_that_gives_other_vectors_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: Path, target: Path) -> None:
        preparing.main(source, target)
        vectors = np.load(target / prepared.REFERENCE)
        np.save(target / prepared.REFERENCE, vectors[::-1])
        plain = json.loads((target / prepared.MANIFEST).read_text())
        (target / prepared.MANIFEST).write_text(json.dumps({**plain, "sha256": prepared.sums_of(target)}))

    model = tiny_model(tmp_path / "model", pooling="mean")
    monkeypatch.setenv(prepared.PLACE, str(tmp_path / "place"))
    monkeypatch.setattr(prepared, "_run_child", broken)
    with pytest.raises(ModelUnavailable, match="other vectors"):
        embedder_of("openvino", str(model.path), "cpu", FULL)
    assert not list((tmp_path / "place").glob("model-*/"))


def test_the_engine_says_when_it_had_to_choose_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str, *_: Any) -> Any:
        if name == "openvino":
            raise ModelUnavailable("The processor is too old.")
        return HashingEmbedder()

    monkeypatch.setattr(choice, "_load", load)
    with engine_at(tmp_path, settings=Settings(device="cpu", readers=1)) as engine:
        engine.warm_up()
        engine.search("anything", mode="meaning")
        notices = engine.status().notices
    assert any("torch computes the vectors" in notice and "too old" in notice for notice in notices)


@pytest.mark.parametrize("kind", ["torchscript", "openvino", "onnx"])
def test_a_model_is_written_for_others_and_checked(tmp_path: Path, kind: str) -> None:
    told = model_export.export(Settings(), kind, tmp_path / "out")
    assert told["cosine"] >= 0.9999
    assert all(Path(file).stat().st_size for file in told["files"])
