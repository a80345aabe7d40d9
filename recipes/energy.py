"""The energy of a training: measured where the machine has counters for it, else estimated.

``with measured(work / ENERGY): ...`` adds one line to the file, also where the run was interrupted,
so that a run in several parts is counted whole (a part that is killed outright is lost)::

    {"cpu_seconds": 612.4, "cpu_joules": null, "gpu_joules": null}

``emissions(work / ENERGY, "cpu")`` makes of all lines what the adapter's geneverse.json keeps::

    {"kwh": 0.000595, "grams": 0.2596, "location": "world average",
     "source": "estimated: 612 s of CPU time x 3.5 W (...) x 436 g/kWh (...)"}

CPU energy is Linux's RAPL counters where they can be read (root, bare metal), and of the whole
machine; GPU energy is NVIDIA's own counter. Without the former, CPU time is taken times the power
of one busy core. Without the latter, a run on a GPU is not estimated: it says nothing at all.
"""

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from recipes.errors import RecipeError

ENERGY = "energy.jsonl"
RAPL = Path("/sys/class/powercap")
# Power of one busy core: Cloud Carbon Footprint, methodology, average of AWS's servers.
# https://www.cloudcarbonfootprint.org/docs/methodology/
WATTS = 3.5
# The world's average of 2022: Ember, Global Electricity Review 2023.
GRAMS_PER_KWH, PLACE = 436.0, "world average"
# For those who know their own: grams of CO2 equivalents a kWh, and where that is.
GRAMS_VARIABLE, PLACE_VARIABLE = "GENEVERSE_GRAMS_PER_KWH", "GENEVERSE_LOCATION"
_JOULES_PER_KWH = 3.6e6


@contextmanager
def measured(file: Path, rapl: Path = RAPL) -> Iterator[None]:
    """Count what child processes take while the block runs, and add it to ``file``."""
    began, cpu, gpu = _cpu_seconds(), _rapl(rapl), _gpu()
    try:
        yield
    finally:
        row = {
            "cpu_seconds": round(_cpu_seconds() - began, 1),
            "cpu_joules": _joules(cpu, _rapl(rapl)),
            "gpu_joules": _joules(gpu, _gpu()),
        }
        with file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")


def emissions(file: Path, machine: str) -> dict[str, Any] | None:
    """Energy and CO2 equivalents of all parts of a run; None where they cannot be told.

    ``machine`` is "cpu" or "gpu". Raises ``RecipeError`` for a carbon intensity that is none.
    """
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    total = {key: _sum([row[key] for row in rows]) for key in rows[0]} if rows else {}
    if not total or (machine != "cpu" and total["gpu_joules"] is None):
        return None
    seconds, joules = total["cpu_seconds"] or 0.0, total["cpu_joules"]
    if joules is None:
        joules = seconds * WATTS
        how = f"estimated: {seconds:.0f} s of CPU time x {WATTS:g} W (Cloud Carbon Footprint)"
    else:
        how = f"measured: {joules:.0f} J by the CPU's RAPL counters, whole machine"
    if machine != "cpu":
        joules += total["gpu_joules"] or 0.0
        how += f", and {total['gpu_joules']:.0f} J measured by the GPU's counter"
    grams, place, whose = _intensity()
    kwh = joules / _JOULES_PER_KWH
    return {
        "kwh": _rounded(kwh),
        "grams": _rounded(kwh * grams),
        "source": f"{how}; x {grams:g} g/kWh ({whose})",
        "location": place,
    }


def _intensity() -> tuple[float, str, str]:
    """Grams a kWh, where, and who says so."""
    given = os.environ.get(GRAMS_VARIABLE)
    if given is None:
        return GRAMS_PER_KWH, PLACE, f"{PLACE} of 2022, Ember"
    try:
        grams = float(given)
    except ValueError:
        grams = -1.0
    if not 0 <= grams <= 5000:
        raise RecipeError(f"{GRAMS_VARIABLE}={given!r} is no carbon intensity: write grams a kWh")
    place = os.environ.get(PLACE_VARIABLE) or "not told"
    return grams, place, f"as given in {GRAMS_VARIABLE}"


def _cpu_seconds() -> float:
    """CPU time of the child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _rapl(folder: Path) -> dict[str, tuple[float, float]]:
    """Counter of each CPU package -> joules, and joules at which it starts from 0 again."""
    found = {}
    for zone in sorted(folder.glob("intel-rapl:*")):
        if zone.name.count(":") == 1:  # packages; their parts are in them
            try:
                now, most = (
                    float((zone / name).read_text()) / 1e6
                    for name in ("energy_uj", "max_energy_range_uj")
                )
            except (OSError, ValueError):  # for root alone, since 2020
                continue
            found[zone.name] = now, most
    return found


def _gpu() -> dict[str, tuple[float, float]]:
    """Counter of each GPU that this run may use -> joules; {} without one."""
    if os.environ.get("CUDA_VISIBLE_DEVICES") == "":
        return {}
    try:
        import pynvml
    except ImportError:
        return {}
    try:
        pynvml.nvmlInit()
        handles = [pynvml.nvmlDeviceGetHandleByIndex(n) for n in range(pynvml.nvmlDeviceGetCount())]
        read = [pynvml.nvmlDeviceGetTotalEnergyConsumption(handle) / 1e3 for handle in handles]
    except pynvml.NVMLError:  # no driver, or a card without the counter
        return {}
    return {str(number): (joules, 0.0) for number, joules in enumerate(read)}


def _joules(
    before: dict[str, tuple[float, float]], after: dict[str, tuple[float, float]]
) -> float | None:
    """What was used between two readings; None without counters."""
    if not before or before.keys() != after.keys():
        return None
    used = 0.0
    for name, (start, most) in before.items():
        end = after[name][0]
        used += end - start if end >= start else end - start + most
    return round(used, 1)


def _sum(values: list[float | None]) -> float | None:
    """None where one part was not counted."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _rounded(value: float) -> float:
    """To four digits."""
    return float(f"{value:.4g}")
