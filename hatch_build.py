"""What a wheel carries beside the program: the settings and content that `portal init` copies.

A checkout has both beside portal/, so the editable installation takes neither.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Shipped(BuildHookInterface[Any]):
    """Lay settings.toml and content/ below portal/shipped/."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it writes the wheel."""
        if version == "standard":
            build_data["force_include"].update(
                {name: f"portal/shipped/{name}" for name in ("settings.toml", "content")}
            )
