"""A class graded on a cluster: an executor whose workers are those of a Dask scheduler."""

from __future__ import annotations

import sys
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from firsthand.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client

CONNECT_LIMIT_SECONDS = 10


def connect(address: str) -> Client:
    """Connect to the scheduler at `address`. Raises UsageError when there is none or Dask is not installed."""
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise UsageError('Grading on a cluster needs Dask: python -m pip install --editable ".[dask]"') from None
    try:
        client = Client(address, timeout=CONNECT_LIMIT_SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"No Dask scheduler answers at {address!r} ({error}). Start one with `dask scheduler`, and give the address it prints."
        ) from None
    try:
        _refuse_threads(client)
        client.register_plugin(_limits())
    except UsageError:
        client.close()
        raise
    return client


def _limits():
    """Make a plugin that limits the memory of every worker, of those that join later too."""
    from distributed import WorkerPlugin

    class Limits(WorkerPlugin):
        name = "firsthand-limits"

        def setup(self, worker):
            if sys.platform == "linux":
                from firsthand.grading.grader import WORKER_MEMORY_MB
                from firsthand.sandbox import isolation

                isolation.limit_memory(WORKER_MEMORY_MB)

    return Limits()


def workers_of(client: Client) -> Executor:
    """Return the cluster's workers as an executor; a submission whose worker is lost goes to another one."""
    return client.get_executor(pure=False, retries=2)


def _refuse_threads(client) -> None:
    """nbval reads a process-wide state, so two submissions at once in one process would mix."""
    workers = client.scheduler_info(n_workers=-1)["workers"].values()
    if any(worker["nthreads"] != 1 for worker in workers):
        raise UsageError(
            "A worker grades one submission at a time: start workers with `dask worker ADDRESS --nthreads 1`."
        )
