"""Explorers over the twelve recorded votes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kit.errors import UsageError
from kit.record.nearest import did_you_mean
from kit.teach.explorer import explore
from kit.teach.explorers.tiles import VOTES, counted, svg
from kit.teach.explorers.wording import (
    LINES,
    rows,
    rows_by,
    short,
    source_of,
    sourced,
    text,
    words,
)
from kit.teach.figure import figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kit.record import Record
    from kit.teach.explorer import InPrint

_GROUPS: Final = (
    "African Group",
    "Asia-Pacific Group",
    "Eastern European Group",
    "Latin American and Caribbean Group",
    "Western European and Others Group",
    "No group",
)


def ballot(record: Record, *, in_print: InPrint = "first") -> None:
    """Show how each State voted, grouped by region; colour and shape tell the vote.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    in_print : {"first", "all"} or mapping
        Which ballots a printed export shows.
    """
    ballots = {_label(record, row): row for row in rows(record.ballots)}
    votes = {(row.state, row.ballot): row.vote for row in rows(record.votes)}
    states = rows_by(record.states.sort_values("iso3"), "regional_group")

    def show(ballot: str) -> str:
        row = ballots[ballot]
        voters = {
            group: [each for each in states.get((group,), []) if (each.iso3, row.key) in votes]
            for group in _GROUPS
        }
        members = {
            group: [(each.iso3, votes[each.iso3, row.key]) for each in voting]
            for group, voting in voters.items()
            if voting
        }
        said = "; ".join(f"{group}: {counted(tiles)}" for group, tiles in members.items())
        figure(
            svg(members),
            alt=f"A tile for each Member State. {said}.",
            caption=f"{words(row.question)} {_total(row)} {sourced(row)}",
            data=_by_group(
                {
                    group: [(each.short_name, votes[each.iso3, row.key]) for each in voting]
                    for group, voting in voters.items()
                }
            ),
        )
        corrected = words(row.corrections)
        return f"*Said by delegations afterwards:* {corrected}" if corrected else ""

    explore(show, title="Who voted how", in_print=in_print, ballot=list(ballots))


def state_record(record: Record, *, first: str = "", in_print: InPrint = "first") -> None:
    """Show one State's twelve votes, beside those of its regional group.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    first : str
        Code of the State that stands there first, such as "SGP".
    in_print : {"first", "all"} or mapping
        Which States a printed export shows, such as {"state": "Singapore"}.
    """
    states = {row.short_name: row for row in rows(record.states.sort_values("short_name"))}
    by_code = {row.iso3: name for name, row in states.items()}
    if first and first not in by_code:
        raise UsageError(
            f"The record has no State '{first}'{did_you_mean(first, by_code)}",
            mend="record.states lists their codes",
        )
    opening = by_code.get(first, next(iter(states)))
    cast = record.votes.merge(
        record.states[["iso3", "regional_group"]], left_on="state", right_on="iso3"
    )
    groups = {
        key: Counter(votes["vote"])
        for key, votes in cast.groupby(["ballot", "regional_group"], observed=True)
    }
    votes = {(row.state, row.ballot): row for row in rows(record.votes)}
    ballots = rows(record.ballots)
    same_for_all = {
        "Text": [_label(record, row) for row in ballots],
        "Line": [LINES[text(row.line) or "other"] for row in ballots],
        "Source": [source_of(row) for row in ballots],
    }

    def show(state: str = opening) -> tuple[object, ...]:
        row = states[state]
        table = pd.DataFrame(
            {
                **same_for_all,
                "Vote": [_vote(votes[row.iso3, each.key]) for each in ballots],
                "Most of its group": [
                    _most(groups[each.key, row.regional_group]) for each in ballots
                ],
                "Grade": [votes[row.iso3, each.key].grade for each in ballots],
            }
        )
        group = f"{words(row.un_name)}, {words(row.regional_group)} {sourced(row)}"
        order = ["Text", "Line", "Vote", "Most of its group", "Source", "Grade"]
        return group, table[order].set_index("Text")

    explore(show, title="One State's votes", in_print=in_print, state=list(states))


def _label(record: Record, row: Any) -> str:  # noqa: ANN401  a row of ballots
    """Name a ballot."""
    name = " ".join(filter(None, (short(record, row.document), text(row.paragraph))))
    year = text(row.date)[:4]
    return f"{name} ({row.body})" if year in name else f"{name} ({row.body}, {year})"


def _total(row: Any) -> str:  # noqa: ANN401  a row of ballots
    """Write the result of a ballot."""
    return (
        f"{row.yes} in favour, {row.no} against, {row.abstain} abstaining, "
        f"{row.not_voting} not voting."
    )


def _by_group(voters: Mapping[str, Sequence[tuple[str, str]]]) -> pd.DataFrame:
    """List the States of each group by their vote: the table behind the tiles."""
    table = pd.DataFrame(
        [
            {
                "Group": group,
                "Vote": VOTES[vote],
                "Number": len(names),
                "States": ", ".join(sorted(names)),
            }
            for group, named in voters.items()
            for vote in VOTES
            if (names := [name for name, cast in named if cast == vote])
        ]
    )
    return table.set_index(["Group", "Vote"])


def _vote(row: Any) -> str:  # noqa: ANN401  a row of votes
    """Write a vote, and what the delegation afterwards said it had meant."""
    meant = text(row.intended)
    return VOTES[row.vote] + (f" (said later it had meant: {VOTES[meant]})" if meant else "")


def _most(votes: Counter[str]) -> str:
    """Write how most of a group voted."""
    vote, number = votes.most_common(1)[0]
    return f"{VOTES[vote]} ({number} of {votes.total()})"
