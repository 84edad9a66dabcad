"""What the lint reads in code."""

from __future__ import annotations

from kit.course.lint.code import FILLED, Call, Typed, read


def test_what_is_made_of_the_record_is_followed_through_cells() -> None:
    sources = [
        "record = kit.load()",
        "votes = record.votes",
        "def count(x):\n    return len(votes)",
        "number = count(1)",
        "number + 1",
        "other = 3",
    ]
    reads = [cell.reads_record for cell in read(sources)]
    assert reads == [True, True, True, True, True, False]


def test_calls_say_whether_an_answer_follows() -> None:
    (cell,) = read(['kit.check("a", ...)\ncheck("b", 3)\nkit.exercise("c")'])
    assert cell.calls == (
        Call("check", "a", has_answer=False),
        Call("check", "b", has_answer=True),
        Call("exercise", "c", has_answer=False),
    )


def test_prose_is_found_with_holes_where_code_fills_in() -> None:
    (cell,) = read(['Markdown(f"There were {n} States in {year}.")'])
    assert cell.typed == (Typed(f"There were {FILLED} States in {FILLED}.", "markdown"),)


def test_queries_and_short_strings_are_no_prose() -> None:
    (cell,) = read(["t.query('a == \"one\" and b == \"two\" and c')\nt['column name']"])
    assert cell.typed == ()


def test_magics_and_other_languages_do_no_harm() -> None:
    magic, other = read(["%matplotlib inline\nkit.exercise('a')", "library(dplyr) %>% x"])
    assert [call.first for call in magic.calls] == ["a"]
    assert other.calls == ()
