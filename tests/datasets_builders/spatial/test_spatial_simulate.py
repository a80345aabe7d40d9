"""A simulated section has the markers that were put into it, and is the same each time."""

import numpy as np
import pytest

from datasets_builders.spatial.simulate import Simulation, simulate
from datasets_builders.spatial.truth import NO, YES, find_markers


def test_the_same_seed_gives_the_same_sections_and_another_seed_does_not() -> None:
    a, b, other = (simulate(seed=s, cells=200, genes=12, sections=1).sections[0] for s in (1, 1, 2))
    assert (a.counts != b.counts).nnz == 0
    assert (a.coordinates == b.coordinates).all() and (a.type_codes == b.type_codes).all()
    assert not np.array_equal(a.coordinates, other.coordinates)


def test_sections_of_one_simulation_share_genes_and_markers_and_no_layout(
    simulation: Simulation,
) -> None:
    first, second = simulation.sections
    assert first.genes == second.genes and first.type_names == second.type_names
    assert not np.array_equal(first.type_codes, second.type_codes)


def test_the_test_finds_the_markers_that_were_put_in(simulation: Simulation) -> None:
    section = simulation.sections[0]
    truth = find_markers(section)
    right = wrong = 0
    for row, cell_type in enumerate(section.type_names):
        for column, gene in enumerate(section.genes):
            if (answer := truth.answer[row, column]) in (YES, NO):
                agrees = (answer == YES) == (cell_type in simulation.markers[gene])
                right, wrong = right + agrees, wrong + (not agrees)
    assert right > 400
    assert wrong / (right + wrong) < 0.02


def test_counts_vary_more_than_poisson(simulation: Simulation) -> None:
    section = simulation.sections[0]
    house = [g for g, role in simulation.roles.items() if role == "housekeeping"]
    counts = np.array([section.column(gene) for gene in house])
    ratio = counts.var(axis=1) / counts.mean(axis=1)
    assert (ratio > 1).all() and np.median(ratio) > 1.3


def test_cells_do_not_lie_on_each_other(simulation: Simulation) -> None:
    from scipy.spatial import cKDTree

    where = simulation.sections[0].coordinates
    assert cKDTree(where).query(where, k=2)[0][:, 1].min() > 2.0


def test_impossible_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="2 to 26 types"):
        simulate(types=1)
