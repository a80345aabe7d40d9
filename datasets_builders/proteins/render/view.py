"""One view of a structure, whatever its orientation in the file.

In: coordinates, shape (n, 3), Angstrom. Out: the same, centred and turned so that the longest axis
lies across the picture, the second one upright, and the shortest points to the viewer.

The principal axes have no sign. The third moment gives one (the longer tail goes to the right and
up); where it is near zero, the C-terminal half goes there. The frame stays right-handed, so no
structure becomes its mirror image. PyMOL's own ``orient`` depends on the file's orientation.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from datasets_builders.proteins.records import View

if TYPE_CHECKING:
    from datasets_builders.proteins.backbone import Backbone

Coordinates = NDArray[np.float64]
# Below this skewness the sign would hang on rounding.
_NO_SKEW = 0.02
# The ribbon reaches beyond the C-alpha atoms: helix ovals and arrow heads.
_RIBBON = 3.0
_BORDER = 1.04
# Rows: what goes right, up and to the viewer, in the axes of the front view.
TURNS: dict[View, tuple[tuple[int, int, int], ...]] = {
    "front": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "side": ((0, 0, -1), (0, 1, 0), (1, 0, 0)),
    "top": ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
}


def canonical_rotation(ca: Coordinates) -> Coordinates:
    """The rotation matrix R of C-alpha atoms ``ca``: ``(xyz - mean) @ R.T`` is the front view."""
    centred = ca - ca.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    right, up = (_signed(centred, axes[:, i]) for i in (2, 1))
    return np.array([right, up, np.cross(right, up)])


def _signed(centred: Coordinates, axis: Coordinates) -> Coordinates:
    along = centred @ axis
    spread = float(np.sqrt((along**2).mean()))
    if spread == 0.0:
        return axis
    skew = float((along**3).mean()) / spread**3
    if abs(skew) < _NO_SKEW:
        half = len(along) // 2
        skew = float(along[half:].mean() - along[:half].mean())
    return -axis if skew < 0 else axis


def canonical(backbone: "Backbone") -> Coordinates:
    """The coordinates of the front view, in the order of ``backbone.xyz``."""
    ca = backbone.ca
    turned = (backbone.xyz - ca.mean(axis=0)) @ canonical_rotation(ca).T
    middle = (turned.min(axis=0) + turned.max(axis=0)) / 2
    centred: Coordinates = turned - middle
    return centred


def camera(xyz: Coordinates, view: View) -> tuple[float, ...]:
    """PyMOL's ``set_view``: 18 numbers that fit the box of ``xyz`` into a square picture.

    Rotation by columns, place of the model before the camera, origin, front and rear clipping
    planes, and the field of view in degrees, positive for a parallel projection.
    """
    turn = np.array(TURNS[view], dtype=np.float64)
    box = np.abs(xyz @ turn.T).max(axis=0)
    half = (float(box[:2].max()) + _RIBBON) * _BORDER
    depth = float(box[2]) + 10.0
    # In a parallel projection only their product counts; a deep thing needs a camera farther off.
    distance = max(half / float(np.tan(np.radians(10.0))), 2 * depth)
    field = 2 * float(np.degrees(np.arctan(half / distance)))
    near, far = distance - depth, distance + depth
    return (*turn.T.ravel(), 0.0, 0.0, -distance, 0.0, 0.0, 0.0, near, far, field)
