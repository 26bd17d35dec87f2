"""One door for the files that users bring: recognised by content, shown, written, undone."""

from stratanalysis.intake.portion import Portion, Taken
from stratanalysis.intake.recognise import KNOWN_FILES, recognise
from stratanalysis.intake.signs import refuse_official
from stratanalysis.intake.taking import Preview, TakeResult, prepare_take, take, write_take

__all__ = [
    "KNOWN_FILES",
    "Portion",
    "Preview",
    "TakeResult",
    "Taken",
    "prepare_take",
    "recognise",
    "refuse_official",
    "take",
    "write_take",
]
