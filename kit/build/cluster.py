"""Bulk work beyond one machine: the same tasks, done by the workers of a Dask cluster.

`distributed` is an optional dependency. A worker needs the same kit and the
same record, which is checked before anything is sent; then its bytes are the
same as ours.
"""

from __future__ import annotations

import importlib
import ipaddress
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self
from urllib.parse import urlsplit

from kit.build.fresh import HOME, groups
from kit.build.inputs import Hashes
from kit.build.pools import shared
from kit.build.reduced import digest, packages
from kit.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kit.build.task import Made, OnStage, Task

_RETRIES: Final = 3  # of a task whose worker died


@dataclass(frozen=True, slots=True)
class Certificates:
    """What proves to a scheduler who asks, and the other way round (mutual TLS).

    Parameters
    ----------
    authority, certificate, key : Path
        PEM files: of the authority that both sides trust, and of this side.
    """

    authority: Path
    certificate: Path
    key: Path


class Cluster:
    """Has tasks done by the workers of a Dask cluster; stands where `Pools` does.

    Parameters
    ----------
    address : str
        The scheduler's, such as "tls://scheduler.example:8786".
    certificates : Certificates, optional
        For an address that begins with "tls://".
    is_plain_allowed : bool
        Whether to speak unencrypted with another machine. Whoever can reach such
        a scheduler can run programs as its workers' user.

    Raises
    ------
    UsageError
        If `distributed` is not installed, the address is unsafe, nobody answers
        there, or a worker has another kit or another record.
    """

    def __init__(
        self,
        address: str,
        *,
        certificates: Certificates | None = None,
        is_plain_allowed: bool = False,
    ) -> None:
        _refuse_unsafe(address, certificates, is_plain_allowed=is_plain_allowed)
        distributed = _distributed()
        security = None
        if certificates is not None:
            security = distributed.Security(
                tls_ca_file=str(certificates.authority),
                tls_client_cert=str(certificates.certificate),
                tls_client_key=str(certificates.key),
                require_encryption=True,
            )
        try:
            self._client = distributed.Client(address, security=security, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(
                f"There is no answer from the scheduler: {error}",
                where=address,
                mend="Check that it runs and that its address and certificates are right",
            ) from error
        try:
            self._refuse_strangers(address)
        except UsageError:
            self._client.close()
            raise
        self._executor = self._client.get_executor(retries=_RETRIES)

    def submit(
        self,
        task: Task,
        engine: Literal["fork", "kernel"],
        on_stage: OnStage | None = None,  # noqa: ARG002 - a cluster does not tell when it begins
    ) -> Future[Made]:
        """Have a task done; see `Pools.submit`."""
        future: Future[Made] = self._executor.submit(perform, task, engine)
        return future

    def close(self) -> None:
        """Take back what has not been done, and leave the cluster."""
        self._executor.shutdown(wait=False)
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refuse_strangers(self, address: str) -> None:
        """Refuse a cluster in which a worker would not give our bytes."""
        theirs: dict[str, str] = self._client.run(fingerprint)
        if not theirs:
            raise UsageError(
                "The cluster has no worker", where=address, mend="Start some with `dask worker`"
            )
        ours = fingerprint()
        for worker, told in theirs.items():
            if told != ours:
                raise UsageError(
                    "A worker has another kit, another record or other packages than this machine",
                    where=worker,
                    mend="Install the same version with the same requirements.lock on both",
                )


def perform(task: Task, engine: Literal["fork", "kernel"]) -> Made:
    """Do a task on a worker.

    Parameters
    ----------
    task : Task
        The work.
    engine : {"fork", "kernel"}
        How it runs.

    Returns
    -------
    Made
        What came of it.

    Raises
    ------
    KitError
        If it cannot be run or rendered.
    """
    if task.path.parent.is_dir():
        return shared(renders=True).submit(task, engine).result()
    with tempfile.TemporaryDirectory() as folder:  # the notebook's folder is not on this machine
        here = replace(task, path=Path(folder) / task.path.name)
        return shared(renders=True).submit(here, engine).result()


def fingerprint() -> str:
    """Return a hash of everything here that decides the bytes of a product.

    Returns
    -------
    str
        Of the kit's code, its record and the names and versions of packages.
    """
    hashes = Hashes({}, 0)
    files = [
        [str(Path(path).relative_to(HOME)), hashes.of(path)]
        for name, paths in groups(HOME).items()
        if name in {"kit", "data", "renderers"}
        for path in paths
    ]
    return digest([sorted(files), packages()])


def _distributed() -> Any:  # noqa: ANN401 - a module that need not be there
    """Import the optional dependency."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise UsageError(
            "A scheduler can only be used with the package distributed",
            mend="Install it with `pip install 'ict-outcomes-kit[cluster]'`",
        ) from error


def _refuse_unsafe(
    address: str, certificates: Certificates | None, *, is_plain_allowed: bool
) -> None:
    """Refuse an address over which anybody on the way could run programs."""
    parts = urlsplit(address)
    if parts.scheme == "tls":
        if certificates is None:
            raise UsageError(
                "A tls:// address needs certificates",
                where=address,
                mend="Give those of the authority and of yourself, and your key",
            )
        return
    if parts.scheme != "tcp" or not parts.hostname:
        raise UsageError(
            "This is no address of a scheduler",
            where=address,
            mend="Write tls://HOST:PORT, or tcp://127.0.0.1:PORT on this machine",
        )
    if not _is_loopback(parts.hostname) and not is_plain_allowed:
        raise UsageError(
            "This address is on another machine and the connection would not be encrypted",
            where=address,
            mend="Use tls:// with certificates, or insist with --insecure on a network you trust",
        )


def _is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, by its number or as "localhost"."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
