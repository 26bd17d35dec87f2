"""From a located document to goals, indicators, measures and money."""

from stratanalysis.plans.extraction import (
    Extraction,
    extract_document,
    load_action_plan,
    load_document,
    load_programme,
    load_strategy,
)
from stratanalysis.plans.goal_trees import read_goal_trees
from stratanalysis.plans.output import extract

__all__ = [
    "Extraction",
    "extract",
    "extract_document",
    "load_action_plan",
    "load_document",
    "load_programme",
    "load_strategy",
    "read_goal_trees",
]
