"""Tests of the server for the instructor's own browser."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from kit.build.report import Entry, Report
from kit.build.serve import Server
from kit.errors import ExecutionError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DECK = "slides/01 first.html"
BUILT = Report((Entry("01 first", "built", "", (DECK,), 1.0),), 1.0)
FAILED = Report((Entry("01 first", "failed", "", error=ExecutionError("cell <3> failed")),), 1.0)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "slides").mkdir()
    (tmp_path / DECK).write_text("<!doctype html>the deck")
    (tmp_path / "secret.txt").write_text("secret")
    with Server(tmp_path) as running:
        running.publish(BUILT)
        yield running


def get(server: Server, place: str, **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
    base = urlsplit(server.address)
    connection = http.client.HTTPConnection("127.0.0.1", base.port, timeout=5)
    connection.request("GET", f"{base.path}{place}", headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, answer.headers


def test_products_are_given_out_as_they_are(server: Server) -> None:
    status, text, headers = get(server, "file/slides/01%20first.html")
    assert (status, text) == (200, "<!doctype html>the deck")
    assert headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" not in headers  # the file brings its own


def test_our_own_page_has_a_strict_policy(server: Server) -> None:
    for place in ("", "watch.js", "watch.css"):
        status, _, headers = get(server, place)
        assert status == 200
        assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "place",
    ["file/secret.txt", "file/../secret.txt", "file/%2e%2e/secret.txt", "file//etc/passwd", "none"],
)
def test_nothing_but_products_is_given_out(server: Server, place: str) -> None:
    assert get(server, place)[0] == 404


def test_without_the_token_there_is_nothing(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    for path in ("/", "/guess/", "/guess/file/slides/01%20first.html", f"{server.address}x"[:-5]):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 404
    connection.close()


def test_two_servers_have_different_tokens(server: Server, tmp_path: Path) -> None:
    with Server(tmp_path) as other:
        assert urlsplit(other.address).path != urlsplit(server.address).path


def test_a_page_elsewhere_cannot_look_in_under_a_name_of_its_own(server: Server) -> None:
    assert get(server, "", Host="attacker.example")[0] == 403
    assert get(server, "", Host=f"localhost:{server.port}")[0] == 200


def test_open_pages_are_told_what_was_built_and_what_failed(server: Server) -> None:
    base = urlsplit(server.address)
    connection = http.client.HTTPConnection("127.0.0.1", base.port, timeout=5)
    connection.request("GET", f"{base.path}events")
    stream = connection.getresponse()

    def event() -> tuple[list[str], list[str]]:
        line = stream.readline()
        stream.readline()
        told = json.loads(line.removeprefix(b"data: "))
        assert told["products"] == {DECK: "file/slides/01%20first.html"}
        return told["changed"], told["failed"]

    assert event() == ([], [])
    server.publish(BUILT)
    assert event() == ([DECK], [])
    server.publish(FAILED)
    assert event() == ([], ["cell <3> failed."])
    server.publish(BUILT)
    assert event() == ([DECK], [])
    connection.close()
