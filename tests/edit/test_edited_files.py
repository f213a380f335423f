"""Edited files are written whole, only inside the site, and only where nobody else has written meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlw_build.edit.files import CannotEdit, raw_text, write_all


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old\r\n")
    file.chmod(0o640)
    assert write_all(tmp_path, {"a.yaml": "old\r\n"}, {"a.yaml": "new\r\n"}) == ("a.yaml",)
    assert file.read_bytes() == b"new\r\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["a.yaml"]


def test_a_file_that_somebody_changed_meanwhile_is_not_touched_nor_are_the_others(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("theirs", encoding="utf-8")
    with pytest.raises(CannotEdit, match="somebody else"):
        write_all(tmp_path, {"a.yaml": "old", "b.yaml": "old"}, {"a.yaml": "new", "b.yaml": "new"})
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "old"


def test_a_link_out_of_the_site_is_not_followed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "other.yaml").write_text("theirs", encoding="utf-8")
    (site / "a.yaml").symlink_to(tmp_path / "other.yaml")
    with pytest.raises(CannotEdit, match="out of the site"):
        raw_text(site, "a.yaml")


def test_a_link_inside_the_site_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("old", encoding="utf-8")
    (tmp_path / "a.yaml").symlink_to("real.yaml")
    write_all(tmp_path, {"a.yaml": "old"}, {"a.yaml": "new"})
    assert (tmp_path / "a.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text(encoding="utf-8") == "new"


def test_what_is_not_text_is_not_edited(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(CannotEdit, match="UTF-8"):
        raw_text(tmp_path, "a.yaml")
