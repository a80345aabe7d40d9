"""A bad source file stops the reading with an error that names file, place and fix."""

import gzip
from pathlib import Path

import pytest
from source_folder import GENE_INFO_HEADER, GENES, GLI1, gene_info_row, hgnc_text, table, write

from datasets_builders.errors import DataError, SourceError
from datasets_builders.genes.sources import read_folder

PAGE = "<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "hgnc_complete_set.txt.gz", hgnc_text())
    return tmp_path


def error_of(folder: Path, go_gmt: Path | None = None) -> str:
    with pytest.raises(SourceError) as caught:
        read_folder(folder, go_gmt=go_gmt)
    assert isinstance(caught.value, DataError)
    return str(caught.value)


def test_a_missing_column_is_named_with_those_found(folder: Path) -> None:
    write(folder / "hgnc_complete_set.txt.gz", hgnc_text(without="ensembl_gene_id"))
    message = error_of(folder)
    assert "hgnc_complete_set.txt.gz: column ensembl_gene_id is missing" in message
    assert "hgnc_id, symbol, name" in message


@pytest.mark.parametrize("keep", [0.5, 0.99])
@pytest.mark.parametrize("name", ["hgnc_complete_set.txt.gz", "gene_info.gz"])
def test_a_cut_off_gzip_file_has_to_be_fetched_again(folder: Path, name: str, keep: float) -> None:
    info = [gene_info_row(str(n), f"G{n}") for n in range(5_000)]
    write(folder / "gene_info.gz", table(GENE_INFO_HEADER, *info))
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: int(len(whole) * keep)])
    message = error_of(folder)
    assert message.startswith(f"{name}: the gzip file is cut off or damaged")
    assert "fetch it again" in message


def test_a_damaged_gzip_file_is_an_error(folder: Path) -> None:
    path = folder / "hgnc_complete_set.txt.gz"
    data = bytearray(gzip.compress(hgnc_text().encode(), mtime=0))
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    assert "cut off or damaged" in error_of(folder)


@pytest.mark.parametrize("column", ["hgnc_id", "symbol"])
def test_an_id_or_symbol_twice_is_named_with_both_lines(folder: Path, column: str) -> None:
    other = {**GLI1, "hgnc_id": "HGNC:9", "symbol": "OTHER", column: GLI1[column]}
    write(folder / "hgnc_complete_set.txt.gz", hgnc_text([*GENES, other]))
    message = error_of(folder)
    assert f"{column} {GLI1[column]} occurs twice, in lines 2 and 5" in message


def test_a_gene_id_twice_in_gene_info_is_an_error(folder: Path) -> None:
    rows = [gene_info_row("2735", "GLI1"), gene_info_row("1", "A"), gene_info_row("2735", "GLI1")]
    write(folder / "gene_info", table(GENE_INFO_HEADER, *rows))
    assert "gene_info: GeneID 2735 occurs twice, in the human rows 1 and 3" in error_of(folder)


@pytest.mark.parametrize("value", ["", "4317", "HGNC:", "HGNC:43x"])
def test_an_id_of_another_form_is_named_with_its_line(folder: Path, value: str) -> None:
    write(folder / "hgnc_complete_set.txt.gz", hgnc_text([{**GLI1, "hgnc_id": value}]))
    assert f"hgnc_complete_set.txt.gz, line 2: hgnc_id is {value!r}" in error_of(folder)


@pytest.mark.parametrize("name", ["hgnc_complete_set.txt.gz", "gene_summary.gz", "gene2go"])
def test_a_web_page_is_no_table(folder: Path, name: str) -> None:
    (folder / name).write_text(PAGE)  # an error page is stored under the old name, not gzipped
    assert f"{name}: this is a web page, not a table" in error_of(folder)


def test_a_web_page_is_no_gmt_file(folder: Path) -> None:
    write(folder / "GO_Biological_Process_2023.gmt", PAGE)
    assert "GO_Biological_Process_2023.gmt: this is a web page" in error_of(folder)


@pytest.mark.parametrize("text", ["", "\n"])
def test_an_empty_file_is_an_error(folder: Path, text: str) -> None:
    write(folder / "hgnc_complete_set.txt.gz", text)
    assert "hgnc_complete_set.txt.gz: the file is empty" in error_of(folder)


def test_a_header_alone_is_an_error(folder: Path) -> None:
    write(folder / "hgnc_complete_set.txt.gz", hgnc_text([]))
    assert "a header but no data row" in error_of(folder)


def test_a_row_with_too_few_fields_is_named(folder: Path) -> None:
    write(folder / "hgnc_complete_set.txt.gz", hgnc_text() + "HGNC:9\tNINE\n")
    message = error_of(folder)
    assert "hgnc_complete_set.txt.gz" in message
    assert "Row #5" in message


def test_text_that_is_not_utf8_is_an_error(folder: Path) -> None:
    (folder / "hgnc_complete_set.txt.gz").write_bytes(
        hgnc_text().encode().replace(b"tumor", b"tum\xf6r")
    )
    assert "hgnc_complete_set.txt.gz" in error_of(folder)


def test_a_folder_without_the_complete_set_says_what_it_holds(tmp_path: Path) -> None:
    write(tmp_path / "gene_info.gz", GENE_INFO_HEADER)
    message = error_of(tmp_path)
    assert "hgnc_complete_set.txt (or .gz) is missing" in message
    assert "gene_info.gz" in message
    assert "--download" in message
    assert "not there" in error_of(tmp_path / "nowhere")


def test_a_named_gmt_file_must_be_there(folder: Path) -> None:
    assert "mine.gmt" in error_of(folder, folder / "mine.gmt")


def test_a_list_of_downloads_of_another_form_is_an_error(folder: Path) -> None:
    write(folder / "downloads.json", '{"files": [{"file": "gene_info.gz"}]}')
    assert "downloads.json: not the list that a download writes" in error_of(folder)
