"""A community from nothing: its folder with everything known, and what is still missing."""

from stratanalysis.new_community.folder import new_community
from stratanalysis.new_community.steps import Step, missing_steps
from stratanalysis.new_community.workbook import take_workbook

__all__ = ["Step", "missing_steps", "new_community", "take_workbook"]
