"""What a search by words and by names finds."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tantivy import Query
from word_entries import file, found, named, passage, words

from desktop_search.records import SearchQuery
from desktop_search.searching import query as queries
from desktop_search.words import limits
from desktop_search.words.index import WordIndex

Fill = Callable[..., WordIndex]


def test_any_of_the_words_is_enough_and_more_are_better(filled: Fill) -> None:
    index = filled(passage(1, "a red apple"), passage(2, "a red pear"), passage(3, "nothing"))

    assert found(index, words("red", "pears")) == [2, 1]


def test_a_word_in_the_title_counts_more(filled: Fill) -> None:
    index = filled(passage(1, "tax and more", title="Notes"), passage(2, "notes and more", title="Tax"))

    assert found(index, words("tax")) == [2, 1]


def test_stop_words_alone_are_looked_for(filled: Fill) -> None:
    index = filled(passage(1, "to be or not"), passage(2, "cat"))

    assert found(index, words("to", "be")) == [1]
    assert found(index, words("to", "cat")) == [2]


def test_a_word_said_twice_weighs_more(filled: Fill) -> None:
    index = filled(passage(1, "apple tree"), passage(2, "plum tree"))

    assert found(index, words("apple", "plum", "plum"))[0] == 2


def test_a_phrase_is_required_in_its_exact_form(filled: Fill) -> None:
    index = filled(passage(1, "running shoes here"), passage(2, "run shoe"), passage(3, "shoes running"))

    assert found(index, SearchQuery("", phrases=("running shoes",))) == [1]
    assert found(index, SearchQuery("", phrases=("run shoes",))) == []


def test_words_beside_a_phrase_only_rank(filled: Fill) -> None:
    index = filled(passage(1, "blue moon here"), passage(2, "blue moon tonight"), passage(3, "tonight"))

    assert found(index, SearchQuery("", words=("tonight",), phrases=("blue moon",))) == [2, 1]


def test_excluded_words_are_not_found(filled: Fill) -> None:
    index = filled(passage(1, "jaguar car"), passage(2, "jaguar cat"), passage(3, "jaguar in a sports car"))

    assert found(index, SearchQuery("", words=("jaguar",), excluded=("car",))) == [2]
    assert sorted(found(index, SearchQuery("", words=("jaguar",), excluded=("sports car",)))) == [1, 2]
    assert found(index, SearchQuery("", excluded=("car",))) == []


@pytest.mark.parametrize(
    ("typed", "text", "other"),
    [
        ("C++", "templates in C++, explained", "vitamin C helps"),
        ("C#", "written in C#.", "the key of C"),
        ("node.js", "node.js server", "a js thing with a node"),
        ("parse_args", "call parse_args() first", "parse these, args too"),
        ("v1.2.3", "release v1.2.3 is out", "2 and 3 make 5"),
        ("o'neil", "Mr. O’Neil called", "nothing at all"),
        ("foo-bar", "a foo-bar", "nothing at all"),
    ],
)
def test_identifiers_are_found_as_they_are_written(filled: Fill, typed: str, text: str, other: str) -> None:
    index = filled(passage(1, other), passage(2, text))

    assert found(index, words(typed))[0] == 2


def test_cpp_never_means_c(filled: Fill) -> None:
    index = filled(passage(1, "vitamin C templates"), passage(2, "C++ templates"))

    assert found(index, words("C++")) == [2]
    assert found(index, SearchQuery("", phrases=("C++ templates",))) == [2]


def test_a_run_of_letters_without_spaces_is_a_phrase(filled: Fill) -> None:
    index = filled(passage(1, "日曜に本を読む語"), passage(2, "私は日本語を話す"))

    assert found(index, words("日本語")) == [2]
    assert found(index, words("日本語を勉強する"))[0] == 2


def test_each_language_is_stemmed_by_its_own_rules(filled: Fill) -> None:
    index = filled(passage(1, "viele Häuser", language="de"), passage(2, "many houses", language="en"))

    assert found(index, words("Haus")) == [1]
    assert found(index, words("house")) == [2]


def test_a_search_stays_in_the_folder_and_below(filled: Fill) -> None:
    index = filled(
        passage(1, "apple", folder="/home/a"),
        passage(2, "apple", folder="/home/a/deep/er"),
        passage(3, "apple", folder="/home/ab"),
        passage(4, "apple", folder="/home/a/caf\udce9"),
    )

    assert sorted(found(index, words("apple", folder="/home/a/"))) == [1, 2, 4]
    assert found(index, words("apple", folder="/home/a/deep")) == [2]
    assert found(index, words("apple", folder="/home/a/caf\udce9")) == [4]
    assert found(index, words("apple", folder="/elsewhere")) == []
    assert len(found(index, words("apple", folder="/"))) == 4


def test_a_search_by_meaning_is_told_which_passages_it_may_find(filled: Fill) -> None:
    index = filled(
        passage(1, "jaguar car"), passage(2, "big jaguar cat"), passage(3, "lion", folder="/b"), file(-1, "jaguar")
    )

    assert index.allowed(words("jaguar")) is None
    assert index.allowed(SearchQuery("", words=("x",), excluded=("car",))) == {2, 3}
    assert index.allowed(SearchQuery("", phrases=("big jaguar",))) == {2}
    assert index.allowed(words("jaguar", folder="/b")) == {3}
    assert index.allowed(SearchQuery("", excluded=("car",), folder="/nowhere")) == set()


def test_names_come_whole_then_with_all_words_then_with_beginnings(filled: Fill) -> None:
    index = filled(
        file(-1, "taxes reporting.odt"),
        file(-2, "my tax report 2023.pdf"),
        file(-3, "tax report.pdf"),
        file(-4, "tax.txt"),
    )

    assert named(index, "tax report") == [-3, -2, -1]
    assert named(index, "Tax Report.pdf")[0] == -3


def test_equally_good_names_come_newest_first(filled: Fill) -> None:
    index = filled(
        file(-1, "tax a.pdf", modified_ns=1), file(-2, "tax b.pdf", modified_ns=3), file(-3, "tax c.pdf", modified_ns=2)
    )

    assert named(index, "tax") == [-2, -3, -1]


@pytest.mark.parametrize("name", ["TaxReport2023.pdf", "tax_report.pdf", "tax-report.pdf", "HTMLTaxReport"])
def test_words_are_found_inside_joined_names(filled: Fill, name: str) -> None:
    assert named(filled(file(-1, name)), "report tax") == [-1]


def test_names_obey_the_folder_and_the_excluded_words(filled: Fill) -> None:
    index = filled(file(-1, "tax.pdf"), file(-2, "tax.pdf", folder="/b"), file(-3, "old tax.pdf", folder="/b"))

    assert named(index, "tax", folder="/home") == [-1]
    query = SearchQuery("tax", words=("tax",), excluded=("old",), folder="/b")
    assert [one.passage_id for one in index.names(query, 10)] == [-2]


def test_odd_names_are_indexed(filled: Fill) -> None:
    index = filled(file(-1, "caf\udce9 menu.txt"), file(-2, "\n\t.txt"), file(-3, "🎉.png"))

    assert named(index, "menu") == [-1]
    assert named(index, "🎉") == [-3]
    assert len(index) == 3


def test_passages_and_files_are_found_apart(filled: Fill) -> None:
    index = filled(passage(1, "apple"), file(-1, "apple.txt"))

    assert found(index, words("apple")) == [1]
    assert named(index, "apple") == [-1]
    assert index.ids() == {1, -1}


@pytest.mark.parametrize("limit", [0, -1])
def test_nothing_is_found_when_nothing_is_wanted(filled: Fill, limit: int) -> None:
    index = filled(passage(1, "apple"), file(-1, "apple.txt"))

    assert index.search(words("apple"), limit) == []
    assert index.names(words("apple"), limit) == []


ODD = [
    "C++",
    "node.js",
    "o'neil",
    "foo-bar",
    "a AND",
    "col:x",
    "*",
    '"',
    "\x00",
    "\ud800",
    "日本語",
    "👩‍👩‍👧",
    "",
    "(",
    "[a TO",
    "~2",
    "^",
]
ODD += ["x" * 1_000_000, "-" * 5000, "日" * 5000, "a.b-c_" * 500, "+", "#", "++", "a'" * 600]


@pytest.mark.parametrize("typed", ODD, ids=range(len(ODD)))
def test_any_words_can_be_searched_for(filled: Fill, typed: str) -> None:
    index = filled(passage(1, "some text 日本語"), file(-1, "some name"))

    for query in (
        SearchQuery(typed, words=(typed,)),
        SearchQuery(typed, phrases=(typed,)),
        SearchQuery(typed, words=("some",), excluded=(typed,)),
        SearchQuery(typed, words=(typed,) * 5000, folder=typed),
    ):
        index.search(query, 10)
        index.names(query, 10)


@pytest.fixture(scope="module")
def shared_index() -> WordIndex:
    index = WordIndex(None)
    index.add([passage(1, "some text C++ 日本語"), file(-1, "some name.txt")])
    index.commit()
    return index


texts = st.text(alphabet=st.characters(), max_size=40)
lists = st.lists(texts, max_size=4).map(tuple)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=lists, phrases=lists, excluded=lists, folder=st.none() | texts)
def test_no_query_ever_raises(
    shared_index: WordIndex,
    words: tuple[str, ...],
    phrases: tuple[str, ...],
    excluded: tuple[str, ...],
    folder: str | None,
) -> None:
    query = SearchQuery(" ".join(words), words=words, phrases=phrases, excluded=excluded, folder=folder)

    shared_index.search(query, 5)
    shared_index.names(query, 5)
    shared_index.allowed(query)


@pytest.mark.parametrize("typed", ["after:1700", "-after:1700", "until:2199", "modified:1700..", "date:1700..2199"])
def test_a_filter_without_an_end_on_either_side_leaves_all_open(filled: Fill, typed: str) -> None:
    index = filled(passage(1, "heron"), passage(2, "fox"))
    query = queries.parse(f"heron {typed}")

    assert [one.is_valid for one in query.filters] == [True]
    assert index.allowed(query) == (set() if typed.startswith("-") else {1, 2})
    assert found(index, query) == ([] if typed.startswith("-") else [1])


@pytest.mark.parametrize("pattern", ["?" * 90, "*ü" * 50, "*中" * 48, "ü" * 200, "*" * 200, "a?" * 60])
def test_a_pattern_that_is_too_much_finds_nothing(filled: Fill, pattern: str) -> None:
    index = filled(passage(1, "heron"), file(-1, "heron.txt"))

    for typed in (f"heron name:{pattern}", f"heron -name:{pattern}", f"name:{pattern}"):
        query = queries.parse(typed)
        assert found(index, query) in ([], [1])
        index.names(query, 10)
        index.newest(query, 10)
        index.allowed(query)


def test_a_pattern_is_made_once_for_a_question(filled: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    index = filled(passage(1, "heron"), file(-1, "heron.txt"))
    made: list[str] = []

    class Counted:
        regex_query = staticmethod(lambda *asked: made.append(asked[-1]) or Query.regex_query(*asked))

        def __getattr__(self, name: str) -> object:
            return getattr(Query, name)

    monkeypatch.setattr(limits, "Query", Counted())
    query = queries.parse("heron name:h?*-a-name-that-nobody-else-asks-for")
    for _ in range(2):
        found(index, query)
        index.names(query, 10)
        index.newest(query, 10)
        index.allowed(query)
    assert len(made) == 2, "one of the passages, one of the files"


@pytest.mark.parametrize("typed", ["name:her?n", "name:her?n.*", "name:h*"])
def test_a_pattern_need_not_say_the_suffix(filled: Fill, typed: str) -> None:
    index = filled(file(-1, "heron.txt"), file(-2, "fox.txt"), file(-3, "heron"))

    plain = {-3} if "." not in typed else set()
    assert {id for id, _ in index.newest(queries.parse(typed), 10)} == {-1} | plain


@pytest.mark.parametrize(
    ("typed", "text"), [("北京会议", "他们在北京开会"), ("明年投资", "投资计划从明年开始"), ("日本語", "日本の言葉")]
)
def test_two_letters_together_are_enough_of_a_short_run(filled: Fill, typed: str, text: str) -> None:
    index = filled(passage(1, text), passage(2, "没有关系"), passage(3, f"说{typed}的人"))

    assert found(index, words(typed)) == [3, 1]


def test_a_whole_run_counts_more_than_its_pairs_apart(filled: Fill) -> None:
    index = filled(passage(1, "日本、本語、日本"), passage(2, "私は日本語を話す"))

    assert found(index, words("日本語")) == [2, 1]


def test_two_letters_of_an_alphabet_are_no_word(filled: Fill) -> None:
    index = filled(passage(1, "ภาษาไทย"), passage(2, "ไทร"))

    assert found(index, words("ไทย")) == [1]


def test_no_boundary_of_time_or_size_is_too_much(filled: Fill) -> None:
    index = filled(passage(1, "heron"), file(-1, "heron.txt"))
    years = (0, 1, 1699, 1700, 1701, 1969, 1970, 2199, 2200, 2261, 2262, 9999, 99999)
    typed = [f"{key}:{year}" for year in years for key in ("after", "before", "since", "until", "date", "modified")]
    typed += [f"{key}:{least}..{most}" for key in ("date", "modified") for least in years for most in (*years, "")]
    typed += ["size:0..", "size:>0", "size:..99999999999TB", "size:>99999999999TB", "size:0"]

    for one in [*typed, *(f"-{one}" for one in typed)]:
        query = queries.parse(f"heron {one}")
        found(index, query)
        index.names(query, 10)
        index.newest(query, 10)
        index.allowed(query)
