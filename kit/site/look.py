"""What the pages of the site share: the head, the colours, the foot, the policy."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import htpy as h

from kit.render import imprint, shell, typefaces
from kit.render import theme as themes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.record import Record

# Follows what the reader has set in the system; the control on the page can overrule it.
_FIRST: Final = (
    shell.SCRIPTED
    + 'document.documentElement.dataset.scheme=matchMedia("(prefers-contrast: more)").matches'
    '?"contrast":matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";'
)


@cache
def asset(name: str) -> str:
    """Read a style sheet or a script of the site.

    Parameters
    ----------
    name : str
        Its file name.

    Returns
    -------
    str
    """
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def provenance(record: Record) -> tuple[tuple[str, str], ...]:
    """Say which record a page was made from.

    Parameters
    ----------
    record : Record
        The record.

    Returns
    -------
    tuple of (str, str)
        Label and value; no date but that of the newest source.
    """
    return (
        ("Record", f"version {record.version}"),
        ("Data", f"sha256 {record.sha256}"),
        ("Newest source", record.newest_source_date),
    )


def file(
    *,
    title: str,
    subtitle: str,
    body: h.Node,
    theme: themes.Theme,
    facts: Sequence[tuple[str, str]],
    links: Sequence[tuple[str, str]] = (),
    script: str = "",
) -> str:
    """Write a page of the site.

    Parameters
    ----------
    title, subtitle : str
        What it is, and what it is for.
    body : htpy.Node
        Its `main` element.
    theme : Theme
        Colours, wordmark and logo.
    facts : sequence of (str, str)
        What stands at its foot.
    links : sequence of (str, str)
        Label and relative address of the other pages.
    script : str
        The file name of its script, if it has one.

    Returns
    -------
    str
        A self-contained HTML file under the kit's policy.
    """
    whole = h.fragment[
        h.a(".skip", href="#kit-main")["Skip to the text"],
        h.header(".masthead")[
            h.div(".top")[
                imprint.wordmark(theme),
                links
                and h.nav(".links", aria_label="The site")[
                    h.ul[[h.li[h.a(href=address)[label]] for label, address in links]]
                ],
                h.label(".scheme")[
                    "Colours ",
                    h.select(id="kit-scheme", autocomplete="off")[
                        h.option(value="light")["Light"],
                        h.option(value="dark")["Dark"],
                        h.option(value="contrast")["High contrast"],
                    ],
                ],
            ],
            h.h1[title],
            h.p(".subtitle")[subtitle] if subtitle else None,
        ],
        h.div(".site")[
            body,
            facts
            and h.footer[
                h.dl(".provenance")[[h.div[h.dt[label], h.dd[value]] for label, value in facts]]
            ],
        ],
    ]
    return str(
        shell.File(
            lang="en",
            title=title,
            description=subtitle,
            style="".join(
                (
                    typefaces.css(str(whole)),
                    themes.css(theme),
                    shell.asset("blocks.css"),
                    shell.asset("page.css"),
                    asset("site.css"),
                )
            ),
            first=_FIRST,
            body=whole,
            scripts=tuple(map(asset, filter(None, ("colours.js", script)))),
        )
    )
