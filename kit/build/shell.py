"""An IPython shell that records what its cells show instead of printing it."""

from __future__ import annotations

import base64
import io
import os
from typing import TYPE_CHECKING, Any, NoReturn

import comm
import comm.base_comm
from IPython.core import page
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Instance, Type
from traitlets.config import Config

from kit.build.ahead import Compiler
from kit.build.magics import Commands

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Mapping, Sequence

    from kit.build.recorder import Recorder


class _Publisher(DisplayPublisher):
    """Records what is displayed."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: str = "",  # noqa: ARG002 - IPython's own signature
        *,
        transient: Mapping[str, Any] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        """Record a display, or the update of one."""
        recorder = self.shell.recorder
        display = (transient or {}).get("display_id")
        if update:
            recorder.update(display, _encoded(data), metadata or {})
            return
        output = {
            "output_type": "display_data",
            "data": _encoded(data),
            "metadata": metadata or {},
        }
        recorder.add(output, display)

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - IPython's own
        """Clear what the cell has shown."""
        self.shell.recorder.clear(wait=wait)


class _Hook(DisplayHook):
    """Records the value of a cell's last expression."""

    is_displaying = False

    @staticmethod
    def semicolon_at_end_of_expression(expression: str) -> bool:
        """Tell whether a cell ends with a semicolon; IPython reads it token by token for that."""
        return ";" in expression and bool(DisplayHook.semicolon_at_end_of_expression(expression))  # type: ignore[no-untyped-call]

    def start_displayhook(self) -> None:
        """Note that a value is being formatted."""
        self.is_displaying = True

    def write_output_prompt(self) -> None:
        """Write no prompt."""

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        """Record the value."""
        self.shell.recorder.add(  # type: ignore[union-attr]
            {
                "output_type": "execute_result",
                "data": _encoded(format_dict),
                "metadata": md_dict or {},
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        """Note that the value has been recorded."""
        self.is_displaying = False


class Shell(InteractiveShell):
    """IPython as a notebook's kernel would run it, without the kernel."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    input_transformer_manager = Instance(Commands, ())
    compiler_class = Type(Compiler)
    compile: Compiler
    displayhook: _Hook
    recorder: Recorder
    failed_to_display = False

    def init_hooks(self) -> None:
        """Keep what would go to a pager out of the outputs, as a notebook does."""
        super().init_hooks()  # type: ignore[no-untyped-call]
        nothing = page.as_hook(lambda *_, **__: None)  # type: ignore[no-untyped-call]
        self.set_hook("show_in_pager", nothing, 99)  # type: ignore[no-untyped-call]

    def _showtraceback(
        self, etype: type[BaseException], evalue: BaseException, stb: Sequence[str]
    ) -> None:
        """Record an exception."""
        self.failed_to_display = self.failed_to_display or self.displayhook.is_displaying
        self.recorder.add(
            {
                "output_type": "error",
                "ename": etype.__name__,
                "evalue": str(evalue),
                "traceback": list(stb),
            }
        )

    def transform_ast(self, node: ast.Module) -> ast.Module:
        """Let extensions change a cell; what has been read ahead does not hold then."""
        if self.ast_transformers:
            self.compile.forget()
        changed: ast.Module = super().transform_ast(node)  # type: ignore[no-untyped-call]
        return changed

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there is no window to show."""

    def ask_exit(self) -> NoReturn:
        """End the run, as `exit` in a cell ends a kernel."""
        raise SystemExit


def open_shell() -> Shell:
    """Start the one shell of this process.

    Returns
    -------
    Shell
        Without history, profile or colours; inline figures are set up.
    """
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    # Libraries ask for this section to find out that they run in a notebook.
    config.IPKernelApp.parent_appname = "ipython-notebook"
    shell = Shell.instance(config=config)
    comm.create_comm = _RecordedComm
    return shell


class _Kernel:
    """What an Output widget asks to find out which cell runs."""

    @staticmethod
    def get_parent() -> dict[str, dict[str, str]]:
        """Return the header of the request that runs the cell."""
        return {"header": {"msg_id": "cell"}}


class _RecordedComm(comm.base_comm.BaseComm):
    """A widget's line to a front end, which is the recorder."""

    kernel = _Kernel

    def __init__(self, *, comm_id: str | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - the library's
        name = comm_id or Shell.instance().recorder.next_model()
        super().__init__(comm_id=name, **kwargs)

    def publish_msg(
        self,
        msg_type: str,
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,  # noqa: ARG002 - the library's signature
        buffers: Sequence[Any] | None = None,
        **_: object,
    ) -> None:
        """Record what the widget says."""
        recorder = Shell.instance().recorder
        content = data or {}
        state = content.get("state")
        if not isinstance(state, dict):
            return
        if msg_type == "comm_open":
            recorder.comm_open(self.comm_id, self.target_name, state)
        else:
            recorder.comm_state(self.comm_id, state)
        if buffers:
            paths = content.get("buffer_paths", [])
            recorder.comm_buffers(self.comm_id, paths, [bytes(part) for part in buffers])


def _encoded(data: Mapping[str, Any]) -> dict[str, Any]:
    """Write binary representations in base64."""
    return {
        media: base64.b64encode(value).decode("ascii")
        if isinstance(value, bytes | bytearray)
        else value
        for media, value in data.items()
    }


class Stream(io.TextIOBase):
    """Standard output or standard error of a cell.

    Parameters
    ----------
    name : {"stdout", "stderr"}
        The stream.
    descriptor : int
        1 or 2: where a forked process writes, which has no recorder.
    write : callable
        Takes the name and the text.
    """

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, descriptor: int, write: Callable[[str, str], None]) -> None:
        super().__init__()
        self.name = name
        self._descriptor = descriptor
        self._write = write
        self._owner = os.getpid()

    def write(self, text: str) -> int:
        """Record text, or hand it on when written by a child of this process."""
        if not isinstance(text, str):
            message = f"write() argument must be str, not {type(text).__name__}"
            raise TypeError(message)
        if os.getpid() == self._owner:
            if text:
                self._write(self.name, text)
        else:
            rest = text.encode(errors="replace")
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        return len(text)

    def fileno(self) -> int:
        """Return the descriptor that C code and child processes write to."""
        return self._descriptor

    def writable(self) -> bool:
        """Return True."""
        return True
