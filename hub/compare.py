"""What a release would change: a manifest against what a repo holds, judged by size and hash."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.manifest import Manifest
from hub.remote import RemoteFile

# The Hub puts it into every new repo; a release leaves it alone unless it brings its own.
KEPT = ".gitattributes"


@dataclass(frozen=True)
class Difference:
    """A manifest against a tree: paths by what has to be done."""

    uploaded: tuple[str, ...]
    unchanged: tuple[str, ...]
    deleted: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether the tree is the manifest already."""
        return not self.uploaded and not self.deleted

    @property
    def shown(self) -> str:
        """The first few paths, for a message."""
        return ", ".join([*self.uploaded, *self.deleted][:5])


def compare(manifest: Manifest, tree: Mapping[str, RemoteFile]) -> Difference:
    """What a commit would have to change."""
    same = {f.path for f in manifest.files if f.path in tree and tree[f.path].holds(f)}
    wanted = {file.path for file in manifest.files}
    return Difference(
        uploaded=tuple(sorted(wanted - same)),
        unchanged=tuple(sorted(same)),
        deleted=tuple(sorted(tree.keys() - wanted - {KEPT})),
    )
