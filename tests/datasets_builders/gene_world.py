"""A small world of genes for the tests: families, a class, pseudogenes, shared aliases.

``world()`` has about 300 protein-coding genes in 100 families of three, each with a pseudogene, and
the paper's genes; enough for every split to have rows.
"""

from datasets_builders.genes.groups import PAPER_GENES
from datasets_builders.genes.records import GeneRecord

CODING = "gene with protein product"


def gene(
    symbol: str,
    number: int,
    *,
    name: str = "",
    locus_type: str = CODING,
    groups: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    previous: tuple[str, ...] = (),
    summary: str = "",
    processes: tuple[str, ...] = (),
    status: str = "Approved",
    replaced_by: str = "",
    location: str = "1p36.1",
    ensembl: bool = True,
) -> GeneRecord:
    """One record; the id of a group is made from its name."""
    return GeneRecord(
        symbol=symbol,
        name=name or f"name of {symbol}",
        hgnc_id=f"HGNC:{number}",
        locus_group="protein-coding gene" if locus_type == CODING else "other",
        locus_type=locus_type,
        status=status,
        replaced_by=replaced_by,
        ensembl_id=f"ENSG{number:011d}" if ensembl else "",
        mim_ids=(str(100_000 + number),) if locus_type == CODING else (),
        location=location,
        aliases=aliases,
        previous_symbols=previous,
        gene_groups=groups,
        gene_group_ids=tuple(f"id of {g}" for g in groups),
        summary=summary,
        go_processes=processes,
    )


def world(families: int = 100) -> list[GeneRecord]:
    """The records, in the order of their HGNC numbers."""
    records: list[GeneRecord] = []
    for family in range(families):
        for member in range(3):
            symbol, number = f"FAMX{family}M{member}", 1000 + 10 * family + member
            records.append(
                gene(
                    symbol,
                    number,
                    groups=(f"Family X{family}", "CD molecules"),
                    aliases=(f"shared{family}",) if member else (),
                    processes=(f"process {family} signaling pathway (GO:{number:07d})",),
                )
            )
        parent = records[-1]
        records.append(
            gene(
                f"{parent.symbol}P1",
                1000 + 10 * family + 5,
                name=f"{parent.name} pseudogene 1",
                locus_type="pseudogene",
            )
        )
    records += [
        gene(symbol, 90_000 + n, groups=(f"Family P{n}",)) for n, symbol in enumerate(PAPER_GENES)
    ]
    return records
