"""Models that others publish and that suit a desktop: a table for a person who looks for one."""

from desktop_search.records import KnownModel

ENGLISH = "English"
E5 = ("query: ", "passage: ")
BGE = ("Represent this sentence for searching relevant passages: ", "")

KNOWN = (
    KnownModel("sentence-transformers/all-MiniLM-L12-v2", 33.4, 384, ENGLISH, "Apache-2.0"),
    KnownModel("sentence-transformers/all-mpnet-base-v2", 109, 768, ENGLISH, "Apache-2.0"),
    KnownModel("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", 118, 384, "50 languages", "Apache-2.0"),
    KnownModel("sentence-transformers/paraphrase-multilingual-mpnet-base-v2", 278, 768, "50 languages", "Apache-2.0"),
    KnownModel("sentence-transformers/LaBSE", 471, 768, "109 languages", "Apache-2.0"),
    KnownModel("sentence-transformers/static-retrieval-mrl-en-v1", 31.3, 1024, ENGLISH, "Apache-2.0"),
    KnownModel("minishlab/potion-base-8M", 7.6, 256, ENGLISH, "MIT"),
    KnownModel("BAAI/bge-small-en-v1.5", 33.4, 384, ENGLISH, "MIT", *BGE),
    KnownModel("BAAI/bge-base-en-v1.5", 109, 768, ENGLISH, "MIT", *BGE),
    KnownModel("intfloat/e5-small-v2", 33.4, 384, ENGLISH, "MIT", *E5),
    KnownModel("intfloat/multilingual-e5-small", 118, 384, "94 languages", "MIT", *E5),
    KnownModel("intfloat/multilingual-e5-base", 278, 768, "94 languages", "MIT", *E5),
)


def find(name: str) -> KnownModel | None:
    """The known model of this name, with its owner's before it or without; None for any other."""
    wanted = name.casefold()
    return next((one for one in KNOWN if wanted in (one.name.casefold(), short_name(one.name).casefold())), None)


def short_name(name: str) -> str:
    """A model's name without its owner's."""
    return name.rpartition("/")[2]
