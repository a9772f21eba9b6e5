"""How well the extractor reads: its facts scored against annotated articles.

What lives here: ``annotated`` (annotated articles out of a folder, checked), ``matching`` (when a fact that
was read is the fact that was meant), ``scoring`` (precision, recall, F1, their uncertainty, and every
mistake), ``sentences`` (what a mistake is about). All functions but those that read the folder are pure.

May import: ``datasets.codebook``, ``pipelines.article``, ``pipelines.extraction``.
"""

from pipelines.evaluation.annotated import AnnotationError, load_annotated
from pipelines.evaluation.scoring import Accuracy, Evaluation, Figure, Mistake, score
from pipelines.evaluation.sentences import sentence_of

__all__ = [
    "Accuracy",
    "AnnotationError",
    "Evaluation",
    "Figure",
    "Mistake",
    "load_annotated",
    "score",
    "sentence_of",
]
