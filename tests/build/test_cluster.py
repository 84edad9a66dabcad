"""Tests of bulk work on a Dask cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from kit.build.build import brief
from kit.build.cluster import Certificates, Cluster, perform
from kit.build.task import Task
from kit.errors import ExecutionError, UsageError
from tests.build.conftest import Project, code, prose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEDULER = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
WORKER = [sys.executable, "-m", "distributed.cli.dask_worker", "--no-dashboard", "--nthreads", "1"]


@pytest.mark.parametrize(
    "address", ["tcp://192.0.2.1:8786", "tcp://scheduler.example:8786", "tcp://[2001:db8::1]:8786"]
)
def test_a_plain_address_beyond_this_machine_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="would not be encrypted"):
        Cluster(address)


@pytest.mark.parametrize("address", ["8786", "http://127.0.0.1:8786", "tcp://", "inproc://x"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no address of a scheduler"):
        Cluster(address)


def test_an_encrypted_address_needs_certificates() -> None:
    with pytest.raises(UsageError, match="needs certificates"):
        Cluster("tls://192.0.2.1:8786")


def test_a_worker_without_the_notebooks_folder_can_do_the_work(tmp_path: Path) -> None:
    cells = b'[{"cell_type": "markdown", "metadata": {}, "source": "# Title"}]'
    content = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": %s}' % cells
    path = tmp_path / "elsewhere" / "a.ipynb"
    made = perform(Task("a", path, tmp_path, content, is_executed=False, formats=("page",)), "fork")
    assert list(made.outputs) == ["site/a.html"]


class Machines:
    """A scheduler and its workers, each a process."""

    def __init__(self, *, security: list[str], protocol: str) -> None:
        pytest.importorskip("distributed")
        self._security = security
        port = _free_port()
        self.address = f"{protocol}://127.0.0.1:{port}"
        host = ["--host", f"{protocol}://127.0.0.1", "--port", str(port)]
        self._processes = [self._start([*SCHEDULER, *host])]
        self.workers = [self.add_worker() for _ in range(2)]

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        worker = self._start([*WORKER, "--no-nanny", self.address])
        self._processes.append(worker)
        return worker

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        """Start a process."""
        output = subprocess.DEVNULL
        return subprocess.Popen([*command, *self._security], stdout=output, stderr=output)

    def stop(self) -> None:
        """End all of them."""
        for process in self._processes:
            process.kill()
            process.wait()


def _free_port() -> int:
    """Return a port on which nobody listens."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def connected(address: str, **options: Any) -> Cluster:
    """Join a cluster as soon as it has both its workers."""
    for _ in range(100):
        try:
            return Cluster(address, **options)
        except UsageError as error:
            if "no worker" not in str(error) and "no answer" not in str(error):
                raise
            time.sleep(0.2)
    pytest.fail("the cluster did not come up")


@pytest.fixture
def machines() -> Iterator[Machines]:
    started = Machines(security=[], protocol="tcp")
    yield started
    started.stop()


@pytest.mark.filterwarnings("ignore")  # distributed is not as strict as we are
def test_a_killed_worker_costs_nothing_but_time(project: Project, machines: Machines) -> None:
    cells = [prose("# State"), code("state = 'SGP'", "parameters"), code("print('I am', state)")]
    slow = code("import time; time.sleep(0.2)", "remove-cell")
    template = project.write("templates/state", *cells, slow)
    states = [{"state": f"S{number:02}"} for number in range(12)]
    with connected(machines.address) as cluster:
        victim = machines.workers[0]

        class Killer:
            """Kills a worker once some briefings are done."""

            done = 0

            def begin(self, total: int) -> None: ...
            def wait(self) -> None: ...
            def stage(self, name: str, stage: str) -> None: ...
            def end(self, report: object) -> None: ...

            def finish(self, entry: object) -> None:  # noqa: ARG002 - the protocol's
                self.done += 1
                if self.done == 3:
                    os.kill(victim.pid, signal.SIGKILL)

        report = brief(project.root, template, states, pools=cluster, progress=Killer())
        assert [str(entry.error) for entry in report.failed] == []
        there = briefings(project)
        failing = Task("a", template, project.root, FAILING, is_executed=False, formats=())
        with pytest.raises(ExecutionError, match="ZeroDivisionError"):
            cluster.submit(failing, "fork").result()
    assert brief(project.root, template, states, pools=project.pools, force=True).exit_code == 0
    assert len(there) == 12
    assert briefings(project) == there


def briefings(project: Project) -> dict[str, bytes]:
    """Return the content of every briefing."""
    return {path.name: path.read_bytes() for path in (project.root / "briefings").iterdir()}


FAILING = (
    b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code",'
    b' "metadata": {}, "source": "1 / 0", "outputs": [], "execution_count": null}]}'
)


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    authority, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    names = ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(authority)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    return Certificates(authority, authority, key)


@pytest.mark.filterwarnings("ignore")  # distributed is not as strict as we are
def test_certificates_are_accepted(project: Project, certificates: Certificates) -> None:
    files = [str(certificates.authority), str(certificates.certificate), str(certificates.key)]
    options = ["--tls-ca-file", files[0], "--tls-cert", files[1], "--tls-key", files[2]]
    machines = Machines(security=options, protocol="tls")
    try:
        template = project.write("templates/state", prose("# State"))
        with connected(machines.address, certificates=certificates) as cluster:
            assert brief(project.root, template, [{}], pools=cluster).exit_code == 0
    finally:
        machines.stop()
