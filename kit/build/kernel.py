"""The portable engine: nbclient and a real Jupyter kernel, one at a time in a process."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from kit.build.normal import WIDGETS, normalised, renamed
from kit.build.notebook import language
from kit.build.outcome import Failure, failure_error
from kit.build.start import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kit.build.notebook import Notebook
    from kit.build.outcome import Limits

# Concurrent kernels in one nbclient process lose replies and hang.
_one_at_a_time = threading.Lock()


class _Client(NotebookClient):
    """nbclient, which knows the cell that runs and how much has been put out."""

    running = 0
    spent = 0
    limit = 0
    start_code = ""

    async def async_start_new_kernel_client(self) -> Any:  # noqa: ANN401 - nbclient's own
        """Start the client, then bring the kernel to the clean state."""
        client = await super().async_start_new_kernel_client()
        if self.start_code:
            await client.execute_interactive(
                self.start_code, silent=True, store_history=False, output_hook=lambda _: None
            )
        return client

    async def async_execute_cell(
        self,
        cell: Any,
        cell_index: int,
        *args: Any,
        **kwargs: Any,  # noqa: ANN401 - nbclient's own
    ) -> Any:  # noqa: ANN401
        """Run a cell, and remember which."""
        self.running = cell_index + 1
        return await super().async_execute_cell(cell, cell_index, *args, **kwargs)

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:  # noqa: ANN401
        """Count output, then keep it."""
        content = msg["content"]
        self.spent += len(content.get("text", ""))
        data = content.get("data", {})
        if isinstance(data, dict) and not msg["msg_type"].startswith("comm"):
            self.spent += sum(len(value) for value in data.values() if isinstance(value, str))
        if self.spent > self.limit:
            raise _OverflowError
        return super().process_message(msg, cell, cell_index)


class _OverflowError(Exception):
    """The notebook wrote more than it may."""


def run_in_kernel(
    notebook: Notebook, *, path: Path, limits: Limits, environment: Mapping[str, str]
) -> Notebook:
    """Run a notebook in its own kernel.

    Parameters
    ----------
    notebook : dict
        A checked notebook without outputs, its parameters set.
    path : Path
        Its file: the kernel runs in its folder, and errors name it.
    limits : Limits
        What it may use; the memory of kernels other than Python is not limited.
    environment : Mapping of str to str
        Variables that are set for it.

    Returns
    -------
    dict
        The executed notebook in normal form.

    Raises
    ------
    ExecutionError
        If a cell fails, dies, or goes beyond a limit.
    """
    with _one_at_a_time, ThreadPoolExecutor(1) as thread:
        # A thread of its own, because the caller may be inside an event loop.
        outcome = thread.submit(
            asyncio.run, _run(notebook, str(path.parent.resolve()), limits, environment)
        ).result()
    if isinstance(outcome, Failure):
        raise failure_error(outcome, where=str(path), limits=limits)
    return outcome


async def _run(
    notebook: Notebook, folder: str, limits: Limits, environment: Mapping[str, str]
) -> Notebook | Failure:
    """Run a notebook in a kernel and return it, or why it did not end."""
    node = nbformat.from_dict(notebook)
    is_python = language(notebook) == "python"
    name = notebook["metadata"].get("kernelspec", {}).get("name", "python3")
    # A socket file is closed to other users of the machine, a local port is not.
    manager = AsyncKernelManager(kernel_name=name, transport="ipc" if os.name == "posix" else "tcp")
    client = _Client(
        node,
        km=manager,
        kernel_name=name,
        timeout=None,
        record_timing=False,
        resources={"metadata": {"path": folder}},
    )
    client.limit = limits.output
    if is_python:
        client.start_code = (
            f"__import__('kit.build.start', fromlist=['settle']).settle({limits.memory})"
        )
    with tempfile.TemporaryDirectory() as profile:
        variables = {**os.environ, **ENVIRONMENT, **environment, "IPYTHONDIR": profile}
        try:
            # ipykernel repeats on its own descriptors what it has already captured.
            silence = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            execution = client.async_execute(env=variables, cwd=folder, **silence)
            await asyncio.wait_for(execution, limits.seconds)
        except (TimeoutError, CellTimeoutError):
            return Failure("time", client.running, "", _printed(node, client.running))
        except _OverflowError:
            return Failure("output", client.running, "", _printed(node, client.running))
        except CellExecutionError as error:
            reason = f"{error.ename}: {error.evalue}" if error.evalue else error.ename
            kind = "memory" if error.ename == "MemoryError" else "error"
            return Failure(kind, client.running, reason, _printed(node, client.running))
        except DeadKernelError:
            tail = _printed(node, client.running)
            return Failure("death", client.running, "the kernel died", tail)
        except (NoSuchKernel, OSError, RuntimeError) as error:
            return Failure("start", 0, str(error))
        finally:
            if manager.has_kernel:
                await manager.shutdown_kernel(now=True)
    return _result(notebook, node)


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
