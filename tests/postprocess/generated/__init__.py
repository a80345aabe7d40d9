"""Answers as models write them, wrong in known ways, and an independent check of the correction."""

from .answer import Answer
from .check import Fault, faults, left_wrong
from .kinds import KINDS, answer_about
from .world import World

__all__ = ["KINDS", "Answer", "Fault", "World", "answer_about", "faults", "left_wrong"]
