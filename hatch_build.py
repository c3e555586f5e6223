"""What a wheel carries beside the program: what `portal init` copies and `portal handbook` prints.

A checkout has them beside portal/, so the editable installation takes none.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Shipped(BuildHookInterface[Any]):
    """Lay them below portal/shipped/."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it writes the wheel."""
        if version == "standard":
            build_data["force_include"].update(
                {name: f"portal/shipped/{name}" for name in ("settings.toml", "content", "docs/buku")}
            )
