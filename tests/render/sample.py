"""A document that holds every kind of block, on the subject of the course."""

from __future__ import annotations

import struct
import zlib
from itertools import product

from kit.document import blocks as b

VOTES = {  # plenary tallies: yes, no, abstentions, not voting; verbatim records, grade A
    "A/RES/73/27": (119, 46, 14, 14),
    "A/RES/73/266": (138, 12, 16, 27),
    "A/RES/74/28": (163, 10, 6, 14),
    "A/RES/74/29": (129, 6, 45, 13),
    "A/RES/75/32": (163, 10, 7, 13),
    "A/RES/77/36": (112, 52, 8, 21),
    "A/RES/77/37": (156, 7, 14, 16),
}
STATES = (
    "Albania",
    "Côte d’Ivoire",
    "Japan",
    "Singapore",
    "Switzerland",
    "Türkiye",
    "United Kingdom of Great Britain and Northern Ireland",
)
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" width="640" height="300">
<rect width="640" height="300" fill="#fff"/>
<g font-family="sans-serif" font-size="14" fill="#1a1d21">
<text x="10" y="44">73/27</text><rect x="90" y="28" width="238" height="22" fill="#1f4e79"/>
<text x="10" y="94">74/29</text><rect x="90" y="78" width="258" height="22" fill="#1f4e79"/>
<text x="10" y="144">75/32</text><rect x="90" y="128" width="326" height="22" fill="#1f4e79"/>
<text x="10" y="194">77/36</text><rect x="90" y="178" width="224" height="22" fill="#1f4e79"/>
<text x="10" y="244">77/37</text><rect x="90" y="228" width="312" height="22" fill="#1f4e79"/>
<text x="336" y="44">119</text><text x="356" y="94">129</text><text x="424" y="144">163</text>
<text x="322" y="194">112</text><text x="410" y="244">156</text></g></svg>"""


def png(width: int = 2, height: int = 2) -> bytes:
    """Draw a small white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    rows = b"".join(b"\x00" + b"\xff" * 3 * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def text(*words: str | b.Inline) -> tuple[b.Inline, ...]:
    """Write inline content from strings and inline items."""
    return tuple(b.Text(word) if isinstance(word, str) else word for word in words)


def para(*words: str | b.Inline) -> b.Paragraph:
    """Write a paragraph."""
    return b.Paragraph(text(*words))


def title(words: str, level: int = 1, id: str = "") -> b.Heading:  # noqa: A002  as the tree names it
    """Write a heading."""
    return b.Heading(level, text(words), id)


def bullets(*items: str | b.Block) -> b.List:
    """Write a list."""
    return b.List(tuple((para(item) if isinstance(item, str) else item,) for item in items))


def cite(locator: str = "", key: str = "A/RES/76/19", number: int = 1) -> b.Cite:
    """Write a reference."""
    return b.Cite(key, locator, number)


def part(cell: int, *blocks: b.Block, **options: bool) -> b.Part:
    """Write what one cell contributes."""
    return b.Part(cell, blocks, **options)  # type: ignore[arg-type]  only the flags are given


def tallies() -> b.Table:
    """Write the tallies as a table."""
    columns = (
        b.Column("Resolution"),
        *(b.Column(name, "right") for name in ("Yes", "No", "Abstaining", "Not voting")),
    )
    rows = tuple(
        (text(symbol), *(text(str(count)) for count in counts)) for symbol, counts in VOTES.items()
    )
    return b.Table(columns, rows, text("Votes in plenary, 2018 to 2022 ", cite("", "votes", 2)), 1)


def long_table(rows: int = 30) -> b.Table:
    """Write a table that needs several slides."""
    return b.Table(
        (b.Column("Row"), b.Column("What it says"), b.Column("Number", "right")),
        tuple(
            (text(f"Row {n}"), text(f"What stands in row {n} of this table"), text(f"{n * 7}"))
            for n in range(1, rows + 1)
        ),
        text("A long table"),
        1,
        note=f"The first {rows} of 2,316 rows.",
    )


def states_explorer() -> b.Explorer:
    """Write an explorer with a list, radio buttons, a slider and a switch."""
    bodies = ("Plenary", "First Committee")
    years = ("2018", "2019", "2020", "2021", "2022")
    controls = (
        b.Control("state", "State", "choice", STATES),
        b.Control("body", "Body", "choice", bodies),
        b.Control("year", "Year", "range", years),
        b.Control("words", "Show the vote in words", "switch", ("off", "on")),
    )
    states: dict[tuple[int, ...], int] = {}
    views: list[tuple[b.Block, ...]] = []
    sizes = (len(STATES), len(bodies), len(years), 2)
    for state, body, year, words in product(*(range(size) for size in sizes)):
        if body == 1 and year != 3:  # the committee is recorded for one year only
            continue
        vote = ("yes", "no", "abstaining")[(state + year) % 3]
        head = b.Table(
            (b.Column("Question"), b.Column("Answer")),
            (
                (text("State"), text(STATES[state])),
                (text("Body"), text(bodies[body])),
                (text("Year"), text(years[year])),
                (text("Invented vote"), text(vote if words else vote[0].upper())),
            ),
            text("An example of a state, not a fact of the record"),
            1,
        )
        states[(state, body, year, words)] = len(views)
        views.append((head,))
    initial = (3, 0, 3, 1)
    return b.Explorer("How did a State vote?", controls, states, tuple(views), initial, (initial,))


def search_explorer(rows: int = 120) -> b.Explorer:
    """Write an explorer with a long table to search."""
    columns = (b.Column("State"), b.Column("Group"), b.Column("Order", "right"))
    groups = ("African Group", "Asia-Pacific Group", "Eastern European Group")

    def view(chosen: str | None) -> tuple[b.Block, ...]:
        table = tuple(
            (text(f"{STATES[n % len(STATES)]} {n}"), text(groups[n % 3]), text(str(n)))
            for n in range(rows)
            if chosen is None or groups[n % 3] == chosen
        )
        return (b.Table(columns, table, text("Rows to search"), 1),)

    control = b.Control("group", "Group", "choice", ("all groups", *groups))
    views = tuple(view(chosen) for chosen in (None, *groups))
    return b.Explorer(
        "Who is in which group?",
        (control,),
        {(n,): n for n in range(4)},
        views,
        (0,),
        ((0,),),
        text_filter=True,
    )


QUIZZES = (
    b.Quiz(
        text("What does operative paragraph 2 of 76/19 do with the report of the Group?"),
        "single",
        (
            b.Choice(
                text("It takes note of it."), feedback=text("A weaker verb than the text has.")
            ),
            b.Choice(text("It welcomes it."), correct=True, feedback=text("So says the text.")),
            b.Choice(
                text("It endorses it."), feedback=text("That was decision 75/564, on the other.")
            ),
        ),
        why=text("The two reports are not treated alike ", cite("OP1 and OP2"), "."),
    ),
    b.Quiz(
        text("Which of these words occur in 76/19?"),
        "multiple",
        (
            b.Choice(text("capacity-building"), correct=True, feedback=text("In PP9.")),
            b.Choice(text("cyberspace"), feedback=text("It occurs nowhere in the text.")),
            b.Choice(text("human rights"), correct=True, feedback=text("In PP8.")),
        ),
        why=text("A word that is missing can say as much as one that is there."),
    ),
    b.Quiz(
        text("Put these in the order in which they happened."),
        "ordering",
        (
            b.Choice(text("The Working Group adopts its report")),
            b.Choice(text("The Group of Governmental Experts adopts its report")),
            b.Choice(text("The Assembly adopts 76/19")),
            b.Choice(text("The Assembly votes on 77/36")),
        ),
        why=text("March, May and December 2021, then December 2022."),
    ),
    b.Quiz(
        text("Match each document with the body that wrote it."),
        "match",
        (
            b.Choice(text("A/75/816"), partner=text("Open-ended Working Group")),
            b.Choice(text("A/76/135"), partner=text("Group of Governmental Experts")),
            b.Choice(text("A/RES/76/19"), partner=text("General Assembly")),
        ),
    ),
    b.Quiz(
        text("With which verb does operative paragraph 4 begin?"),
        "text",
        accepted=("supports", "Supports the"),
        why=text("It “supports” the group and “acknowledges its mandate”."),
    ),
)

SOURCES = (
    b.Source(
        "A/RES/76/19",
        1,
        "United Nations, General Assembly, resolution 76/19, A/RES/76/19",
        "official-record",
        ("A",),
        "https://undocs.org/A/RES/76/19",
    ),
    b.Source(
        "votes",
        2,
        "United Nations, General Assembly, verbatim records of plenary meetings, seventy-third "
        "to seventy-seventh session: votes as read out and as corrected afterwards",
        "official-record",
        ("A", "B"),
    ),
    b.Source("S/2021/621", 3, "United Nations, Security Council, S/2021/621", "state-text", ("A",)),
)

META = b.Meta(
    title="What the Assembly decided in 2021",
    name="05-resolution",
    subtitle="Resolution 76/19 read beside its drafts, its rivals and its sequels",
    date="2022-12-07",
    teach_minutes=35,
    practise_minutes=20,
    questions=("What does 76/19 say?", "What do others say that it says?"),
    objectives=(
        "tell an operative from a preambular paragraph",
        "trace a clause to the resolution that it comes from",
        "weigh a claim against the words of the text",
    ),
    key_points=(
        text("Verbs carry the decision: ", b.Emphasis(text("welcomes")), " is not ", "endorses."),
        text("A possibility that is noted is not a commitment that is confirmed."),
    ),
    audience="For new delegates",
    marking="Unclassified",
    provenance=(("Record", "2026.1"), ("Newest source", "2022-12-07")),
)


def document() -> b.Document:
    """Write the whole."""
    deleted, marked = b.Deleted(text("if appropriate")), b.Mark(text("separately"))
    sections = (
        b.Section((part(1, title("What the Assembly decided in 2021")),), "title"),
        b.Section((part(2, title("The text and what is said of it")),), "section"),
        b.Section(
            (
                part(
                    3,
                    title(
                        "The Assembly notes a possibility of binding rules; it does not confirm one"
                    ),
                    para(
                        "Preambular paragraph 10 first ",
                        b.Emphasis(text("reaffirms")),
                        " voluntary, non-binding norms, and then ",
                        marked,
                        " notes the possibility of additional binding obligations, ",
                        b.Strong(text("“if appropriate”")),
                        " ",
                        cite("PP10"),
                        ".",
                    ),
                    bullets(
                        "It stands in the preamble, not among the decisions.",
                        "It is a possibility, and it is set apart from the norms.",
                    ),
                ),
                part(
                    4,
                    b.Quote((para("The possibility of future elaboration"),)),
                    para(
                        "The sequel of 2022 left two passages out, ",
                        deleted,
                        " among them",
                        b.Footnote(text("The other is the clause on voluntary norms.")),
                        ", and that paragraph was put to a vote of its own ",
                        cite("", "votes", 2),
                        ".",
                    ),
                    fragment=True,
                ),
            )
        ),
        b.Section(
            (
                part(
                    5,
                    title("The sponsors changed, and so did the majorities"),
                    tallies(),
                ),
            )
        ),
        b.Section(
            (
                part(
                    6,
                    title("Two consensus texts gathered more votes than either rival line"),
                    b.Figure(
                        "image/svg+xml",
                        SVG,
                        "Bars of yes votes: 73/27 has 119, 74/29 129, 75/32 163, 77/36 112, 77/37 156.",
                        text("Yes votes in plenary ", cite("", "votes", 2)),
                        tallies(),
                    ),
                ),
            ),
            "figure",
        ),
        b.Section(
            (
                part(7, title("The two reports of 2021 differ in standing, and agree in much")),
                part(
                    8,
                    title("Open-ended Working Group", 2),
                    bullets("All Members could take part", "Adopted by consensus on 12 March 2021"),
                ),
                part(
                    9,
                    title("Group of Governmental Experts", 2),
                    bullets("25 experts", "Adopted by consensus on 28 May 2021"),
                ),
            ),
            "columns",
        ),
        b.Section((part(10, title("See how a State’s vote moves"), states_explorer()),)),
        b.Section((part(11, title("Search a long list"), search_explorer()),)),
        *(
            b.Section((part(12 + n, title(f"Test yourself: {quiz.kind}"), quiz),))
            for n, quiz in enumerate(QUIZZES)
        ),
        b.Section(
            (
                part(
                    20,
                    title("Try it yourself"),
                    b.Exercise(
                        "06.2",
                        (para("Count the States that voted yes on both rival texts of 2018."),),
                        "a whole number",
                        10,
                        (text("Join the two tables."), text("Then count the rows.")),
                    ),
                ),
            ),
            vertical=True,
        ),
        b.Section((part(21, title("A long table goes on, with its header"), long_table()),)),
        b.Section(
            (
                part(
                    22,
                    title("A long list goes on, with its numbering"),
                    b.List(
                        tuple((para(f"Point {n} of a long list"),) for n in range(1, 25)),
                        ordered=True,
                    ),
                ),
            )
        ),
        b.Section(
            (
                part(
                    23,
                    title("Every other block has its place"),
                    b.Callout("warning", text("Unchecked"), (para("A lead is not a fact."),)),
                    b.Code("record.cite('A/RES/76/19', 'OP4')", "python"),
                    b.Code("A/RES/76/19, OP4", "", "output"),
                    b.DefinitionList(
                        ((text("grade A"), (para("read in the primary text"),)),),
                    ),
                    para(
                        "See ",
                        b.Link("https://example.org/", text("an outside page")),
                        ", ",
                        b.InlineCode("kit.load()"),
                        b.Break(),
                        "and ",
                        b.Link("#sources", text("the sources")),
                        ".",
                    ),
                    b.PageBreak(),
                ),
                part(24, para("Only the reading editions show this."), on_slide=False),
            )
        ),
        b.Section(
            (
                part(
                    26,
                    title("References can stand one above the other"),
                    b.Table(
                        (b.Column("Clause"), b.Column("Sources")),
                        ((text("PP10"), text(cite("PP10"), b.Break(), cite("OP1"))),),
                    ),
                ),
            )
        ),
        b.Section((part(25, b.Figure("image/png", png(), "A white square.")),)),
    )
    return b.Document(META, sections, SOURCES)
