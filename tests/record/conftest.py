"""A small data package with the record's own schema, for tests to break."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import typst

SCHEMA = Path(__file__).parents[2] / "data" / "datapackage.json"
FACT = {"source": "A/RES/76/19", "grade": "A"}
WHOLE = "Mr. Chairman,\n\nToday we consider a draft. The “possibility” was confirmed.\n"
HASH = "0" * 64
QUOTE = "if appropriate"
CONTEXT = hashlib.sha256(f"A/RES/76/19|PP1|{QUOTE}|{HASH}".encode()).hexdigest()

ROWS: dict[str, list[dict[str, str]]] = {
    "sources": [
        {
            "key": "A/RES/76/19",
            "title": "Developments in ICT security",
            "publisher": "United Nations",
            "date": "2021-12-06",
            "date_precision": "day",
            "url": "https://docs.un.org/en/A/RES/76/19",
            "status": "official-record",
            "rights": "United Nations",
            "grade": "A",
        },
        {
            "key": "S/2021/621",
            "title": "Letter of the President",
            "publisher": "United Nations",
            "date": "2021-07",
            "date_precision": "month",
            "status": "official-record",
            "rights": "United Nations",
            "grade": "A",
        },
        {
            "key": "a-note",
            "title": "A note on Côte d’Ivoire",
            "publisher": "A house",
            "date": "2022",
            "date_precision": "year",
            "url": "https://example.org/note",
            "status": "ngo-report",
            "rights": "unknown",
            "grade": "B",
        },
        {
            "key": "A/76/135",
            "title": "Report of the experts",
            "publisher": "United Nations",
            "status": "official-record",
            "rights": "United Nations",
            "grade": "C",
        },
    ],
    "documents": [
        {
            "symbol": "A/RES/76/19",
            "short": "76/19",
            "title": "Developments in ICT security",
            "kind": "resolution",
            "line": "joint",
            "text_read": "full",
            **FACT,
        },
        {
            "symbol": "A/76/135",
            "short": "GGE report",
            "title": "Report of the experts",
            "kind": "report",
            "line": "other",
            "text_read": "part",
            "source": "S/2021/621",
            "grade": "A",
        },
    ],
    "paragraphs": [
        {
            "document": "A/RES/76/19",
            "paragraph": "PP1",
            "position": "1",
            "kind": "preambular",
            "verb": "Reaffirming",
            "paraphrase": "Voluntary, non-binding norms; binding obligations are possible.",
            **FACT,
        },
        {
            "document": "A/RES/76/19",
            "paragraph": "OP4",
            "position": "2",
            "kind": "operative",
            "verb": "Supports",
            "paraphrase": "Supports the group, an interest of Côte d’Ivoire too.",
            **FACT,
            "grade": "B",
        },
        {
            "document": "A/76/135",
            "paragraph": "71(f)",
            "position": "1",
            "kind": "report",
            "paraphrase": "Humanitarian law applies in armed conflict.",
            "source": "S/2021/621",
            "where": "annex XXXVI",
            "grade": "A",
        },
        {
            "document": "A/76/135",
            "paragraph": "65",
            "position": "2",
            "kind": "report",
            "paraphrase": "The secret lead speaks of ransomware.",
            "source": "A/76/135",
            "grade": "C",
        },
    ],
    "quotations": [
        {
            "key": "q1",
            "document": "A/RES/76/19",
            "paragraph": "PP1",
            "quote": QUOTE,
            "paragraph_sha256": HASH,
            "context_sha256": CONTEXT,
            **FACT,
        },
    ],
    "states": [
        {
            "iso3": iso3,
            "iso2": iso2,
            "un_name": name,
            "short_name": name.split(" (")[0],
            "regional_group": group,
            "m49_region": "x",
            "m49_subregion": "y",
            "eu_member_2024": "false",
            **FACT,
        }
        for iso3, iso2, name, group in (
            ("SGP", "SG", "Singapore", "Asia-Pacific Group"),
            ("BOL", "BO", "Bolivia (Plurinational State of)", "Latin American and Caribbean Group"),
            ("CIV", "CI", "Côte d’Ivoire", "African Group"),
            ("NAM", "NA", "Namibia", "African Group"),
        )
    ],
    "ballots": [
        {
            "key": "A/RES/76/19",
            "document": "A/RES/76/19",
            "body": "plenary",
            "date": "2021-12-06",
            "question": "The draft as a whole",
            "line": "joint",
            "yes": "2",
            "no": "1",
            "abstain": "0",
            "not_voting": "1",
            "corrections": "none recorded",
            **FACT,
        },
    ],
    "votes": [
        {"ballot": "A/RES/76/19", "state": state, "vote": vote, **FACT}
        for state, vote in (("SGP", "yes"), ("BOL", "no"), ("CIV", "yes"), ("NAM", "not_voting"))
    ],
    "statements": [
        {
            "key": "russia-2021-11-02",
            "date": "2021-11-02",
            "date_precision": "day",
            "speaker": "A State",
            "forum": "First Committee",
            "about": "resolution-76-19",
            "kind": "founding",
            "position": "Presents the draft.",
            "text": "texts/statement.txt",
            **FACT,
        },
    ],
    "sentences": [
        {
            "statement": "russia-2021-11-02",
            "number": "1",
            "paragraph": "1",
            "text": "Today we consider a draft.",
            "kind": "fact",
            **FACT,
        },
        {
            "statement": "russia-2021-11-02",
            "number": "2",
            "paragraph": "1",
            "text": 'The "possibility" was confirmed.',
            "kind": "reading",
            **FACT,
        },
    ],
    "claims": [
        {
            "key": "confirmed",
            "statement": "russia-2021-11-02",
            "number": "1",
            "title": "Confirmed",
            "claim": "It was confirmed.",
            "quote": "The “possibility” was",
            "record": "It was noted.",
            "finding": "differs",
            "reasoning": "The verb is another.",
            **FACT,
        },
    ],
    "claim_sentences": [
        {"claim": "confirmed", "statement": "russia-2021-11-02", "sentence": "2"},
    ],
    "claim_paragraphs": [
        {
            "claim": "confirmed",
            "document": "A/RES/76/19",
            "paragraph": "PP1",
            "bearing": "differs",
            "note": "The verb.",
        },
        {
            "claim": "confirmed",
            "document": "A/76/135",
            "paragraph": "65",
            "bearing": "background",
            "note": "Rests on a lead.",
        },
    ],
    "events": [
        {
            "key": "adoption",
            "date": "2021",
            "date_precision": "year",
            "kind": "adoption",
            "track": "joint",
            "body": "general-assembly",
            "event": "The resolution is adopted.",
            "document": "A/RES/76/19",
            **FACT,
        },
    ],
}


@dataclass
class PackageFolder:
    """A data package in a folder, with ways of changing its files."""

    path: Path
    schema: dict[str, list[str]] = field(default_factory=dict)

    def file(self, table: str) -> Path:
        return self.path / f"{table}.csv"

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        with self.file(table).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, self.schema[table], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def rows(self, table: str) -> list[dict[str, str]]:
        with self.file(table).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def change(self, table: str, row: int, **values: str) -> None:
        """Change cells of a row, which a spreadsheet numbers `row`."""
        rows = self.rows(table)
        rows[row - 2].update(values)
        self.write(table, rows)

    def add(self, table: str, like: int, **values: str) -> None:
        """Add a row that is like another, except for some cells."""
        rows = self.rows(table)
        self.write(table, [*rows, {**rows[like - 2], **values}])


@pytest.fixture
def folder(tmp_path: Path) -> PackageFolder:
    """Return a small, valid package in the record's own schema."""
    descriptor = json.loads(SCHEMA.read_text(encoding="utf-8"))
    package = PackageFolder(tmp_path / "package")
    (package.path / "texts").mkdir(parents=True)
    (package.path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (package.path / "texts" / "statement.txt").write_text(WHOLE, encoding="utf-8")
    for resource in descriptor["resources"]:
        if "schema" in resource:
            name = resource["name"]
            package.schema[name] = [column["name"] for column in resource["schema"]["fields"]]
            package.write(name, ROWS.get(name, []))
        else:
            target = package.path / resource["path"]
            target.parent.mkdir(exist_ok=True)
            target.write_text(WHOLE, encoding="utf-8")
    return package


# --- a report of the United Nations, typeset ----------------------------------

FORM = """
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: (x: 3.4cm, y: 2.6cm),
  header: text(9pt, align(right, strong(data.symbol))),
  footer: context text(8pt)[#data.job #h(1fr) #counter(page).display()/#counter(page).final().first()])
#set text(font: "Libertinus Serif", size: 10pt, lang: "en", hyphenate: true)
#set par(justify: true, leading: 0.6em)
#set super(typographic: false)
#for item in data.items {
  if item.kind == "heading" { align(center, strong(item.text)) }
  else if item.kind == "plain" { par(item.text) }
  else if item.kind == "break" { pagebreak() }
  else {
    pad(left: if item.kind == "letter" { 1.5cm } else { 0cm })[
      #h(1cm)#item.label#h(0.6cm)#item.text#if "note" in item { footnote(item.note) } #item.at("after", default: "")
    ]
  }
}
"""


class ReportForm:
    """What a report is made of, and how it is typeset."""

    LONG = (
        "States reaffirm that the internationalization of responsibilities and the "
        "characteristics of interdependence require extraordinarily comprehensive, non-binding "
        "understandings of communications infrastructures, notwithstanding administrative "
        "considerations. "
    )

    def heading(self, text: str) -> dict[str, str]:
        return {"kind": "heading", "text": text}

    def numbered(self, label: int, text: str, **more: str) -> dict[str, str]:
        return {"kind": "number", "label": f"{label}.", "text": text, **more}

    def lettered(self, label: str, text: str) -> dict[str, str]:
        return {"kind": "letter", "label": f"({label})", "text": text}

    def typeset(self, file: Path, items: list[dict[str, str]], symbol: str = "A/76/135") -> Path:
        data = json.dumps({"symbol": symbol, "job": "21-06572", "items": items})
        file.write_bytes(typst.compile(FORM.encode(), sys_inputs={"data": data}))
        return file


@pytest.fixture
def form() -> ReportForm:
    """Return the form of a report."""
    return ReportForm()
