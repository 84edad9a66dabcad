"""Elements of WordprocessingML, and the package that holds them."""

from __future__ import annotations

import io
import zipfile

from kit.render.ooxml import element, field, repacked, run, value

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_nothing_stands_where_nothing_was_given() -> None:
    assert [child.tag for child in element("w:p", None, None, run("x"))] == [f"{W}r"]


def test_tabs_and_line_ends_become_elements() -> None:
    kinds = [child.tag.removeprefix(W) for child in run("a\tb\n\nc")]

    assert kinds == ["t", "tab", "t", "br", "br", "t"]


def test_properties_stand_before_the_words() -> None:
    made = run("x", value("w:rStyle", "Citation"))

    assert [child.tag.removeprefix(W) for child in made] == ["rPr", "t"]


def test_markup_in_words_is_words() -> None:
    assert run("</w:t><w:br/>&")[0].text == "</w:t><w:br/>&"


def test_a_field_tells_what_it_shows_between_its_marks() -> None:
    kinds = [
        (child[0].tag.removeprefix(W), child[0].get(f"{W}fldCharType") or child[0].text)
        for child in field("PAGE", "7")
    ]

    assert kinds == [
        ("fldChar", "begin"),
        ("instrText", " PAGE "),
        ("fldChar", "separate"),
        ("t", "7"),
        ("fldChar", "end"),
    ]


def test_a_package_keeps_its_files_and_loses_its_dates() -> None:
    packages = []
    for year, method in ((1999, zipfile.ZIP_DEFLATED), (2031, zipfile.ZIP_STORED)):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as package:
            for name in ("b.xml", "a.xml"):
                package.writestr(zipfile.ZipInfo(name, (year, 5, 5, 5, 5, 4)), name * 50)
        packages.append(repacked(out.getvalue()))

    first, second = packages
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert package.namelist() == ["b.xml", "a.xml"]
        assert package.read("a.xml") == b"a.xml" * 50
