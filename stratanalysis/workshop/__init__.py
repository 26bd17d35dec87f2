"""The workshop: six lessons, exercises whose checks say what is wrong, and their versions."""

from stratanalysis.workshop.feedback import Feedback, NotAnsweredError
from stratanalysis.workshop.lessons import LESSONS, PATHS, Lesson, read_lesson
from stratanalysis.workshop.session import Workshop
from stratanalysis.workshop.versions import VERSIONS, Course, build_workshop, version_of

__all__ = [
    "LESSONS",
    "PATHS",
    "VERSIONS",
    "Course",
    "Feedback",
    "Lesson",
    "NotAnsweredError",
    "Workshop",
    "build_workshop",
    "read_lesson",
    "version_of",
]
