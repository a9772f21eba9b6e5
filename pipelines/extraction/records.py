"""Facts as plain records: the format of ``netralitas extract``, which the scorer of annotated articles reads."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from datasets.codebook.tables import regions
from pipelines.extraction.facts import Evidence, Facts


def _evidence(evidence: Evidence) -> dict[str, Any]:
    record = {k: v for k, v in asdict(evidence).items() if v not in ((), None)}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in record.items()}


def _name(code: str | None) -> str | None:
    return regions()[code].name if code else None


def to_record(id_: str, facts: Facts) -> dict[str, Any]:
    """Facts of one article as a JSON-ready record, regions by full name, each value with its evidence."""
    return {
        "id": id_,
        "label": facts.label,
        "score": facts.score,
        "regions": [r.name for r in facts.regions],
        "officials": [
            {"name": o.name, "position": o.position, "status": o.status, "region": _name(o.region), "role": o.role,
             "evidence": _evidence(o.evidence)}
            for o in facts.officials
        ],
        "dates": [
            {"text": d.text, "iso": d.iso.isoformat(), "role": d.role, "evidence": _evidence(d.evidence)}
            for d in facts.dates
        ],
        "sanctions": [
            {"text": s.text, "type": s.type, "level": s.level, "status": s.status, "authority": s.authority,
             "duration": s.duration, "violation": s.of, "evidence": _evidence(s.evidence)}
            for s in facts.sanctions
        ],
        "violations": [
            {"accused": v.accused, "position": v.position, "region": _name(v.region), "act": v.act, "stage": v.stage,
             "count": v.count, "evidence": _evidence(v.evidence)}
            for v in facts.violations
        ],
        "statements": [
            {"speaker": s.speaker_text or None, "kind": s.kind, "quotation": s.quotation, "addressee": s.addressee,
             "date": s.made_on.isoformat() if s.made_on else None, "evidence": _evidence(s.evidence)}
            for s in facts.statements
        ],
        "legal_bases": [law.citation for law in facts.laws],
        "election": [e.name for e in facts.elections],
        "region_evidence": [{"region": r.name, "code": r.code, "evidence": _evidence(r.evidence)} for r in facts.regions],
    }  # fmt: skip
