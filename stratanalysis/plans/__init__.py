"""From a located document to goals, indicators, measures and money."""

from stratanalysis.plans.extraction import Extraction, extract_document, load_document
from stratanalysis.plans.output import extract

__all__ = [
    "Extraction",
    "extract",
    "extract_document",
    "load_document",
]
