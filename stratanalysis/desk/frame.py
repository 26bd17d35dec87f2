"""The one-file desk within the output of a notebook's cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

__all__ = ["Desk"]


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of the desk that a notebook shows.

    Attributes
    ----------
    page : str
        The whole document.
    name : str
        Of the community's folder.
    """

    page: str = field(repr=False)
    name: str

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="{escape(self.name)}" srcdoc="{escape(self.page)}" width="100%" '
            'height="860" style="border:0"></iframe>'
        )
