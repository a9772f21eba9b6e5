"""Floors: the figures that no change may fall below. They stand in ``tests/floors.toml`` and only rise."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path

from benchmarks.sets import ROOT
from pipelines.evaluation import Evaluation

FLOORS = ROOT / "tests" / "floors.toml"
MARGIN = Decimal("0.003")
"""How far a raised floor stays below the figure, rounded down to three decimals."""
MEASURES = ("f1", "accuracy")

SetFloors = dict[str, dict[str, float]]
"""The floors of a set: for each measure, the least figure of every kind of fact or attribute."""

_HEAD = """\
# Below these figures, 0 to 1, no change may fall (tests/test_accuracy.py). Floors only rise:
#     python -m benchmarks.accuracy --raise-floors
# Where articles are added to a set or an annotation is mended, figures may rightly fall: then lower the
# floors of that set by hand, in the commit that changes the set, and say so there.
"""


def load_floors(path: Path = FLOORS) -> dict[str, SetFloors]:
    """The floors by set. Raises ``OSError`` or ``tomllib.TOMLDecodeError`` where the file cannot be read."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def figures_of(evaluation: Evaluation) -> SetFloors:
    """All figures of an evaluation: F1 by kind of fact, accuracy by attribute."""
    return {
        "f1": {kind: figure.f1 for kind, figure in evaluation.facts.items()},
        "accuracy": {name: figure.accuracy for name, figure in evaluation.attributes.items()},
    }


def fallen(figures: SetFloors, floors: SetFloors) -> list[str]:
    """A line for every figure below its floor, and for every one that has none."""
    lines = []
    for measure in MEASURES:
        for name, figure in figures[measure].items():
            least = floors.get(measure, {}).get(name)
            if least is None:
                lines.append(f"{name} ({measure}) has no floor")
            elif figure < least:
                lines.append(f"{name} ({measure}) fell to {figure:.4f}; its floor is {least:.3f}")
    return lines


def raised(floors: SetFloors, figures: SetFloors) -> SetFloors:
    """The floors after a rise: each the higher of what stands and the figure less ``MARGIN``."""
    return {
        measure: {
            name: max(floors.get(measure, {}).get(name, 0.0), _below(figure))
            for name, figure in figures[measure].items()
        }
        for measure in MEASURES
    }


def _below(figure: float) -> float:
    rounded = Decimal(repr(figure)).quantize(Decimal("0.001"), ROUND_FLOOR)
    return float(max(rounded - MARGIN, Decimal(0)))


def as_toml(floors: Mapping[str, SetFloors]) -> str:
    """The text of ``tests/floors.toml``."""
    tables = [
        "\n".join((f"[{key}.{measure}]", *(f'"{name}" = {least:.3f}' for name, least in of[measure].items())))
        for key, of in floors.items()
        for measure in MEASURES
    ]
    return "\n\n".join((_HEAD.rstrip(), *tables)) + "\n"
