"""The marks of roles in a recipe for pictures, in the form in which Axolotl can read them.

Where pictures are trained on, Axolotl masks the question by ``role_boundaries``. Its 0.19 reads
each of them from its own configuration object, asks that for ``model_dump``, gets None (the object
answers None to any name) and fails: "'NoneType' object is not callable". Given as the schema's own
objects, which have that method, they work. The recipe names this plug-in::

    plugins: [recipes.role_marks.RoleMarksPlugin]
"""

from typing import Any

from axolotl.integrations.base import BasePlugin


class RoleMarksPlugin(BasePlugin):  # type: ignore[misc]  # Axolotl has no type marker
    """Axolotl plug-in that rewrites ``role_boundaries`` before the trainer is built."""

    def pre_model_load(self, cfg: Any) -> None:
        """Called with the whole configuration, before the model is loaded."""
        from axolotl.utils.schemas.multimodal import RoleBoundarySpec

        marks = cfg.role_boundaries or []
        cfg.role_boundaries = [
            RoleBoundarySpec(**mark) if isinstance(mark, dict) else mark for mark in marks
        ]
