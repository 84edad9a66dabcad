"""The streams of a PDF, each ended so that all readers agree on its length."""

from __future__ import annotations

import io

import page
import pikepdf
import pytest

from kit.render.streams import settled


def pdf_with(*streams: bytes) -> bytes:
    """Write a small PDF by hand, its streams as they are given."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Kept [%s] >>"
        % b" ".join(b"%d 0 R" % (n + 3) for n in range(len(streams))),
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        *(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data) for data in streams),
    ]
    out = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def complains(data: bytes) -> bool:
    """Tell whether the validator finds a stream of the wrong length."""
    report = page.validate_pdf_bytes(data, profile="3b")
    return any("STREAM-LENGTH" in found.rule_id for found in report.failures)


@pytest.mark.parametrize(
    "streams",
    [(b"one\r",), (b"one", b"two\r", b"three\r", b"four"), (b"\r",), (b"a\rb\r\r", b"\r\n")],
)
def test_every_stream_keeps_its_bytes_and_its_place(streams: tuple[bytes, ...]) -> None:
    with pikepdf.open(io.BytesIO(settled(pdf_with(*streams)))) as pdf:
        assert not pdf.get_warnings()
        assert tuple(kept.read_raw_bytes() for kept in pdf.Root.Kept) == streams


def test_a_stream_that_ends_in_a_carriage_return_is_no_longer_ambiguous() -> None:
    doubtful = pdf_with(b"one\r", b"two")

    assert complains(doubtful)
    assert not complains(settled(doubtful))


def test_a_file_without_doubt_is_left_alone() -> None:
    plain = pdf_with(b"one", b"two\n")

    assert settled(plain) is plain
