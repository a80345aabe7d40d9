"""What a training took: counters where there are any, else CPU time; and what that is in CO2."""

import subprocess
import sys
import types
from pathlib import Path

import pytest

from recipes import energy
from recipes.energy import emissions, measured
from recipes.errors import RecipeError

BUSY = "import time\nwhile time.process_time() < 0.6: pass"


def zone(folder: Path, name: str, micro: int) -> Path:
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "energy_uj").write_text(str(micro))
    (place / "max_energy_range_uj").write_text("10000000")
    return place


@pytest.fixture(autouse=True)
def no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")


def test_cpu_time_is_counted_over_all_parts_and_also_after_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "energy.jsonl"
    with pytest.raises(KeyboardInterrupt), measured(file, tmp_path / "none"):
        subprocess.run([sys.executable, "-c", BUSY], check=True)
        raise KeyboardInterrupt
    with measured(file, tmp_path / "none"):
        subprocess.run([sys.executable, "-c", BUSY], check=True)
    found = emissions(file, "cpu")
    assert found is not None
    seconds = found["kwh"] * 3.6e6 / energy.WATTS
    assert 1.2 <= seconds < 10
    assert found["grams"] == pytest.approx(found["kwh"] * energy.GRAMS_PER_KWH, rel=1e-3)
    assert (
        found["source"].startswith("estimated: ") and "436 g/kWh (world average" in found["source"]
    )


def test_counters_are_read_and_run_over(tmp_path: Path) -> None:
    """Two packages, one of which starts from 0 again; a part of a package is not counted twice."""
    rapl, file = tmp_path / "rapl", tmp_path / "energy.jsonl"
    zone(rapl, "intel-rapl:0", 1_000_000)
    zone(rapl, "intel-rapl:0:0", 1_000_000)
    zone(rapl, "intel-rapl:1", 9_000_000)
    with measured(file, rapl):
        zone(rapl, "intel-rapl:0", 3_500_000)
        zone(rapl, "intel-rapl:0:0", 9_500_000)
        zone(rapl, "intel-rapl:1", 500_000)
    found = emissions(file, "cpu")
    assert found is not None
    assert found["source"].startswith("measured: 4 J by the CPU's RAPL counters")
    assert found["kwh"] == pytest.approx(4 / 3.6e6, rel=1e-3)
    with measured(file, tmp_path / "none"):  # one part without counters: all of it is estimated
        pass
    assert "estimated" in (emissions(file, "cpu") or {})["source"]


def test_a_gpu_is_measured_or_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "energy.jsonl"
    with measured(file, tmp_path):
        pass
    assert emissions(file, "gpu") is None
    file.unlink()
    millijoules = [5_000, 12_000]
    fake = types.SimpleNamespace(
        NVMLError=RuntimeError,
        nvmlInit=lambda: None,
        nvmlDeviceGetCount=lambda: 1,
        nvmlDeviceGetHandleByIndex=lambda n: n,
        nvmlDeviceGetTotalEnergyConsumption=lambda _: millijoules.pop(0),
    )
    monkeypatch.setitem(sys.modules, "pynvml", fake)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    with measured(file, tmp_path):
        pass
    assert "7 J measured by the GPU's counter" in (emissions(file, "gpu") or {})["source"]


def test_who_knows_the_own_grid_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "energy.jsonl"
    file.write_text('{"cpu_seconds": 36000, "cpu_joules": null, "gpu_joules": null}\n')
    monkeypatch.setenv(energy.GRAMS_VARIABLE, "50")
    monkeypatch.setenv(energy.PLACE_VARIABLE, "France")
    found = emissions(file, "cpu")
    assert found is not None
    assert (found["kwh"], found["grams"], found["location"]) == (0.035, 1.75, "France")
    monkeypatch.setenv(energy.GRAMS_VARIABLE, "little")
    with pytest.raises(RecipeError, match="write grams a kWh"):
        emissions(file, "cpu")
