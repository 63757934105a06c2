"""Put the compiled rule set into the wheel, so that the first run need not compile it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the shipped rules with the package that is being built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a folder that lasts until the wheel is written."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from scopelint import compiled
        except ImportError as error:
            self.app.display_warning(f"the rules are not compiled ahead: {error}")
            return
        finally:
            sys.path.remove(self.root)
        self.folder = tempfile.TemporaryDirectory()
        for path in compiled.build(Path(self.folder.name)):
            build_data["force_include"][str(path)] = f"scopelint/_data/compiled/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the folder."""
        if hasattr(self, "folder"):
            self.folder.cleanup()
