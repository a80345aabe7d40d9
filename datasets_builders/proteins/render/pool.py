"""Many structures to pictures on all cores, one PyMOL a worker process."""

from collections.abc import Iterable, Iterator, Sequence

from datasets_builders.proteins.records import Colour, Refused, Rendered, View


def render_all(
    items: Iterable[tuple[str, bytes]],
    *,
    colour: Colour = "plddt",
    size: int = 336,
    views: Sequence[View] = ("front",),
    workers: int | None = None,
    time_limit: float = 60.0,
) -> Iterator[Rendered | Refused]:
    """Draw each (file name, bytes); results come in the order of ``items``.

    A file gives one :class:`Rendered` a view, or one :class:`Refused`.
    """
    raise NotImplementedError
