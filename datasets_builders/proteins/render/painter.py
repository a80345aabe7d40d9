"""One PyMOL that draws one structure after the other.

In: a :class:`Protein`. Out: pixels, shape (size, size, 3). Two ways to the same picture: software
OpenGL, drawn at twice the size and reduced, or PyMOL's ray tracer where no OpenGL context can be
had. PyMOL gets only the backbone, already turned into its view: it loads twice as fast, and no odd
file of any kind reaches it.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.errors import DataError
from datasets_builders.proteins.read import Protein, read_protein
from datasets_builders.proteins.records import Colour, Rendered, Renderer, View
from datasets_builders.proteins.render.opengl import Context, OpenGLError, load_before_mesa
from datasets_builders.proteins.render.picture import check_picture, encode, ink_share
from datasets_builders.proteins.render.scene import paint, pdb_text
from datasets_builders.proteins.render.view import camera, canonical

SUPERSAMPLED = 2
SYSTEM_PACKAGES = "libgl1 libegl1 libgl1-mesa-dri libglu1-mesa"
# Cheap where the eye sees no difference at this size. Shaders off: the fixed pipeline takes half
# the time on llvmpipe. One thread, since ray's bytes change with the number of threads.
SETTINGS: dict[str, float] = {
    "use_shaders": 0,
    "orthoscopic": 1,
    "ray_shadows": 0,
    "ray_opaque_background": 1,
    "antialias": 1,
    "cartoon_sampling": 5,
    "cartoon_oval_quality": 8,
    "cartoon_loop_quality": 6,
    "depth_cue": 0,
    "ray_trace_fog": 0,
    "hash_max": 150,
    "max_threads": 1,
    "internal_gui": 0,
    "internal_feedback": 0,
    "auto_zoom": 0,
}


class Painter:
    """A PyMOL of this process; ``size`` is fixed, since the OpenGL surface is."""

    def __init__(self, size: int, renderer: Renderer | None = None, *, alone: bool = False) -> None:
        """Start PyMOL; with ``renderer`` None take OpenGL where it draws, else the ray tracer.

        ``alone``: nothing else is done in this process, so that no model can be run in it later.

        Raises:
            DataError: PyMOL is not installed or lacks system libraries.
            OpenGLError: ``renderer`` is "opengl" and there is no context.
        """
        self.size = size
        self.context: Context | None = None
        self.why_ray = ""
        if renderer != "ray":
            if not alone:
                load_before_mesa()
            try:
                self.context = Context(size * SUPERSAMPLED)
            except OpenGLError as error:
                if renderer == "opengl":
                    raise
                self.why_ray = str(error)
        self._pymol = start()
        self.cmd: Any = self._pymol.cmd
        for name, value in SETTINGS.items():
            self.cmd.set(name, value)
        self.cmd.bg_color("white")
        self.cmd.feedback("disable", "all", "everything")
        if self.context:
            self._pymol.reshape(self.context.side, self.context.side, True)
            if not self._draws():
                if renderer == "opengl":
                    raise OpenGLError(f"{self.context.name}: the test picture came out blank")
                self.why_ray, self.context = f"{self.context.name}: blank test picture", None

    @property
    def renderer(self) -> Renderer:
        """What draws: "opengl" or "ray"."""
        return "opengl" if self.context else "ray"

    def _draws(self) -> bool:
        """Whether a helix of twenty residues leaves ink."""
        self.cmd.fab("A" * 20, "m", ss=1)
        self.cmd.show_as("cartoon", "m")
        self.cmd.zoom("m")
        drawn = ink_share(self._pixels()) > 0
        self.cmd.delete("all")
        return drawn

    def pictures(
        self, file: str, content: bytes, colour: Colour, views: Sequence[View]
    ) -> list[Rendered]:
        """Read, draw, check: one picture a view.

        Raises:
            RefusedError: the file or its picture is of no use.
        """
        protein = read_protein(file, content)
        done: list[Rendered] = []
        for view, pixels in zip(views, self.draw(protein, colour, views), strict=True):
            share = check_picture(pixels)
            image = encode(pixels)
            done.append(
                Rendered(protein.record, colour, view, self.size, image, self.renderer, share)
            )
        return done

    def draw(
        self, protein: Protein, colour: Colour, views: Sequence[View] = ("front",)
    ) -> list[NDArray[np.uint8]]:
        """The pixels of each view, shape (size, size, 3), unchecked."""
        xyz = canonical(protein.backbone)
        self.cmd.delete("all")
        self.cmd.read_pdbstr(pdb_text(protein, xyz, colour), "m", zoom=0)
        self.cmd.dss("m")
        self.cmd.show_as("cartoon", "m")
        paint(self.cmd, protein, colour)
        pictures = []
        for view in views:
            self.cmd.set_view(camera(xyz, view))
            pictures.append(self._pixels())
        return pictures

    def _pixels(self) -> NDArray[np.uint8]:
        if self.context is None:
            return self._ray_traced()
        from PIL import Image

        self._pymol.idle()
        self._pymol.draw()
        big = Image.fromarray(np.ascontiguousarray(self.context.pixels()))
        return np.asarray(big.reduce(SUPERSAMPLED))

    def _ray_traced(self) -> NDArray[np.uint8]:
        from PIL import Image

        self.cmd.ray(self.size, self.size, quiet=1)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "picture.png"
            self.cmd.png(str(path), quiet=1)
            with Image.open(path) as image:
                return np.asarray(image.convert("RGB"))


def start() -> Any:
    """A PyMOL session of its own; never the global ``cmd``."""
    try:
        import pymol2
    except ImportError as error:
        raise DataError(
            f"PyMOL does not start ({error}); it needs the extra and some system libraries: "
            f"pip install 'geneverse[proteins]'; as root: apt-get install {SYSTEM_PACKAGES}"
        ) from error
    session = pymol2.PyMOL()
    session.start()
    return session
