"""Which files a set of paths means, and their bytes; nothing is parsed here.

A folder is searched through all its sub-folders, in the order of their names. Passed over are hidden files and
folders, sub-folders that hold a `manifest.json` (recordings of a model's answers) or a `dossier.json` (what a run
wrote), links to folders and, silently, files with another ending. A file that is
named itself must have an ending that can be read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from summarize.errors import InputError

__all__ = ["ENDINGS", "MAX_BYTES", "Found", "find", "read_bytes"]

ENDINGS = (".txt", ".md", ".html", ".htm", ".pdf", ".jsonl", ".csv")
MAX_BYTES = 100 * 1000 * 1000
_KINDS = "Readable are " + " ".join(ENDINGS) + "."


@dataclass(frozen=True)
class Found:
    """A file to be loaded; `source` is its path relative to the folder that was named, or its name."""

    path: Path
    source: str


def find(paths: Iterable[str | Path]) -> Iterator[Found | InputError]:
    """The files under the paths, each once, and an error for each path that cannot be followed."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        for item in _under(path):
            if isinstance(item, InputError):
                yield item
            elif (real := item.path.resolve()) not in seen:
                seen.add(real)
                yield item


def read_bytes(found: Found) -> bytes:
    """The bytes of a file; `InputError` if it is none, is too large (seen before it is read), empty or closed to us."""
    try:
        state = found.path.stat()
        if not S_ISREG(state.st_mode):
            raise InputError(found.source, "it is not a regular file", "Name a file or a folder.")
        if state.st_size > MAX_BYTES:
            reason = f"it has {state.st_size / 1e6:,.1f} MB; a file may have {MAX_BYTES / 1e6:,.0f} MB"
            raise InputError(found.source, reason, "Split it into one file an article, or into smaller tables.")
        data = found.path.read_bytes()
    except OSError as error:
        raise _unreadable(found.source, error) from None
    if not data:
        raise InputError(found.source, "it is empty", "Remove it, or fill it.")
    return data


def _under(path: Path) -> Iterator[Found | InputError]:
    try:
        is_folder = path.is_dir()
        exists = is_folder or path.exists()
    except (OSError, ValueError) as error:
        yield InputError(str(path), f"the path cannot be followed ({error.__class__.__name__})", "Check its name.")
        return
    if is_folder:
        yield from _in_folder(path)
    elif not exists:
        yield InputError(str(path), "there is no such file or folder", "Check its name.")
    elif path.suffix.lower() not in ENDINGS:
        yield InputError(path.name, f"files ending in {path.suffix or 'nothing'} cannot be read", _KINDS)
    else:
        yield Found(path, path.name)


def _in_folder(root: Path) -> Iterator[Found | InputError]:
    failures: list[OSError] = []
    empty = True
    for folder, subfolders, names in os.walk(root, onerror=failures.append):
        here = Path(folder)
        subfolders[:] = [name for name in sorted(subfolders) if _is_searched(here / name)]
        for name in sorted(names):
            file = here / name
            if not name.startswith(".") and file.suffix.lower() in ENDINGS:
                empty = False
                yield Found(file, _relative(file, root))
    for error in failures:
        yield _unreadable(_relative(Path(error.filename), root), error)
    if empty and not failures:
        yield InputError(str(root), "the folder holds no file that can be read", _KINDS)


def _is_searched(folder: Path) -> bool:
    made = any(os.path.lexists(folder / name) for name in ("manifest.json", "dossier.json"))
    return not folder.name.startswith(".") and not made


def _relative(path: Path, root: Path) -> str:
    relative = path.relative_to(root).as_posix()
    return path.name if relative == "." else relative


def _unreadable(source: str, error: OSError) -> InputError:
    if isinstance(error, PermissionError):
        return InputError(source, "it may not be read", "Give yourself the permission to read it.")
    if isinstance(error, FileNotFoundError):
        return InputError(source, "it is not there any more, or is a link to nothing", "Check it.")
    return InputError(source, f"it cannot be read ({error.strerror or error.__class__.__name__})", "Check the disk.")
