"""The list of all checks, in the order in which reports show them."""

from __future__ import annotations

from collections.abc import Iterator

from stratanalysis.audit import (
    codes,
    completeness,
    dates,
    differences,
    forecasts,
    lists,
    numbering,
    official,
    passports,
    percents,
    plan,
    plan_figures,
    rates,
    repeats,
    shares,
    sums,
    totals,
    trend,
    units,
    written,
)
from stratanalysis.audit.statements import MAX_PASSAGE, MAX_TEXT
from stratanalysis.audit.verdicts import Check, Material, Verdict, mismatch
from stratanalysis.findings import Severity

__all__ = ["CHECKS", "GROUPS"]

GROUPS = {
    "arithmetic": "Arithmetic",
    "dates": "Dates and periods",
    "written": "Numbers and words as written",
    "numbering": "Numbering and structure",
    "completeness": "Ready for monitoring",
    "official": "Against official data",
    "trend": "Scenario against trend",
}
"""Kinds of checks: identifier and English title."""


def check_unread(material: Material) -> Iterator[Verdict]:
    """Tell which passages are too long to be read, so that nothing is passed over in silence."""
    for passage in material.unread[:20]:
        source = passage.source()
        yield mismatch(
            Severity.NOTE,
            source,
            "a passage of {stated} characters was not checked (at most {computed}, and {whole} in "
            "all); divide it into paragraphs",
            stated=str(len(passage.text)),
            computed=str(MAX_PASSAGE),
            whole=str(MAX_TEXT),
        )


_SPLIT = "Correct a part or the whole, or say what the rest is."
_DATE = "Correct the date in the document, and in the decision that repeats it."
_CODE = "Renumber the goals, and correct the places that name them."
_FILL = "Fill it in before the document is adopted: monitoring measures against it."

CHECKS: tuple[Check, ...] = (
    Check("parts-and-total", "arithmetic", "Parts make their total", _SPLIT, sums.check_parts),
    Check(
        "written-sum", "arithmetic", "Sums written out close", "Correct the sum or a term.",
        sums.check_written_sums,
    ),
    Check(
        "table-total", "arithmetic", "Totals of tables are the sums of their rows and years",
        "Correct the total or a row; the council votes on both.", totals.check_table_totals,
    ),
    Check("shares-100", "arithmetic", "Shares of one whole make 100 %", _SPLIT,
          shares.check_shares),
    Check(
        "percent-of-numbers", "arithmetic", "A percent follows from its two numbers",
        "Recompute the percent from the two figures; if it is right, one of them is not.",
        percents.check_percents,
    ),
    Check(
        "rate-per-population", "arithmetic", "A rate per 1,000 or 10,000 follows from its count",
        "Say which population the rate is of, or recompute it.", rates.check_rates,
    ),
    Check(
        "money-per-head", "arithmetic", "Money per head follows from the money and the people",
        "Correct one of the three figures.", rates.check_per_head,
    ),
    Check(
        "difference", "arithmetic", "Differences and growth fit the levels",
        "Correct one of the three figures.", differences.check_differences,
    ),
    Check(
        "count-and-list", "arithmetic", "A count is as long as the list that follows",
        "Add what is missing in the list, or correct the count.", lists.check_lists,
    ),
    Check(
        "stated-twice", "arithmetic", "A quantity stated twice has one value",
        "Keep the newer figure in both places, or give the date of each.", repeats.check_repeats,
    ),
    Check(
        "key-figure", "arithmetic", "Population and area of the community have one value",
        "Keep the newer figure in both places, or give the date of each.",
        repeats.check_key_figures,
    ),
    Check(
        "unit-that-cannot-be", "arithmetic", "The unit can measure what is named",
        "Correct the unit.", units.check_indicator_units,
    ),
    Check(
        "one-unit", "arithmetic", "An indicator given twice has one unit",
        "Use one unit in all tables.", units.check_same_unit,
    ),
    Check(
        "passport-and-table", "arithmetic", "The stated sum of a programme is that of its measures",
        "Correct the passport or the table; the council votes on both.",
        passports.check_passport,
    ),
    Check(
        "forecast-sums", "arithmetic", "A budget forecast closes: funds, sections, years, growth",
        "Correct the total, a part or the head.", forecasts.check_forecast,
    ),
    Check(
        "one-scale", "arithmetic", "A measure has one amount in all tables",
        "Use one unit of money in all tables.", plan_figures.check_one_scale,
    ),
    Check(
        "share-over-100", "arithmetic", "Shares of a whole are between 0 and 100 %",
        "Correct the value or the name of the indicator.", plan_figures.check_share_bounds,
    ),
    Check(
        "goals-announced", "arithmetic", "The text has as many goals as it announces",
        "Add what is missing, or correct the count.", plan_figures.check_goal_counts,
    ),
    Check(
        "target-after-base", "dates", "Target years come after base years", _DATE,
        plan_figures.check_indicator_years,
    ),
    Check("day-exists", "dates", "Every date is a day of the calendar", _DATE, dates.check_days),
    Check("end-after-start", "dates", "Periods end after they begin", _DATE, dates.check_periods),
    Check(
        "range-not-cut", "dates", "Date ranges are not cut by page breaks",
        "Keep the rows of the table together.", dates.check_cut_ranges,
    ),
    Check(
        "within-plan", "dates", "Steps lie within the period of the plan",
        "Move the step into the period, or leave it out.", plan.check_plan_period,
    ),
    Check(
        "year-in-words", "dates", "Years named in a step agree with its term",
        "Correct the year in the words or the term.", plan.check_years_in_words,
    ),
    Check(
        "money-and-activity", "dates", "Money and activity fall in the same years",
        "Move the money, or add the steps of that year.", plan.check_money_and_activity,
    ),
    Check(
        "number-grouping", "written", "Numbers can be read in one way",
        "Part thousands with a space and decimals with a comma.", written.check_grouping,
    ),
    Check("sign-twice", "written", "No sign is doubled", "Strike out one.",
          written.check_signs),
    Check(
        "dash-or-minus", "written", "No dash can be taken for a minus",
        "Put a space after a dash; write a minus as −.", written.check_dashes,
    ),
    Check(
        "two-amounts", "written", "One amount for one measure and year",
        "Keep one amount, or say what each is for.", plan.check_two_amounts,
    ),
    Check(
        "amount-column", "written", "Amounts are in the column of their year",
        "Move the amount to a column of its own.", totals.check_amount_columns,
    ),
    Check(
        "amount-without-unit", "written", "Amounts have a unit",
        "Write the unit in the head of the column.", written.check_amounts_without_unit,
    ),
    Check(
        "orphaned-unit", "written", "No unit is without a name", "Say what is measured.",
        written.check_orphaned_units,
    ),
    Check(
        "alphabet", "written", "Words are typed in one alphabet",
        "Type the word again; searching and joining tables fail on it.", written.check_alphabets,
    ),
    Check(
        "chapter-numbers", "numbering", "Chapters and lists are numbered without gap or double",
        "Renumber, and check whether a part was lost.", numbering.check_chapters,
    ),
    Check(
        "step-numbers", "numbering", "Steps in cells are numbered without gap or double",
        "Renumber the steps, so that terms and indicators fit them.", numbering.check_steps,
    ),
    Check("code-order", "numbering", "Codes of goals run without gap, double or jump", _CODE,
          codes.check_code_order),
    Check("code-parent", "numbering", "Goals are under the goal that their code names", _CODE,
          codes.check_parents),
    Check("code-nowhere", "numbering", "Codes that are named exist", _CODE,
          codes.check_references),
    Check(
        "code-numeral", "numbering", "Roman codes are typed in one alphabet and style",
        "Type the code in Latin letters in all places.", codes.check_numerals,
    ),
    Check(
        "code-title", "numbering", "A code has one title in all chapters",
        "Choose one title and use it in all chapters.", codes.check_titles,
    ),
    Check(
        "title-repeated", "numbering", "No goal or measure is repeated",
        "Keep one, or say how they differ.", codes.check_doubles,
    ),
    Check("goal-without-indicator", "completeness", "Every goal has an indicator", _FILL,
          completeness.check_goals_have_indicators),
    Check(
        "indicator-incomplete", "completeness", "Indicators have unit, base, target, years, source",
        _FILL, completeness.check_indicators_complete,
    ),
    Check(
        "measure-incomplete", "completeness", "Measures have executor, money, term and result",
        _FILL, completeness.check_measures_complete,
    ),
    Check("steps-and-terms", "completeness", "Every step has its term", _FILL,
          completeness.check_plan_rows),
    Check(
        "swot-unanswered", "completeness", "Weaknesses and threats are answered by goals",
        "A hint by shared words only: see whether a goal answers the item.",
        completeness.check_swot_answered,
    ),
    Check("placeholder", "completeness", "No placeholder is left in the text",
          "Fill it in, or strike it out.", completeness.check_placeholders),
    Check(
        "not-read", "completeness", "All passages were read",
        "Divide very long paragraphs.", check_unread,
    ),
    Check(
        "official-population", "official", "Stated population is the official one",
        "Use the official figure, or name the source of the other.", official.check_population,
    ),
    Check(
        "official-area", "official", "Stated area is the official one",
        "Use the official figure, or name the source of the other.", official.check_area,
    ),
    Check(
        "official-rank", "official", "Stated places in the oblast are right",
        "Correct the place, or say by which figures it is.", official.check_ranks,
    ),
    Check(
        "official-revenue", "official", "Stated revenues are those of the executed budget",
        "Say which revenues are meant, or use the executed figure.", official.check_revenue,
    ),
    Check(
        "population-claim", "trend", "A claim about the future population fits the trend",
        "Say what would make the difference, or use a figure that the trend supports.",
        trend.check_population_claims,
    ),
)  # fmt: skip
"""Every check once; codes are unique."""
