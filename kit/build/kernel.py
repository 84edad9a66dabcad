"""The portable engine: nbclient and a real Jupyter kernel, one at a time in a process."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import nbformat
import zmq
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from kit.build.encoding import encoded
from kit.build.normal import WIDGETS, error_text, normalised, renamed
from kit.build.notebook import kernel_name, language, shown
from kit.build.outcome import Failure, failure_error
from kit.build.start import ENVIRONMENT
from kit.build.task import Made

if TYPE_CHECKING:
    from kit.build.notebook import Notebook
    from kit.build.outcome import Kind
    from kit.build.task import Task

_START: Final = "__import__('kit.build.start', fromlist=['start'])"
_TRANSPORT: Final = "ipc" if os.name == "posix" else "tcp"
_PATIENCE: Final = 5.0  # seconds for nbclient to let go
# Concurrent kernels in one nbclient process lose replies and hang.
_one_at_a_time = threading.Lock()


class _Client(NotebookClient):
    """nbclient, which knows the cell that runs, what has been put out and what was read."""

    running = 0
    spent = 0
    limit = 0
    memory: int | None = None
    reads: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - nbclient's own
        super().__init__(*args, **kwargs)
        self.overflow = asyncio.Event()

    async def async_start_new_kernel_client(self) -> Any:  # noqa: ANN401 - nbclient's own
        """Start the client, then bring a Python kernel to the clean state."""
        client = await super().async_start_new_kernel_client()
        if self.memory is not None:
            await self._silently(f"{_START}.settle({self.memory}); {_START}.watch_reads()")
        return client

    async def _silently(self, code: str) -> str:
        """Run code that leaves no trace in the notebook, and return what it prints."""
        printed: list[str] = []

        def keep(message: dict[str, Any]) -> None:
            """Keep what a message prints."""
            printed.append(message["content"].get("text", ""))

        assert self.kc is not None  # noqa: S101 - it has been started
        await self.kc._async_execute_interactive(  # noqa: SLF001 - the public name is chosen at run time
            code, silent=True, store_history=False, output_hook=keep
        )
        return "".join(printed)

    async def async_execute_cell(
        self,
        cell: Any,  # noqa: ANN401 - nbclient's own
        cell_index: int,
        *args: Any,  # noqa: ANN401 - nbclient's own
        **kwargs: Any,  # noqa: ANN401 - nbclient's own
    ) -> Any:  # noqa: ANN401 - nbclient's own
        """Run a cell, and remember which."""
        self.running = cell_index + 1
        executed = await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        if self.memory is not None and self.running == len(self.nb["cells"]):
            self.reads = tuple(json.loads(await self._silently(f"{_START}.tell_reads()")))
        return executed

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:  # noqa: ANN401
        """Count output, then keep it."""
        content = msg["content"]
        self.spent += len(content.get("text", ""))
        data = content.get("data", {})
        if isinstance(data, dict) and not msg["msg_type"].startswith("comm"):
            self.spent += sum(len(value) for value in data.values() if isinstance(value, str))
        if self.spent > self.limit:
            self.overflow.set()
            return None
        kept = super().process_message(msg, cell, cell_index)
        assert self.kc is not None  # noqa: S101 - it has been started
        # What a widget answers is sent past zmq's event loop. It may not have noticed that a
        # reply came at the same time, and would wait for it for ever: asking wakes it.
        self.kc.shell_channel.socket.get(zmq.EVENTS)
        return kept


def perform(task: Task) -> Made:
    """Run a notebook in its own kernel.

    Parameters
    ----------
    task : Task
        A Python notebook's memory is limited; that of another language is not.

    Returns
    -------
    Made
        The executed notebook in normal form, and the files that it read.

    Raises
    ------
    ExecutionError
        If a cell fails, dies, or goes beyond a limit.
    """
    notebook: Notebook = json.loads(task.notebook)
    with _one_at_a_time, ThreadPoolExecutor(1) as thread:
        # A thread of its own, because the caller may be inside an event loop.
        outcome = thread.submit(asyncio.run, _run(notebook, task)).result()
    if isinstance(outcome, Failure):
        raise failure_error(outcome, where=shown(task.path), limits=task.limits)
    return outcome


async def _run(notebook: Notebook, task: Task) -> Made | Failure:
    """Run a notebook in a kernel and return it, or why it did not end."""
    node = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
    folder = str(task.path.parent.resolve())
    name = kernel_name(notebook)
    # A socket file is closed to other users of the machine, a local port is not.
    manager = AsyncKernelManager(kernel_name=name, transport=_TRANSPORT)
    client = _Client(
        node,
        km=manager,
        kernel_name=name,
        timeout=None,
        record_timing=False,
        resources={"metadata": {"path": folder}},
    )
    client.limit = task.limits.output
    if language(notebook) == "python":
        client.memory = task.limits.memory
    failure = await _executed(client, manager, task)
    if failure is not None:
        kind, reason = failure
        printed = _printed(node, client.running)
        return Failure(kind, 0 if kind == "start" else client.running, reason, printed)
    return Made(encoded(_result(notebook, node)), {}, client.reads)


async def _executed(
    client: _Client, manager: AsyncKernelManager, task: Task
) -> tuple[Kind, str] | None:
    """Run every cell; say what stopped it, if something did."""
    with tempfile.TemporaryDirectory() as profile:
        if _TRANSPORT == "ipc":
            manager.ip = str(Path(profile) / "socket")
        variables = {**os.environ, **ENVIRONMENT, **task.environment, "IPYTHONDIR": profile}
        # Under this variable, which pytest sets, ipykernel captures no child's output.
        variables.pop("PYTEST_CURRENT_TEST", None)
        # ipykernel repeats on its own descriptors what it has already captured.
        options: dict[str, Any] = {
            "env": variables,
            "cwd": str(task.path.parent.resolve()),
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
        }
        execution = asyncio.ensure_future(client.async_execute(**options))
        overflow = asyncio.ensure_future(client.overflow.wait())
        await asyncio.wait(
            {execution, overflow},
            timeout=task.limits.seconds,
            return_when=asyncio.FIRST_COMPLETED,
        )
        ended = execution.done()
        try:
            if manager.has_kernel:
                await manager.shutdown_kernel(now=True)
        finally:
            overflow.cancel()
            execution.cancel()
            await asyncio.wait({execution, overflow}, timeout=_PATIENCE)
            if execution.done() and not execution.cancelled():
                execution.exception()  # seen, though what stopped it is already known
    if ended:
        return _reason(execution)
    return ("output", "") if client.overflow.is_set() else ("time", "")


def _reason(execution: asyncio.Future[Any]) -> tuple[Kind, str] | None:
    """Say why the cells came to an end before the last of them, if they did."""
    error = execution.exception()
    if error is None:
        return None
    if isinstance(error, CellExecutionError):
        message = error_text(error.evalue)
        reason = f"{error.ename}: {message}" if message else error.ename
        return "memory" if error.ename == "MemoryError" else "error", reason
    if isinstance(error, DeadKernelError):
        return "death", "the kernel died"
    if isinstance(error, NoSuchKernel | OSError | RuntimeError):
        return "start", str(error)
    raise error


def _result(notebook: Notebook, node: Any) -> Notebook:  # noqa: ANN401 - nbformat's own
    """Return what nbclient filled in, in normal form."""
    state = node["metadata"].get("widgets", {}).get(WIDGETS, {}).get("state", {})
    executed = {
        **notebook,
        "cells": [
            {**cell, "outputs": ran["outputs"], "execution_count": ran["execution_count"]}
            if cell["cell_type"] == "code"
            else cell
            for cell, ran in zip(notebook["cells"], node["cells"], strict=True)
        ],
    }
    return renamed(normalised(executed, state), list(state))


def _printed(node: Any, number: int) -> str:  # noqa: ANN401 - nbformat's own
    """Return what a cell has printed."""
    outputs = node["cells"][number - 1].get("outputs", []) if number else []
    return "".join(output["text"] for output in outputs if output["output_type"] == "stream")
