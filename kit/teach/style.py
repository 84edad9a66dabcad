"""The kit's matplotlib style: colour-blind safe, fit for grey print, readable from afar."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib import RcParams

FILE: Final = Path(__file__).with_name("kit.mplstyle")
FONTS: Final = (
    "'Source Sans 3', 'Source Sans Pro', 'Helvetica Neue', Arial, 'Liberation Sans', "
    "'DejaVu Sans', sans-serif"
)


def use() -> None:
    """Let the figures of this notebook take the kit's style.

    matplotlib is not imported for it: where it is not loaded yet, it finds the
    style when it is.
    """
    if "matplotlib" in sys.modules:
        import matplotlib as mpl

        mpl.rcParams.update(_settings())
    else:
        os.environ["MATPLOTLIBRC"] = str(FILE)


@cache
def _settings() -> RcParams:
    """Read the style once: every first use of the kit's names asks for it again."""
    import matplotlib as mpl

    return mpl.rc_params_from_file(FILE, use_default_template=False)
