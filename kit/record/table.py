"""A table of the record: a pandas DataFrame that cannot be changed."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NoReturn, SupportsIndex

import pandas as pd

from kit.errors import UsageError
from kit.record.rules import TRUE

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from kit.record.rules import Cells
    from kit.record.schema import Field
    from kit.record.selection import Selection


class Table(pd.DataFrame):
    """A DataFrame of the record that cannot be changed, and that answers when called.

    Every attempt to write through it raises. Whatever is derived from it is an
    ordinary DataFrame with memory of its own; `record.votes.copy()` is one to
    work on.

    Called with filters, a table gives the rows that fit, as an ordinary
    DataFrame: `record.votes(state="Singapore")`. `kit.record.selection` says
    what can be a filter.
    """

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        """Make derived frames ordinary, and copies: not even `.array` leads back."""
        return _copied_frame

    @property
    def _constructor_sliced(self) -> Callable[..., pd.Series[Any]]:
        """Make derived columns and rows ordinary, and copies."""
        return _copied_series

    def __call__(
        self, document: str | None = None, label: str | None = None, /, **filters: object
    ) -> pd.DataFrame:
        """Return the rows that fit every filter.

        Parameters
        ----------
        document : str, optional
            A document, such as "A/RES/76/19" or "76/19".
        label : str, optional
            A paragraph of that document, such as "PP10".
        **filters
            A column with the value, or a list of the values, that it must have.
            The column may stand in a table that points to this one:
            `record.claims(sentence=10)`. A State goes by its ISO codes or names.

        Returns
        -------
        pandas.DataFrame
            The rows, numbered afresh; none when nothing fits.

        Raises
        ------
        UsageError
            If there is no such filter or no such value; the message names the
            nearest.
        """
        selection: Selection = self.__dict__["_selection"]
        return selection.rows(document, label, filters)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        """Raise, because the record never changes."""
        name = self.__dict__["_table_name"]
        raise UsageError(
            "The record never changes",
            mend=f"Work on a copy: {name} = record.{name}.copy()",
        )

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse; pandas may set its own block manager to itself when it consolidates."""
        if name != "_mgr" or value is not self._mgr:
            self._refuse()

    def __delattr__(self, name: str) -> None:
        """Refuse."""
        self._refuse()

    __setitem__ = __delitem__ = _refuse  # type: ignore[misc]
    insert = pop = update = isetitem = _refuse
    __iadd__ = __isub__ = __imul__ = __itruediv__ = __ifloordiv__ = _refuse
    __imod__ = __ipow__ = __iand__ = __ior__ = __ixor__ = _refuse
    _update_inplace = _refuse  # every pandas method with inplace=True ends here

    @property
    def loc(self) -> Any:  # noqa: ANN401 - pandas' own indexers have no public type
        """Select by label, as pandas does; assignment is refused."""
        return _ReadOnly(super().loc, self._refuse)

    @property
    def iloc(self) -> Any:  # noqa: ANN401
        """Select by position, as pandas does; assignment is refused."""
        return _ReadOnly(super().iloc, self._refuse)

    @property
    def at(self) -> Any:  # noqa: ANN401
        """Select one value by label, as pandas does; assignment is refused."""
        return _ReadOnly(super().at, self._refuse)

    @property
    def iat(self) -> Any:  # noqa: ANN401
        """Select one value by position, as pandas does; assignment is refused."""
        return _ReadOnly(super().iat, self._refuse)

    @property  # type: ignore[misc]
    def index(self) -> pd.Index[Any]:
        """The row labels, as a view: naming it does not name the table's own."""
        return super().index.view()

    @property  # type: ignore[misc]
    def columns(self) -> pd.Index[str]:
        """The column labels, as a view: naming it does not name the table's own."""
        return super().columns.view()

    @property  # type: ignore[misc]
    def attrs(self) -> Mapping[Hashable, object]:  # type: ignore[override]
        """Nothing: a table of the record carries no notes of its own."""
        return MappingProxyType({})

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        """Pickle as an ordinary DataFrame, for a copy elsewhere is no longer the record."""
        return pd.DataFrame, (pd.DataFrame(self),)


class _ReadOnly:
    """An indexer of pandas without its assignment."""

    def __init__(self, indexer: Any, refuse: Callable[[], NoReturn]) -> None:  # noqa: ANN401
        self._indexer = indexer
        self._refuse = refuse

    def __getitem__(self, key: object) -> Any:  # noqa: ANN401
        return self._indexer[key]

    def __call__(self, *args: object, **options: object) -> _ReadOnly:
        return _ReadOnly(self._indexer(*args, **options), self._refuse)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._indexer, name)

    def __setitem__(self, key: object, value: object) -> None:
        self._refuse()


def _copied_frame(data: Any = None, **options: Any) -> pd.DataFrame:  # noqa: ANN401 - as pandas
    """Return an ordinary DataFrame that shares no memory with a table."""
    frame: pd.DataFrame = pd.DataFrame(data, **{**options, "copy": True})
    return frame


def _copied_series(data: Any = None, **options: Any) -> pd.Series[Any]:  # noqa: ANN401
    """Return an ordinary Series that shares no memory with a table."""
    series: pd.Series[Any] = pd.Series(data, **{**options, "copy": True})
    return series


def freeze(frame: pd.DataFrame, name: str, selection: Selection) -> Table:
    """Return an immutable table with the content of a DataFrame.

    Parameters
    ----------
    frame : pandas.DataFrame
        The content; it is copied.
    name : str
        The name of the table, for messages.
    selection : Selection
        What answers when the table is called.

    Returns
    -------
    Table
        The same content, closed.
    """
    kept = frame.copy()
    table = Table(kept)
    object.__setattr__(table, "_kept", kept)  # shares the blocks: copy-on-write spares them
    object.__setattr__(table, "_table_name", name)
    object.__setattr__(table, "_selection", selection)
    return table


def to_frame(cells: Cells) -> pd.DataFrame:
    """Return checked cells as a DataFrame with exact dtypes.

    Parameters
    ----------
    cells : Cells
        Cells that `kit.record.rules` has accepted.

    Returns
    -------
    pandas.DataFrame
        `str` for text and for dates, which keep their precision ("2021" is a
        year); `category` for closed vocabularies; `int64` and `bool` where a
        value is required, `Int64` and `boolean` where it may be missing;
        `float64` for numbers.
    """
    missing = cells.schema.missing_values
    return pd.DataFrame(
        {
            field.name: _column(field, cells.columns[field.name], missing)
            for field in cells.schema.fields
        }
    )


def _column(field: Field, values: list[str], missing: frozenset[str]) -> Any:  # noqa: ANN401
    """Return one column with the dtype of its field."""
    if field.enum and field.type == "string":
        codes = {value: code for code, value in enumerate(field.enum)}
        return pd.Categorical.from_codes(
            [codes.get(value, -1) for value in values], dtype=_vocabulary(field.enum)
        )
    parse, required, optional = _DTYPES.get(field.type, (None, "str", "str"))
    given = [None if value in missing else parse(value) if parse else value for value in values]
    return _array(given, dtype=required if field.required else optional)


@cache
def _vocabulary(values: tuple[str, ...]) -> pd.CategoricalDtype[str]:
    """Return the dtype of a closed vocabulary."""
    return pd.CategoricalDtype(list(values))


_array: Any = pd.array  # its stubs have no overload for a dtype that is a variable
_DTYPES: Final[dict[str, tuple[Callable[[str], Any], str, str]]] = {
    "integer": (int, "int64", "Int64"),
    "year": (int, "int64", "Int64"),
    "number": (float, "float64", "float64"),
    "boolean": (TRUE.__contains__, "bool", "boolean"),
}
