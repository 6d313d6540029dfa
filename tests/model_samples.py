"""Tiny models of every kind that can be added, with chance weights: made in a second, of no use but to be loaded."""

from pathlib import Path
from typing import Any

WORDS = "the water of in is a and lease flat bicycle chain motion member each one vote for where ask say".split()
SIZE = 32
# Weights as small as usual would give all texts nearly the same vector.
LAYERS = {"num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "initializer_range": 0.3}
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "<s>", "</s>", "<pad>", "<unk>", "<mask>")
PROMPTS = {"query": "ask ", "document": "say "}


def save(folder: Path, *modules: Any, prompts: dict[str, str] | None = None) -> Path:
    """Writes a model of these modules, as sentence-transformers does."""
    from sentence_transformers import SentenceTransformer

    made = SentenceTransformer(modules=list(modules), prompts=PROMPTS if prompts is None else prompts, device="cpu")
    made.save_pretrained(str(folder), create_model_card=False)
    return folder


def transformer(folder: Path, kind: str = "bert") -> Any:
    """A module that is a transformer of two small layers, with a tokenizer that was made for it here."""
    import torch
    import transformers
    from sentence_transformers.sentence_transformer.modules import Transformer

    torch.manual_seed(1)
    folder.mkdir(parents=True)
    common = {"vocab_size": len(SPECIAL) + len(WORDS), "hidden_size": SIZE, "max_position_embeddings": 80}
    made = {
        "bert": lambda: transformers.BertModel(transformers.BertConfig(**common, **LAYERS)),
        "roberta": lambda: transformers.RobertaModel(transformers.RobertaConfig(**common, **LAYERS, pad_token_id=0)),
        "xlm-roberta": lambda: transformers.XLMRobertaModel(
            transformers.XLMRobertaConfig(**common, **LAYERS, pad_token_id=0)
        ),
        "mpnet": lambda: transformers.MPNetModel(transformers.MPNetConfig(**common, **LAYERS, pad_token_id=0)),
        "albert": lambda: transformers.AlbertModel(transformers.AlbertConfig(**common, **LAYERS, embedding_size=16)),
        "xlm": lambda: transformers.XLMModel(
            transformers.XLMConfig(vocab_size=common["vocab_size"], emb_dim=SIZE, n_layers=2, n_heads=2, pad_index=0)
        ),
    }[kind]()
    made.save_pretrained(folder)
    fast(SPECIAL).save_pretrained(folder)
    return Transformer(str(folder), max_seq_length=64)


def fast(special: tuple[str, ...]) -> Any:
    """A fast tokenizer of words."""
    from tokenizers import processors
    from transformers import PreTrainedTokenizerFast

    made = plain_tokenizer(special)
    made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    return PreTrainedTokenizerFast(tokenizer_object=made, **names)


def plain_tokenizer(special: tuple[str, ...] = ("[UNK]",)) -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers

    numbers = {word: number for number, word in enumerate([*special, *WORDS])}
    made = Tokenizer(models.WordLevel(numbers, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    return made


def words() -> Any:
    """A module that gives each word a vector."""
    import numpy as np
    from sentence_transformers.sentence_transformer.modules import WordEmbeddings
    from sentence_transformers.sentence_transformer.modules.tokenizer import WhitespaceTokenizer

    vectors = np.random.default_rng(1).normal(size=(len(WORDS) + 1, 16)).astype(np.float32)
    return WordEmbeddings(WhitespaceTokenizer(["PADDING", *WORDS], stop_words=set()), vectors)


def bare_static(folder: Path) -> Path:
    """A model of word vectors, written without torch: the smallest folder that can be added."""
    import json

    import numpy as np
    from safetensors.numpy import save_file

    folder.mkdir(parents=True)
    vectors = np.random.default_rng(1).normal(size=(len(WORDS) + 1, 8)).astype(np.float32)
    save_file({"embedding.weight": vectors}, str(folder / "model.safetensors"))
    plain_tokenizer().save(str(folder / "tokenizer.json"))
    kind = "sentence_transformers.models.StaticEmbedding"
    (folder / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": kind}]))
    return folder


def written_transformer(folder: Path) -> Path:
    """A model like that of transformer() with the mean of its tokens, written without torch."""
    import json

    import numpy as np
    from safetensors.numpy import save_file
    from tokenizers import processors

    folder.mkdir(parents=True)
    sizes = {"hidden_size": SIZE, "vocab_size": len(SPECIAL) + len(WORDS), "max_position_embeddings": 80}
    draw, wide = np.random.default_rng(1), LAYERS["intermediate_size"]
    shapes = {
        "embeddings.word_embeddings.weight": (sizes["vocab_size"], SIZE),
        "embeddings.position_embeddings.weight": (sizes["max_position_embeddings"], SIZE),
        "embeddings.token_type_embeddings.weight": (2, SIZE),
        "pooler.dense.weight": (SIZE, SIZE),
    }
    norms = ["embeddings.LayerNorm"]
    for number in range(int(LAYERS["num_hidden_layers"])):
        layer = f"encoder.layer.{number}"
        shapes |= {f"{layer}.attention.self.{part}.weight": (SIZE, SIZE) for part in ("query", "key", "value")}
        shapes |= {f"{layer}.attention.output.dense.weight": (SIZE, SIZE)}
        shapes |= {f"{layer}.intermediate.dense.weight": (wide, SIZE), f"{layer}.output.dense.weight": (SIZE, wide)}
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
    weights = {name: draw.normal(scale=LAYERS["initializer_range"], size=shape) for name, shape in shapes.items()}
    weights |= {f"{name}.weight": np.ones(SIZE) for name in norms}
    linear = [name.removesuffix(".weight") for name in shapes if not name.startswith("embeddings")]
    weights |= {f"{name}.bias": np.zeros(len(weights[f"{name}.weight"])) for name in (*linear, *norms)}
    plain = {name: values.astype(np.float32) for name, values in weights.items()}
    save_file(plain, str(folder / "model.safetensors"), metadata={"format": "pt"})
    tokenizer = plain_tokenizer(SPECIAL)
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    described = {
        "config.json": {"model_type": "bert", "architectures": ["BertModel"], **sizes, **LAYERS},
        "tokenizer_config.json": {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 64, **names},
        "sentence_bert_config.json": {"max_seq_length": 64, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": SIZE, "pooling_mode_mean_tokens": True},
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for number, (path, kind) in enumerate({"": "Transformer", "1_Pooling": "Pooling"}.items())
        ],
    }
    for name, values in described.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(values))
    return folder


def bare_transformer(folder: Path) -> Path:
    """What a checker sees of a transformer with pooling and a layer after it; no library could load it."""
    import json

    import numpy as np
    from safetensors.numpy import save_file

    config = {"model_type": "bert", "hidden_size": 8, "vocab_size": 30, "num_hidden_layers": 1, "intermediate_size": 16}
    pooling = {"word_embedding_dimension": 8, "pooling_mode_mean_tokens": True}
    activation = "torch.nn.modules.activation.Tanh"
    dense = {"in_features": 8, "out_features": 4, "bias": True, "activation_function": activation}
    parts = {"": config, "1_Pooling": pooling, "2_Dense": dense}
    kinds = ("Transformer", "Pooling", "Dense")
    for place, plain in parts.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / "config.json").write_text(json.dumps(plain))
    listed = [
        {"idx": number, "name": str(number), "path": place, "type": f"sentence_transformers.models.{kind}"}
        for number, (place, kind) in enumerate(zip(parts, kinds, strict=True))
    ]
    (folder / "modules.json").write_text(json.dumps(listed))
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 64, "do_lower_case": false}')
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "BertTokenizer"}')
    plain_tokenizer().save(str(folder / "tokenizer.json"))
    ones = np.ones((30, 8), dtype=np.float32)
    save_file({"embeddings.word_embeddings.weight": ones}, str(folder / "model.safetensors"))
    weights = {"linear.weight": np.ones((4, 8), dtype=np.float32), "linear.bias": np.ones(4, dtype=np.float32)}
    save_file(weights, str(folder / "2_Dense" / "model.safetensors"))
    return folder
