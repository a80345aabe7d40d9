"""An OpenGL context without a screen: EGL, software rendering, a compatibility profile.

PyMOL draws into whatever context is current when it starts. ``cmd.png(ray=0)`` without one falls
back to ray tracing or draws nothing, silently. Mesa's llvmpipe needs no GPU and gives the same
bytes each time on one machine.
"""

import ctypes
import importlib
import os
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.errors import DataError

# Set before OpenGL is imported. No threads in Mesa: one worker a core is faster.
ENVIRONMENT = {
    "PYOPENGL_PLATFORM": "egl",
    "EGL_PLATFORM": "surfaceless",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "LP_NUM_THREADS": "0",
}


def load_before_mesa() -> None:
    """Load triton's LLVM, where it is installed, before Mesa's.

    The other way round, as when a model is run after a picture was drawn, the process dies.
    """
    with suppress(ImportError):
        importlib.import_module("triton")


class OpenGLError(DataError):
    """No OpenGL context can be made here; pictures are ray-traced instead."""


class Context:
    """A square off-screen surface of ``side`` pixels, current in this thread."""

    def __init__(self, side: int) -> None:
        """Raises OpenGLError, naming what failed."""
        os.environ.update(ENVIRONMENT)
        try:
            from OpenGL import EGL, GL
        except (ImportError, AttributeError, OSError) as error:
            raise OpenGLError(f"no EGL library ({error})") from error
        self.side = side
        self._gl: Any = GL
        try:
            display = EGL.eglGetDisplay(EGL.EGL_DEFAULT_DISPLAY)
            if not EGL.eglInitialize(display, ctypes.c_long(), ctypes.c_long()):
                raise OpenGLError("EGL does not initialise")
            EGL.eglBindAPI(EGL.EGL_OPENGL_API)
            config = _config(EGL, display)
            size = _ints(EGL, EGL.EGL_WIDTH, side, EGL.EGL_HEIGHT, side)
            self._surface = EGL.eglCreatePbufferSurface(display, config, size)
            self._context = EGL.eglCreateContext(display, config, EGL.EGL_NO_CONTEXT, None)
            if not EGL.eglMakeCurrent(display, self._surface, self._surface, self._context):
                raise OpenGLError("the EGL context cannot be made current")
            name = GL.glGetString(GL.GL_RENDERER)
        except (EGL.EGLError, GL.GLError) as error:
            raise OpenGLError(f"EGL: {error}") from error
        self.name: str = name.decode() if name else "unknown"

    def pixels(self) -> NDArray[np.uint8]:
        """What has been drawn, shape (side, side, 3), first row on top."""
        gl = self._gl
        gl.glPixelStorei(gl.GL_PACK_ALIGNMENT, 1)
        data = gl.glReadPixels(0, 0, self.side, self.side, gl.GL_RGB, gl.GL_UNSIGNED_BYTE)
        image = np.frombuffer(data, dtype=np.uint8).reshape(self.side, self.side, 3)
        return image[::-1]


def _ints(egl: Any, *values: int) -> Any:
    return (egl.EGLint * (len(values) + 1))(*values, egl.EGL_NONE)


def _config(egl: Any, display: Any) -> Any:
    wanted = [egl.EGL_SURFACE_TYPE, egl.EGL_PBUFFER_BIT]
    wanted += [egl.EGL_RENDERABLE_TYPE, egl.EGL_OPENGL_BIT, egl.EGL_DEPTH_SIZE, 24]
    for channel in ("RED", "GREEN", "BLUE"):
        wanted += [getattr(egl, f"EGL_{channel}_SIZE"), 8]
    configs, found = (egl.EGLConfig * 1)(), ctypes.c_long()
    egl.eglChooseConfig(display, _ints(egl, *wanted), configs, 1, found)
    if not found.value:
        raise OpenGLError("no EGL configuration with OpenGL and a pbuffer")
    return configs[0]
