"""Walking and rewriting a tree."""

from __future__ import annotations

import time
from dataclasses import replace

from kit.document import blocks as b
from kit.document.walk import deeper_than, every, rewrite


def texts(node: object) -> list[str]:
    """List the texts beneath a node."""
    return [text.text for text in every(node, b.Text)]


def words(*said: str) -> tuple[b.Inline, ...]:
    """Write texts."""
    return tuple(b.Text(text) for text in said)


DOCUMENT = b.Document(
    b.Meta("Title", "name", key_points=(words("key"),)),
    (
        b.Section(
            (
                b.Part(
                    1,
                    (
                        b.Heading(1, (b.Emphasis(words("heading")),)),
                        b.List(((b.Paragraph(words("item")),),)),
                        b.DefinitionList(((words("term"), (b.Paragraph(words("meaning")),)),)),
                        b.Quote((b.Paragraph(words("quote")),)),
                        b.Table((b.Column("c"),), ((words("cell"),),), words("caption")),
                        b.Figure(
                            "image/png",
                            b"x",
                            "alt",
                            words("figure"),
                            b.Table((b.Column("c"),), ((words("behind"),),)),
                        ),
                        b.Callout("note", words("title"), (b.Paragraph(words("box")),)),
                        b.Explorer(
                            "e",
                            (b.Control("n", "l", "switch", ("off", "on")),),
                            {(0,): 0},
                            ((b.Paragraph(words("view")),),),
                            (0,),
                            (),
                        ),
                        b.Quiz(
                            words("question"),
                            choices=(b.Choice(words("choice"), feedback=words("feedback")),),
                            why=words("why"),
                        ),
                        b.Exercise("x", (b.Paragraph(words("task")),), hints=(words("hint"),)),
                        b.Paragraph((b.Footnote(words("note")), b.Link("#a", words("link")))),
                    ),
                ),
            )
        ),
    ),
)


READING_ORDER = (
    "key heading item term meaning quote cell caption figure behind title box view "
    "question choice feedback why task hint note link"
)


def test_every_text_is_found_wherever_it_stands_and_in_reading_order() -> None:
    assert " ".join(texts(DOCUMENT)) == READING_ORDER


def test_every_text_can_be_rewritten_and_all_else_stays() -> None:
    shouted = rewrite(DOCUMENT, b.Text, lambda text: b.Text(text.text.upper()))

    assert texts(shouted) == [text.upper() for text in texts(DOCUMENT)]
    assert rewrite(shouted, b.Text, lambda text: b.Text(text.text.lower())) == DOCUMENT


def test_strings_can_be_rewritten_but_words_of_a_closed_vocabulary_are_none() -> None:
    marked = rewrite(DOCUMENT, str, lambda text: f"{text}!")

    assert marked.meta.title == "Title!"
    (part,) = every(marked, b.Part)
    assert part.role == "content"
    assert next(every(part, b.Column)) == b.Column("c!")
    assert next(every(part, b.Callout)).kind == "note"
    assert next(every(part, b.Control)).options == ("off!", "on!")


def test_several_kinds_can_be_looked_for_at_once() -> None:
    assert [type(found) for found in every(DOCUMENT, (b.Quiz, b.Explorer))] == [b.Explorer, b.Quiz]


def test_nothing_is_looked_for_inside_what_is_found() -> None:
    nested = b.Quote((b.Quote(()),))

    assert list(every(nested, b.Quote)) == [nested]


def test_what_does_not_change_is_the_same_object() -> None:
    assert rewrite(DOCUMENT, b.Code, lambda _: None) is DOCUMENT
    changed = rewrite(DOCUMENT, b.Quiz, lambda _: None)

    assert changed.meta is DOCUMENT.meta
    assert changed.sections[0].parts[0].blocks[0] is DOCUMENT.sections[0].parts[0].blocks[0]


def test_the_old_tree_is_never_changed() -> None:
    before = repr(DOCUMENT)
    rewrite(DOCUMENT, b.Text, lambda text: b.Text(text.text.upper()))

    assert repr(DOCUMENT) == before


def test_a_node_can_be_taken_out_and_several_can_take_its_place() -> None:
    content = (b.Text("a"), b.Link("#x", words("b", "c")), b.Break())

    assert rewrite(content, b.Break, lambda _: None) == content[:2]
    assert rewrite(content, b.Link, lambda link: link.content) == (*words("a", "b", "c"), b.Break())


def test_a_node_that_stands_in_two_places_is_rewritten_in_both() -> None:
    shared = words("x")
    tree = (b.Paragraph(shared), b.Strong(shared), shared)

    assert texts(tree) == ["x", "x", "x"]
    assert texts(rewrite(tree, b.Text, lambda text: b.Text(text.text + "y"))) == ["xy"] * 3


def test_levels_are_counted_to_the_deepest_branch() -> None:
    quote: b.Block = b.Paragraph(words("x"))
    for _ in range(5):
        quote = b.Quote((quote,))

    assert not deeper_than(quote, 7)
    assert deeper_than(quote, 6)
    assert deeper_than(((), (quote,)), 6)
    assert not deeper_than((), 0)


def test_an_explorer_with_large_tables_is_walked_in_a_moment() -> None:
    cells = [words(str(n)) for n in range(400)]
    columns = tuple(b.Column(str(n)) for n in range(5))
    views: tuple[tuple[b.Block, ...], ...] = tuple(
        (
            b.Table(
                columns,
                tuple(
                    tuple(cells[(row + n + place) % 400] for n in range(5)) for row in range(193)
                ),
            ),
        )
        for place in range(400)
    )
    explorer = b.Explorer("e", (), {(n,): n for n in range(400)}, views, (0,), ())
    began = time.process_time()

    assert list(every(explorer, b.Cite)) == []
    assert list(every(explorer, b.Heading)) == []
    assert rewrite(explorer, b.Cite, lambda cite: replace(cite, number=1)) is explorer
    assert time.process_time() - began < 1
