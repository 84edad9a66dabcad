"""`kit brief`: briefings from a template, for one subject or for each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli import command
from kit.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from kit.build.pools import Workers

TEMPLATES: Final = "notebooks/briefings"


def main(arguments: Sequence[str]) -> int:
    """Run `kit brief`.

    Parameters
    ----------
    arguments : sequence of str
        What stands after the command.

    Returns
    -------
    int
        The exit code.

    Raises
    ------
    KitError
        When the command cannot begin; a briefing that fails is reported.
    """
    options = _parser().parse_args(arguments)
    root = command.project_root(Path.cwd())
    template = _template(root, options.template)
    with _workers(options) as workers:
        from kit.build.build import brief
        from kit.build.progress import chosen

        report = brief(
            root,
            template,
            _parameters(options.parameter, options.each),
            formats=("briefing", "word") if options.word else ("briefing",),
            engine=options.engine,
            paper=options.paper,
            progress=chosen(command.voice(options)),
            pools=workers,
        )
    command.say_where(report, root, options)
    return command.ended(report)


def _workers(options: argparse.Namespace) -> AbstractContextManager[Workers]:
    """Join the cluster that is to do the work, or start processes of this machine."""
    files = (options.tls_ca, options.tls_cert, options.tls_key)
    if any(files) and not all(files):
        raise UsageError(
            "Of the three certificate files, one or two are missing",
            mend="Give --tls-ca, --tls-cert and --tls-key together",
        )
    if options.scheduler is None:
        if any(files) or options.insecure:
            raise UsageError("There is no scheduler to speak with", mend="Name it with --scheduler")
        return command.workers(options.engine)
    from kit.build.cluster import Certificates, Cluster

    return Cluster(
        options.scheduler,
        certificates=Certificates(*files) if all(files) else None,
        is_plain_allowed=options.insecure,
    )


def _template(root: Path, name: str) -> Path:
    """Find a template, or a notebook of the course."""
    templates = sorted((root / TEMPLATES).glob("*.ipynb"))
    found = [path for path in templates if path.stem == name]
    if found:
        return found[0]
    try:
        return command.find_notebook(root, name)
    except UsageError as error:
        known = ", ".join(path.stem for path in templates) or "none yet"
        raise UsageError(
            f"There is no template and no notebook {name!r}", mend=f"The templates are: {known}"
        ) from error


def _parameters(given: Sequence[str], each: str | None) -> list[Mapping[str, object]]:
    """Read `-p name=value`, once for each row of a table when asked."""
    values: dict[str, object] = {}
    for item in given:
        name, sign, value = item.partition("=")
        if not sign or not name:
            raise UsageError(f"{item!r} is no parameter", mend="Write -p name=value")
        values[name] = value
    if each is None:
        return [values]
    import kit

    record = kit.load()
    if each not in record.tables:
        raise UsageError(f"The record has no table {each!r}", mend="Try --each states")
    keys = record.tables[each].iloc[:, 0]
    return [{**values, each.removesuffix("s"): key} for key in keys]


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "brief",
        examples="""
        kit brief one_page                the resolution in one page
        kit brief state -p state=SGP      one State: its votes, its group, its statements
        kit brief state --each states     the same for all 193
        kit brief topic -p topic=norms    one topic across all documents
        kit brief 06 --word               notebook 06 as PDF and as Word document
        kit brief state --each states --scheduler tls://HOST:8786 --tls-ca ca.pem
          --tls-cert me.pem --tls-key me.key      the same, by a Dask cluster
        """,
    )
    made.add_argument(
        "template", metavar="TEMPLATE", help="a template, or a notebook of the course"
    )
    made.add_argument(
        "-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help="a parameter"
    )
    made.add_argument("--each", metavar="TABLE", help="once for each row of a table of the record")
    made.add_argument("--word", action="store_true", help="also as a Word document")
    command.add_engine(made)
    command.add_paper(made)
    cluster = made.add_argument_group(
        "a cluster",
        "The same work, the same bytes, done by the workers of a Dask cluster. Each needs\n"
        "the kit, the record and the packages that this machine has; work of a worker that\n"
        "dies is done again by another. Needs `pip install 'ict-outcomes-kit[cluster]'`.",
    )
    cluster.add_argument(
        "--scheduler", metavar="ADDRESS", help="tls://HOST:PORT, or tcp://127.0.0.1:PORT"
    )
    cluster.add_argument(
        "--tls-ca", type=Path, metavar="FILE", help="certificate of the authority both sides trust"
    )
    cluster.add_argument("--tls-cert", type=Path, metavar="FILE", help="your own certificate")
    cluster.add_argument("--tls-key", type=Path, metavar="FILE", help="your key")
    cluster.add_argument(
        "--insecure",
        action="store_true",
        help="speak with another machine over tcp://, unencrypted: whoever can reach that "
        "scheduler can run programs there",
    )
    command.add_voice(made)
    return made
