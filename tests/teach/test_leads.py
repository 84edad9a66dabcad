"""Leads are shown live and never printed."""

from __future__ import annotations

from typing import Any

from kit import mime


def test_a_live_notebook_lists_every_lead(notebook: Any) -> None:
    html = notebook.html("import kit\nrecord = kit.load()\nkit.leads(record)")
    number = len(notebook.shell.user_ns["record"].leads)
    assert number > 0
    assert "To be checked, not facts" in html
    assert html.count("<tr>") == number + 1


def test_an_export_tells_only_how_many_there_are(notebook: Any) -> None:
    (bundle,) = notebook.export().run("import kit\nrecord = kit.load()\nkit.leads(record)")
    record = notebook.shell.user_ns["record"]
    assert bundle[mime.NOTE]["text"] == f"{len(record.leads)} leads are kept apart and not printed."
    for key in record.leads["key"]:
        assert str(key) not in str(bundle)
