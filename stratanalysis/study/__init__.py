"""The front door: open a community, project it, audit and extract documents, render pages."""

from stratanalysis.study.changes import with_changes
from stratanalysis.study.doors import extract, render
from stratanalysis.study.executed import executed_groups, executed_totals
from stratanalysis.study.projection import StudyProjection, variable_title
from stratanalysis.study.study import SEED, Study, open_study

__all__ = [
    "SEED",
    "Study",
    "StudyProjection",
    "executed_groups",
    "executed_totals",
    "extract",
    "open_study",
    "render",
    "variable_title",
    "with_changes",
]
