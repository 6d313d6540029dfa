"""Promises about presentations: titles, slides and notes, in the formats of three programs."""

import io

import pytest

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.registry import extract
from desktop_search.records import Document
from tests.office_samples import opendocument, packed, powerpoint_97

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(data: bytes) -> Document:
    return extract(Source.from_bytes(data, "a"))[0]


def placed(document: Document) -> list[tuple[str, int, int | None, str]]:
    return [(block.kind, block.level, block.location.slide, block.text) for block in document.blocks]


def test_titles_tables_groups_and_notes_know_their_slide() -> None:
    from pptx import Presentation

    made, file = Presentation(), io.BytesIO()
    made.core_properties.title, made.core_properties.author = "The title", "Ann"
    first = made.slides.add_slide(made.slide_layouts[1])
    first.shapes.title.text, first.placeholders[1].text = "One", "Point a\nPoint b"
    first.notes_slide.notes_text_frame.text = "Say hello"
    second = made.slides.add_slide(made.slide_layouts[5])
    table = second.shapes.add_table(2, 2, 0, 0, 100, 100).table
    for number in range(4):
        table.cell(number // 2, number % 2).text = f"cell {number}"
    second.shapes.add_group_shape().shapes.add_textbox(0, 0, 9, 9).text_frame.text = "in a group"
    second.shapes.title.text = "Two"
    made.save(file)
    document = read(file.getvalue())
    assert (document.title, document.properties["author"]) == ("The title", "Ann")
    assert placed(document) == [
        ("heading", 2, 1, "One"),
        ("paragraph", 0, 1, "Point a\nPoint b"),
        ("heading", 3, 1, "Notes"),
        ("paragraph", 0, 1, "Say hello"),
        ("heading", 2, 2, "Two"),
        ("table", 0, 2, "cell 0\tcell 1\ncell 2\tcell 3"),
        ("paragraph", 0, 2, "in a group"),
    ]


def slide(content: str) -> str:
    return f'<p:sld xmlns:p="{P}" xmlns:a="{A}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{content}</p:sld>'


def shape(text: str, kind: str = "") -> str:
    placeholder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
    return f"<p:sp>{placeholder}<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def presentation(slides: dict[str, str], others: dict[str, str]) -> bytes:
    namespace = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    listed = "".join(f'<p:sldId r:id="{name}"/>' for name in slides)
    related = "".join(f'<Relationship Id="{name}" Type="x/slide" Target="slides/{name}.xml"/>' for name in slides)
    return packed(
        {
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{P}" xmlns:r="{R}">{listed}</p:presentation>',
            "ppt/_rels/presentation.xml.rels": f"<Relationships {namespace}>{related}</Relationships>",
        }
        | {f"ppt/slides/{name}.xml": content for name, content in slides.items()}
        | others
    )


def test_slides_are_numbered_in_the_order_they_are_shown() -> None:
    data = presentation({"slide9": slide(shape("first")), "slide2": slide(shape("second"))}, {})
    assert [(number, text) for _, _, number, text in placed(read(data))] == [(1, "first"), (2, "second")]


def test_a_diagram_belongs_to_its_slide() -> None:
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="d" Type="x/diagramData" Target="../diagrams/data1.xml"/></Relationships>'
    )
    diagram = (
        f'<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="{A}">'
        "<dgm:pt><dgm:t><a:p><a:r><a:t>step one</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>"
    )
    others = {"ppt/slides/_rels/slide1.xml.rels": related, "ppt/diagrams/data1.xml": diagram}
    data = presentation({"slide1": slide(shape("Steps", "title"))}, others)
    assert placed(read(data)) == [("heading", 2, 1, "Steps"), ("paragraph", 0, 1, "step one")]


def test_of_alternatives_the_first_is_read() -> None:
    both = f"<mc:Choice>{shape('new')}</mc:Choice><mc:Fallback>{shape('old')}</mc:Fallback>"
    both = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    assert [text for *_, text in placed(read(presentation({"slide1": slide(both)}, {})))] == ["new"]


def test_masters_ask_for_nothing_but_may_say_something() -> None:
    master = {"ppt/slideMasters/slideMaster1.xml": slide(shape("Click to edit", "title") + shape("Our slogan"))}
    assert [text for *_, text in placed(read(presentation({"slide1": slide(shape("x"))}, master)))] == [
        "x",
        "Our slogan",
    ]


def test_an_opendocument_presentation_knows_its_slides() -> None:
    text = "<draw:text-box><text:p>{}</text:p></draw:text-box>"
    page = (
        f'<draw:page><draw:frame presentation:class="title">{text.format("One")}</draw:frame>'
        f"<draw:frame>{text.format('Point')}</draw:frame>"
        f"<presentation:notes><draw:frame>{text.format('Say hello')}</draw:frame></presentation:notes></draw:page>"
    )
    assert placed(read(opendocument("presentation", page + page.replace("One", "Two"))))[2:] == [
        ("paragraph", 0, 1, "Notes: Say hello"),
        ("heading", 2, 2, "Two"),
        ("paragraph", 0, 2, "Point"),
        ("paragraph", 0, 2, "Notes: Say hello"),
    ]


def test_an_old_presentation_is_read_as_the_last_save_left_it() -> None:
    data = powerpoint_97([("One", "Point\rOther", "Say hello"), ("Two", "ΩΨ", "")], stale="left behind")
    assert placed(read(data)) == [
        ("heading", 2, 1, "One"),
        ("paragraph", 0, 1, "Point\nOther"),
        ("heading", 3, 1, "Notes"),
        ("paragraph", 0, 1, "Say hello"),
        ("heading", 2, 2, "Two"),
        ("paragraph", 0, 2, "ΩΨ"),
    ]


def test_an_old_presentation_with_a_password_is_reported_as_encrypted() -> None:
    with pytest.raises(Unreadable) as caught:
        read(powerpoint_97([("One", "Point", "")], token=0xF3D1C4DF))
    assert caught.value.code == "encrypted"
