"""Two runs at once on one place: the second is told, and nothing is touched.

The lock is the operating system's, on a hidden file beside what it guards (`.NAME.lock`), so that it ends with its
process however that ends; a file left lying is no lock. The file says whose it is, for the message.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summarize.errors import InUse, OutputError

try:
    import fcntl
except ImportError:  # Windows

    def _try_to_lock(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:

    def _try_to_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


__all__ = ["locked"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock for a folder or a file that is written to, which need not exist yet.

    Raises `InUse` where another process (or another run in this one) holds it.
    """
    lock = path.absolute().parent / f".{path.name}.lock"
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror} ({lock}).") from error
    try:
        _take(descriptor, lock, path)
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _take(descriptor: int, lock: Path, path: Path) -> None:
    try:
        _try_to_lock(descriptor)
    except OSError as error:
        owner = lock.read_text(errors="replace").strip() or "another one"
        raise InUse(
            f"Another run (process {owner}) is writing to {path}. Wait until it ends, or name another place."
        ) from error
    if not _is_there(descriptor, lock):  # its last holder removed it in the moment between opening and locking
        raise InUse(f"Another run was just writing to {path}. Try again.")
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)


def _is_there(descriptor: int, lock: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), lock.stat())
    except OSError:
        return False
