"""What to write instead of an attribute that a study does not have."""

from __future__ import annotations

from collections.abc import Mapping

from stratanalysis.tables import TABLES

__all__ = ["INSTEAD"]

_TORNADO = (
    "sa.questions.tornado(study.community, study.scenarios, "
    'sa.questions.Target("population", 0, 2036), base_year=study.base_year)'
)
_DRAWS = 'study.project(draws=500).quantiles("population")'

INSTEAD: Mapping[str, str] = {
    **{name: f'study["{name}"]' for name in TABLES if name not in ("population", "scenarios")},
    **dict.fromkeys(("data", "get", "items", "keys", "tables"),
                    'list(study) for the names, study["revenue"] for one'),
    **dict.fromkeys(("forecast", "projection", "run", "simulate"), "study.project()"),
    **dict.fromkeys(("change", "changes", "what_if", "with_changes"),
                    'study.project(changes={"net_migration_rate": -0.01})'),
    **dict.fromkeys(("sensitivity", "tornado"), _TORNADO),
    **dict.fromkeys(("quantiles", "uncertainty"), _DRAWS),
    **dict.fromkeys(("required_change", "target", "targets"),
                    'study.required("population", 70000, by=2036, driver="net_migration_rate")'),
    "ages": "study.project().ages",
    "balance": 'study.executed("revenue") - study.executed("expenditure")',
    "budget": '[study.executed(table) for table in ("revenue", "expenditure")]',
    "code": "study.community.katottg",
    "compare": 'study.project("baseline", "optimistic")["population"]',
    "difference": 'study.project().difference("baseline", "optimistic")',
    "drivers": 'list(study.scenarios["baseline"])',
    "expenditure": 'study.executed("expenditure"), or study["expenditure"] for every row',
    "findings": "study.audit().findings",
    "peers": "from stratanalysis.pages.benchmark_page import chosen_peers, read_communities; "
             "chosen_peers(read_communities(), study.community, 12)",
    "plot": 'study.project().plot("population")',
    "publish": "study.render()",
    "pyramid": "study.project().ages",
    "report": "study.render()",
    "revenue": 'study.executed("revenue"), or study["revenue"] for every row',
}  # fmt: skip
"""Names that other libraries use, and the call that does the same."""
