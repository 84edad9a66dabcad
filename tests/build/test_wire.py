"""Tests of messages between processes."""

from __future__ import annotations

import socket

from hypothesis import given
from hypothesis import strategies as st

from kit.build.wire import Inbox, pack, receive

MESSAGES = st.lists(
    st.tuples(st.dictionaries(st.text(), st.integers() | st.text()), st.lists(st.binary())),
    max_size=4,
)


@given(MESSAGES, st.integers(1, 40))
def test_messages_survive_any_cut(
    messages: list[tuple[dict[str, int | str], list[bytes]]], size: int
) -> None:
    stream = b"".join(pack(header, blobs) for header, blobs in messages)
    inbox = Inbox()
    received = [
        message
        for start in range(0, len(stream), size)
        for message in inbox.messages(stream[start : start + size])
    ]
    assert received == messages


def test_a_gone_partner_gives_none() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        theirs.sendall(pack({"last": 1})[:-1])
        theirs.close()
        inbox = Inbox()
        assert receive(ours, inbox) == []
        assert receive(ours, inbox) is None
