"""The project as a whole: what its documents promise is there, its packages depend in one direction only, its
requirements are locked."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

import netralitas
from netralitas.cli import main

ROOT = Path(__file__).parent.parent
PACKAGES = ("netralitas", "spiders", "pipelines", "datasets", "practice_press", "benchmarks")
READMES = ("README.md", "README.id.md")
# What a checkout holds beside the repository: environments, caches, databases, builds.
NOT_OURS = re.compile(
    r"^(?:\.(?!ci/|gitignore$)|data/|exports/|build/|dist/|[^/]+\.egg-info/)|(?:^|/)__pycache__/"
)

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE_BLOCK = re.compile(r"(?s:^```.*?^```)|(?:^(?: {4}|\t).*\n?)+", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


@cache
def files(ending: str = "") -> tuple[Path, ...]:
    """The files of the repository whose names end in ``ending``, relative to its root."""
    if ending:
        return tuple(path for path in files() if path.name.endswith(ending))
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(sorted(path for path in found if not NOT_OURS.search(path.as_posix())))


def read(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))


# --- version and licences


def test_all_places_name_the_same_version_and_licence() -> None:
    declared, citation = project()["project"], yaml.safe_load(read("CITATION.cff"))
    assert citation["version"] == declared["version"] == netralitas.__version__
    assert citation["license"] == declared["license"] == "Apache-2.0"
    newest = re.search(r"^## \[(\d[^\]]*)\]", read("CHANGELOG.md"), re.MULTILINE)
    assert newest and newest[1] == declared["version"]
    assert all(declared["version"] in read(readme).partition("CITATION.cff")[2] for readme in READMES)


def test_the_licence_files_are_there_and_whole() -> None:
    licence = read("LICENSE")
    assert licence.split()[:4] == ["Apache", "License", "Version", "2.0,"]
    assert "END OF TERMS AND CONDITIONS" in licence
    summary = read("LICENSES.md")
    for name in ("Apache License 2.0", "CC BY 4.0", "ODbL", "idn-area-data", "Kepmendagri", "GeoNames"):
        assert name in summary


# --- documents


def anchors(path: Path) -> set[str]:
    """The anchors of a Markdown file's headings, as GitHub makes them."""
    text = CODE_BLOCK.sub("", path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


def broken_links(path: Path, root: Path = ROOT) -> Iterator[str]:
    for target in LINK.findall(CODE_BLOCK.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = path.parent / name if name else path
        if not file.exists():
            yield f"{target}: no such file"
        elif not file.resolve().is_relative_to(root):
            yield f"{target}: outside the repository"
        elif anchor and anchor not in anchors(file):
            yield f"{target}: no such heading"


@pytest.mark.parametrize("path", files(".md"), ids=str)
def test_every_relative_link_leads_to_a_file_and_a_heading(path: Path) -> None:
    assert not list(broken_links(ROOT / path))


def test_a_link_to_a_missing_file_or_heading_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A heading\n[a](#a-heading) [b](#b) [c](missing.md) [d](https://x.example/)\n", "utf-8")
    assert [broken.split(":")[0] for broken in broken_links(page, tmp_path)] == ["#b", "missing.md"]


def test_the_index_of_the_documentation_names_every_page() -> None:
    linked = set(LINK.findall(read("docs/README.md")))
    assert {path.name for path in files(".md") if path.parent == Path("docs")} - {"README.md"} <= linked


@pytest.mark.parametrize("document", [*READMES, "CONTRIBUTING.md", "LICENSES.md", "docs/method.md"])
def test_every_path_that_a_document_names_exists(document: str) -> None:
    top = {path.parts[0] for path in files()} - {"data", "exports"}
    named = [code for code in CODE.findall(read(document)) if code.split("/")[0] in top and " " not in code]
    assert named
    assert not [code for code in named if "*" not in code and not (ROOT / code).exists()]
    assert not [code for code in named if "*" in code and not list(ROOT.glob(code))]


# --- commands


def code_of(document: Path | str) -> str:
    """All code of a Markdown file, a span or line of a block a line."""
    text = read(document)
    return "\n".join((*CODE_BLOCK.findall(text), *CODE.findall(CODE_BLOCK.sub("", text))))


def commands_in(document: Path | str) -> list[list[str]]:
    """The words after every ``netralitas`` that stands as a command in a Markdown file, comments left out."""
    lines = (line.partition(" #")[0] for line in code_of(document).splitlines())
    called = (re.match(r"\s*(?:\$ )?(?:\.venv/bin/)?netralitas(?: +(.*))?$", line) for line in lines)
    return [(match[1] or "").split() for match in called if match]


def wrong_with(words: list[str]) -> str | None:
    """What the command line would not know of a call, or None."""
    command: click.Command = main
    for word in words:
        if word.startswith("-"):
            options = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
            name = word.partition("=")[0].strip("[]")
            if name not in options | {"--help", "-h"}:
                return f"{command.name} has no option {name}"
        elif isinstance(command, click.Group):
            if word not in command.commands:
                return f"{command.name} has no command {word}"
            command = command.commands[word]
    return None


@pytest.mark.parametrize("document", files(".md"), ids=str)
def test_every_command_and_option_that_a_document_names_exists(document: Path) -> None:
    assert not [wrong for words in commands_in(document) if (wrong := wrong_with(words))]


def test_the_examples_of_deployment_call_commands_and_options_that_exist() -> None:
    called = re.compile(r"\bnetralitas +([a-z]+ [^|&;>\n\"`]*)")
    calls = [
        found.split()
        for path in (ROOT / "deploy").rglob("*")
        if path.is_file()
        for found in called.findall(re.sub(r"(?m)^ *#.*$", "", path.read_text(encoding="utf-8")))
        if found.split()[0] in main.commands
    ]
    services = yaml.safe_load(read("deploy/docker/compose.yaml"))["services"]
    calls += [services["site"]["command"], ["crawl", *services["crawler"]["command"]]]
    assert {call[0] for call in calls} == {"alerts", "backup", "crawl", "export", "serve", "status"}
    assert not [wrong for call in calls if (wrong := wrong_with(call))]


def test_a_command_or_option_that_does_not_exist_is_found() -> None:
    assert wrong_with(["sources", "list", "--province", "13"]) is None
    assert wrong_with(["sources", "lst"]) == "sources has no command lst"
    assert wrong_with(["demo", "--no-srve"]) == "demo has no option --no-srve"


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_the_commands_that_help_shows(readme: str) -> None:
    called = [sys.executable, "-m", "netralitas", "--help"]
    shown = subprocess.run(called, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    commands = set(re.findall(r"^  ([a-z]+)  ", shown.partition("Commands:")[2], re.MULTILINE))
    assert len(commands) >= 7
    assert commands == {words[0] for words in commands_in(readme) if words}


def test_both_readmes_say_the_same() -> None:
    english, indonesian = READMES
    assert sorted(commands_in(english)) == sorted(commands_in(indonesian))
    assert len(HEADING.findall(read(english))) == len(HEADING.findall(read(indonesian)))
    assert set(LINK.findall(read(english))) ^ set(LINK.findall(read(indonesian))) == set(READMES)
    assert re.findall(r"^    make .*?(?=  |$)", read(english), re.MULTILINE) == re.findall(
        r"^    make .*?(?=  |$)", read(indonesian), re.MULTILINE
    )


@pytest.mark.parametrize("document", files(".md"), ids=str)
def test_every_make_target_that_a_document_names_exists_and_knows_its_arguments(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    called = re.findall(r"^\s*make ([a-z]+)(?: ARGS=(\S+))?", code_of(document), re.MULTILINE)
    assert {target for target, _ in called} <= targets
    assert not [wrong for target, args in called if target == "run" and (wrong := wrong_with(["demo", args]))]


# --- requirements


def requirements(name: str) -> dict[str, list[str]]:
    """The pinned packages of a requirements file, each with its options."""
    lines = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n?", "", read(name), flags=re.MULTILINE)).splitlines()
    packages = {}
    for line in filter(None, map(str.strip, lines)):
        pin = re.fullmatch(r"([a-z0-9.-]+==[\w.!+]+)(?: *;[^#]*?)?((?: +--\S+)*)", line)
        assert pin, f"{name}: not a pinned package: {line[:80]}"
        packages[pin[1]] = pin[2].split()
    return packages


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_required_package_is_pinned_with_hashes_and_no_registry_is_named(name: str) -> None:
    packages = requirements(name)
    assert packages
    for package, options in packages.items():
        assert options, f"{package} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", option) for option in options), package
    assert not re.search(
        r"https?:|file:|--(?:index|extra-index|find-links|trusted)|^\s*-[if] ", read(name), re.M
    )


def test_the_locked_files_hold_every_package_that_the_project_declares() -> None:
    running, developing = requirements("requirements.txt"), requirements("requirements-dev.txt")
    names = {pin.partition("==")[0] for pin in running}
    declared = [re.split(r"[^\w.-]", need)[0].lower() for need in project()["project"]["dependencies"]]
    assert set(declared) <= names
    tools = [re.split(r"[^\w.-]", need)[0].lower() for need in project()["dependency-groups"]["dev"]]
    assert set(tools) <= {pin.partition("==")[0] for pin in developing}
    assert set(running) <= set(developing)


# --- nothing of one machine


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    places = "home|root|Users|work|tmp|var/folders|var/tmp|mnt|opt|srv"
    absolute = re.compile(rf"(?<![\w.:/}})*~-])/(?:{places})/\w|\b[A-Z]:\\\\?Users")
    assert absolute.search(" /" + "tmp/x") and not absolute.search("https://x.example/tmp/x a/tmp/x")
    named = []
    for path in files():
        try:
            text = read(path)
        except UnicodeDecodeError:
            continue
        named += [f"{path}: {match[0]}" for match in absolute.finditer(text)]
    assert not named


# --- packages

MAY_IMPORT = {
    "netralitas": {"spiders", "pipelines", "datasets", "practice_press"},
    "spiders": {"pipelines", "datasets"},
    "pipelines": {"datasets"},
    "datasets": set(),
    "practice_press": {"spiders.sources"},
    "benchmarks": {"netralitas", "spiders", "pipelines", "datasets", "practice_press"},
}
# Reading is pure: the same article gives the same facts, whatever the day, the database and the network.
PURE = (
    "pipelines/article",
    "pipelines/extraction",
    "pipelines/relevance.py",
    "pipelines/evaluation/matching.py",
)
IMPURE = {
    "scrapy",
    "sqlite3",
    "sqlite_utils",
    "socket",
    "requests",
    "httpx",
    "urllib.request",
    "time",
    "random",
}


def imports(path: Path) -> set[str]:
    """The dotted names of all that a module imports, wherever in it; ``from a import b`` gives a.b."""
    package = [*path.parent.parts]
    found: set[str] = set()
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join((*above, *filter(None, [node.module])))
            found |= {f"{origin}.{name.name}" for name in node.names}
    return found


def within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_stands_below_it(package: str) -> None:
    modules = [path for path in files(".py") if path.parts[0] == package]
    assert modules
    allowed = MAY_IMPORT[package] | {package}
    others = set(PACKAGES)
    wrong = [
        f"{path}: {name}"
        for path in modules
        for name in imports(path)
        if within(name, others) and not within(name, allowed)
    ]
    assert not wrong


def test_only_one_module_of_the_pipelines_knows_scrapy() -> None:
    modules = [path for path in files(".py") if path.parts[0] == "pipelines"]
    knowing = [path.as_posix() for path in modules if any(within(name, {"scrapy"}) for name in imports(path))]
    assert knowing == ["pipelines/scrapy_items.py"]


def test_what_reads_articles_knows_no_network_database_or_clock() -> None:
    modules = [path for path in files(".py") if path.as_posix().startswith(PURE)]
    assert len(modules) > 10
    wrong = [f"{path}: {name}" for path in modules for name in imports(path) if within(name, IMPURE)]
    calls = re.compile(r"\b(?:datetime\.(?:now|utcnow|today)|date\.today)\(")
    wrong += [f"{path}: asks the clock" for path in modules if calls.search(read(path))]
    assert not wrong


@pytest.mark.parametrize("path", [p for p in files("__init__.py") if p.parts[0] in PACKAGES], ids=str)
def test_every_package_says_what_lives_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(read(path)))
