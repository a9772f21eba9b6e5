"""``extract(article) -> Facts``: every reader in its order, and the label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.article.model import Article
from pipelines.extraction.cases import CaseReader
from pipelines.extraction.dates import read_dates
from pipelines.extraction.document import Document
from pipelines.extraction.elections import infer_elections, missing_election, read_elections
from pipelines.extraction.facts import Facts, Label, OfficialFact, Role, SanctionFact, ViolationFact
from pipelines.extraction.laws import read_laws
from pipelines.extraction.persons import Person, read_persons, settle_posts
from pipelines.extraction.places import Place, find_places, settle
from pipelines.extraction.posts import Post, PostReader
from pipelines.extraction.sanctions import read_sanctions
from pipelines.extraction.setting import read_setting, story_regions
from pipelines.extraction.speech import mark_speakers
from pipelines.extraction.statements import is_urging, read_statements
from pipelines.relevance import neutrality_score

VERSION = "1"
"""The version of the rules; it is stored with every article, so that a change of rules can be told from new data."""

RELEVANT = 0.5


def extract(article: Article) -> Facts:
    """Read every fact out of an article. Pure: the same article gives the same facts.

    An article that is not about the neutrality of state servants in elections has the label "none" and no facts.
    """
    document = Document(article)
    score = neutrality_score(document.title, [s.text for s in document.sentences])
    if score < RELEVANT:
        return Facts("none", score)
    places = settle([*find_places(document.title, "title"), *find_places(document.text, "text")], document)
    posts = _posts(document, places)
    setting = read_setting(document, places, posts)
    persons = read_persons(document, posts, places)
    settle_posts(persons, posts, setting)
    mark_speakers(document, persons, posts)
    elections = read_elections(document)
    dates = read_dates(document, [e.name for e in elections])
    if not elections:
        elections = infer_elections(document, dates)
        dates = read_dates(document, [e.name for e in elections])
    else:
        elections += missing_election(document, elections, dates)
    cases = CaseReader(document, persons, posts, places, setting)
    violations = cases.read()
    for person in persons:
        if person.accused:
            person.speaks = False
    sanctions = read_sanctions(document, dates, cases.case_sentences() if violations else set())
    acting = {p.region for p in persons if p.region and (p.speaks or p.accused)} | {
        v.region for v in violations if v.region
    }
    statements = read_statements(document, persons, dates)
    return Facts(
        _label(document, violations, bool(statements)),
        score,
        story_regions(document, setting, acting),
        [fact for person in persons for fact in _officials(document, person)],
        dates,
        [_of_violation(document, s, violations) for s in sanctions],
        violations,
        statements,
        read_laws(document, places),
        elections,
    )


def _posts(document: Document, places: Sequence[Place]) -> list[Post]:
    text = [p for p in places if p.field == "text"]
    title = [p for p in places if p.field == "title"]
    return [
        *PostReader(document.text, "text", text).posts(),
        *PostReader(document.title, "title", title, headline=True).posts(),
    ]


def _label(document: Document, violations: Sequence[ViolationFact], stated: bool) -> Label:
    if not violations:
        return "statement"
    urging = any(is_urging(s.text) for s in [*document.title_sentences, *document.sentences])
    return "both" if urging else "violation"


def _officials(document: Document, person: Person) -> list[OfficialFact]:
    role: Role = "accused" if person.accused else "speaker" if person.speaks else "mentioned"
    post = next((p for p in person.posts if p.name), person.posts[0])
    inferred = () if any(p.place for p in person.posts) or person.region is None else ("region",)
    name = post.name
    start, end = (post.start, name.end) if name and post.start < name.end else (post.start, post.end)
    if name and name.start < post.start:
        start, end = name.start, post.end
    evidence = document.evidence(
        post.field, start, end, "official:initials" if person.initials else "official:post",
        confidence="high" if not inferred else "medium", inferred=inferred,
    )  # fmt: skip
    facts = [OfficialFact(person.name, person.position, person.status, person.region, role, evidence)]
    for position, status, region, other in person.more:
        facts.append(
            OfficialFact(
                person.name, position, status, region, role,
                document.evidence(other.field, other.start, other.end, "official:further-post", confidence="medium"),
            )
        )  # fmt: skip
    return facts


def _of_violation(
    document: Document, sanction: SanctionFact, violations: Sequence[ViolationFact]
) -> SanctionFact:
    """Tie an imposed or recommended sanction to the case it was for, where there is no doubt.

    There is none where the story has one case, or where the sanction's sentence, or the one before it, tells of one
    case only.
    """
    if sanction.status == "threatened" or not violations:
        return sanction
    if len(violations) == 1:
        return replace(sanction, of=0)
    number = document.sentence_number(sanction.evidence.start)
    for sentence in document.sentences[number : number + 1] + document.sentences[max(0, number - 1) : number]:
        told = [
            n
            for n, violation in enumerate(violations)
            if violation.evidence.sentence == sentence.text
            or violation.accused.split()[0] in sentence.text.split()
        ]
        if len(told) == 1:
            return replace(sanction, of=told[0])
        if told:
            return sanction
    fitting = [n for n, violation in enumerate(violations) if violation.stage in ("sanctioned", "referred")]
    return replace(sanction, of=fitting[0]) if len(fitting) == 1 else sanction
