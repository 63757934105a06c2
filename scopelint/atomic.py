"""Writing a file so that it is either the old one or the new one, whatever happens in between."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from scopelint.errors import DocumentError


def replace(path: Path, data: bytes, expected: bytes | None = None) -> None:
    """Write `data` to a file in one step: a temporary file beside it, flushed to disk, then renamed.

    Permissions stay; a link is followed, so that its target changes. With `expected`, the file must still hold that.

    Raises:
        DocumentError: the file changed meanwhile, or cannot be written; then nothing has changed.
    """
    target = path.resolve()
    temporary = ""
    try:
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not os.access(target, os.W_OK):
            raise DocumentError(path, "the file is write-protected; nothing was written")
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode & 0o7777 if mode is not None else 0o666 & ~_umask())
        if expected is not None and target.read_bytes() != expected:
            raise DocumentError(path, "the file changed while it was being read; nothing was written")
        os.replace(temporary, target)
    except OSError as error:
        raise DocumentError(path, f"the file cannot be written ({error.strerror or error})") from error
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
