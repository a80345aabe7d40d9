"""Imports of torch and Axolotl without their warnings of optional GPU parts.

``quiet_imports()`` before the first heavy import leaves errors as they are.
"""

import logging

# They warn of extensions that are not built for this machine, which says nothing about the work.
_NOISY = ("torch.utils._pytree", "torchao")


def quiet_imports() -> None:
    """Let the loggers of the optional parts speak of errors only."""
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
