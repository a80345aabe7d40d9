"""The errors of this room. Each message names the value, where it came from and what to do."""


class HubError(Exception):
    """A release, or the loopback hub, cannot do what was asked."""
