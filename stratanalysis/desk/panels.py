"""What may be asked of the desk (what would it take, what matters), and what may be taken."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from stratanalysis.desk import saving
from stratanalysis.desk.charts import tornado_chart
from stratanalysis.desk.choices import button, dropdown, row
from stratanalysis.desk.controls import parse_number
from stratanalysis.desk.model import MINE
from stratanalysis.desk.view import FIGURES
from stratanalysis.errors import InvalidInputError
from stratanalysis.questions.requirement import Requirement, required
from stratanalysis.questions.sensitivity import sensitivity_sentence, tornado
from stratanalysis.questions.targets import Target
from stratanalysis.scenarios import DRIVERS
from stratanalysis.scenarios.drivers import WHOLE
from stratanalysis.scenarios.variables import is_money

if TYPE_CHECKING:
    from stratanalysis.desk.desk import Desk

__all__ = ["Questions", "Taking"]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BARS = 10


class Questions(widgets.VBox):  # type: ignore[misc]
    """A target, a driver, and the answer; and the tornado of the same target."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        board = desk.board
        assert board is not None
        assert desk.outcome is not None
        say = desk.words.text
        variables = [
            (say(name), variable)
            for variable, name in FIGURES.items()
            if desk.outcome.series(variable) is not None
        ]
        self.variable = dropdown(say("Figure"), variables, "population", "270px", "sa-variable")
        self.value = widgets.Text(
            description=say("Target"), continuous_update=False,
            layout=widgets.Layout(width="200px"),
        )  # fmt: skip
        self.unit = widgets.HTML()
        years = [(str(year), year) for year in board.years[1:]]
        self.year = dropdown(say("Year"), years, board.years[-1], "130px", "sa-year")
        names = [
            (say(control.driver.label), control.driver.name)
            for control in desk.controls
            if control.driver.name not in WHOLE
        ]
        self.driver = dropdown(say("Driver"), names, "net_migration_rate", "360px", "sa-driver")
        ask = button(say("What would it take?"), "question", "sa-ask")
        ask.on_click(desk.guarded(lambda _: self._ask()))
        matter = button(say("Which assumptions matter?"), "bar-chart", "sa-tornado")
        matter.on_click(desk.guarded(lambda _: self._tornado()))
        self.value.add_class("sa-target")
        self.answer = widgets.HTML()
        self.use = button(say("Put the slider there"), "arrow-up", "sa-use")
        self.use.layout.display, self.use.layout.align_self = "none", "flex-start"
        self.use.on_click(desk.guarded(lambda _: self._use()))
        self.picture = widgets.HTML()
        self._found: Requirement | None = None
        self.variable.observe(desk.guarded(lambda _: self._suggest()), "value")
        self._suggest()
        super().__init__(
            [
                widgets.HTML(f"<h3>{escape(say('What would it take?'))}</h3>"),
                row(self.variable, self.value, self.unit, self.year, self.driver),
                row(ask, matter),
                self.answer,
                self.use,
                self.picture,
            ]
        )

    def _suggest(self) -> None:
        """A first target: what the strategy promises, else the figure of the base year."""
        board, words = self.desk.board, self.desk.words
        assert board is not None
        assert self.desk.outcome is not None
        variable = self.variable.value
        money = is_money(variable)
        self.unit.value = f"<small>{escape(words.text('UAH million') if money else '')}</small>"
        series = self.desk.outcome.series(variable, basis=self.desk.basis)
        assert series is not None
        value = float(series[0])
        for scenario in board.scenarios.values():
            for claim in scenario.claims:
                if claim.variable == variable:
                    value = claim.value
        if variable == "tax_capacity_index":
            self.value.value = words.number(value, 2)
        else:
            self.value.value = words.number(value / 1e6, 1) if money else words.number(value)

    def _target(self) -> Target:
        say, variable = self.desk.words.text, self.variable.value
        value = parse_number(self.value.value, language=self.desk.words, where=say("Target"))
        money = is_money(variable)
        return Target(
            variable,
            value * (1e6 if money else 1.0),
            self.year.value,
            price_basis=self.desk.basis if money else "",
        )

    def _ask(self) -> None:
        desk, target = self.desk, self._target()
        assert desk.board is not None
        if target.by < desk.mine.from_year:
            raise InvalidInputError(
                "the target year is before the first year of the changes",
                where=str(target.by),
                do="choose a later year of the target or an earlier first year",
            )
        found = required(
            desk.board.community,
            desk.board.together(desk.mine),
            target,
            self.driver.value,
            scenario=MINE,
            base_year=desk.board.base_year,
            since=desk.mine.from_year,
            tier=desk.board.start.tier,
        )
        self._found = found
        self.answer.value = (
            f'<div class="sa-status" role="status">{escape(self._said(found))}</div>'
        )
        self.use.layout.display = "" if found.found and found.change else "none"

    def _said(self, found: Requirement) -> str:
        desk, say = self.desk, self.desk.words.text
        control = next(c for c in desk.controls if c.driver.name == found.driver)
        write = desk.view.written
        names = {
            "driver": say(DRIVERS[found.driver].label),
            "figure": say(FIGURES[found.target.variable]),
            "year": found.target.by,
            "target": write(found.target.variable, found.target.value),
            "now": write(found.target.variable, found.outcome_now),
        }
        if not found.found:
            ends = sorted((found.outcome_low, found.outcome_high))
            if not all(map(math.isfinite, ends)) or ends[1] - ends[0] < 1e-9 * abs(ends[1]):
                return say(
                    "Not within reach: {driver} does not move {figure} of {year}; it stays {now}.",
                    **names,
                )
            return say(
                "Not within reach: with {driver} anywhere within its bounds, {figure} of {year} "
                "lies between {low} and {high}; the target is {target}.",
                low=write(found.target.variable, ends[0]),
                high=write(found.target.variable, ends[1]),
                **names,
            )
        if not found.change:
            return say("{figure} of {year} is {target} already.", **names)
        last = float(found.paths["required"].iloc[-1])
        text = say(
            "{figure} of {year} is {target} instead of {now} if {driver} changes by {change} "
            "{unit} from {since}: {value} in {year}.",
            change=_fine(found.change * control.factor, desk.words),
            unit=control.change_unit(desk.words),
            since=found.since,
            value=control.value(last, desk.words),
            **names,
        )
        if math.isfinite(found.persons_per_year):
            text += " " + say(
                "That is {persons} persons of net migration a year.",
                persons=desk.words.signed(found.persons_per_year),
            )
        return text

    def _use(self) -> None:
        desk, found = self.desk, self._found
        if found is None or not found.found:
            return
        change = desk.mine.changes.get(found.driver, 0.0) + found.change
        desk.set_mine(desk.mine.moved(found.driver, change))
        desk.say(desk.words.text("The slider stands where the target is met."))

    def _tornado(self) -> None:
        desk, say = self.desk, self.desk.words.text
        assert desk.board is not None
        target = self._target()
        if not desk.board.scenarios.ranges(desk.mine.start):
            raise InvalidInputError(
                "no driver of this scenario has a range in the scenario file",
                where=desk.view.label(desk.mine.start),
                do="add ranges to scenarios.toml, for instance [[baseline.range]] with driver, "
                "low and high",
            )
        table = tornado(
            desk.board.community,
            desk.board.together(desk.mine),
            target,
            scenario=MINE,
            base_year=desk.board.base_year,
            tier=desk.board.start.tier,
        )
        table = table[table["swing"] > 0].head(_BARS)
        sentence = sensitivity_sentence(table, desk.words.code)
        if table.empty:
            self.picture.value = f"<p>{escape(sentence)}</p>"
            return
        write = desk.view.written
        bars, words = [], {}
        for bar in table.to_dict("records"):
            label = say(DRIVERS[bar["driver"]].label)
            bars.append((label, float(bar["low_outcome"]), float(bar["high_outcome"])))
            words[label] = " … ".join(
                write(target.variable, float(bar[key])) for key in ("low_outcome", "high_outcome")
            )
        title = say(
            "{figure} in {year}: what each range of the file moves",
            figure=say(FIGURES[target.variable]),
            year=target.by,
        )
        drawn = tornado_chart(
            bars,
            base=float(table["base_outcome"].iloc[0]),
            write=words,
            language=desk.words,
            alternative=f"{title}. " + "; ".join(f"{k}: {v}" for k, v in words.items()) + ".",
        )
        self.picture.value = (
            f'<div class="sa-picture" style="max-width:860px"><h4>{escape(title)}</h4>{drawn}'
            f"<p>{escape(sentence)}</p></div>"
        )


class Taking(widgets.VBox):  # type: ignore[misc]
    """Save and open scenario files, take tables and pictures, make the report."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        say = desk.words.text
        prepare = button(say("Prepare the files"), "download", "sa-prepare")
        prepare.on_click(desk.guarded(lambda _: self._prepare()))
        self.upload = widgets.FileUpload(
            accept=".toml", multiple=False, description=say("Open a saved scenario"),
            layout=widgets.Layout(width="auto"),
        )  # fmt: skip
        self.upload.add_class("sa-open")
        self.upload.observe(desk.guarded(self._opened), "value")
        report = button(say("Make the report"), "file", "sa-report")
        report.disabled = not desk.settings.notebook.is_file()
        report.on_click(desk.guarded(lambda _: self._report()))
        self.links = widgets.HTML()
        self.page = widgets.HTML()
        super().__init__(
            [
                widgets.HTML(f"<h3>{escape(say('Save, open, take along'))}</h3>"),
                row(prepare, self.upload, report),
                self.links,
                self.page,
            ]
        )

    def _prepare(self) -> None:
        desk, say = self.desk, self.desk.words.text
        board, outcome, words = desk.board, desk.outcome, desk.words
        assert board is not None
        assert outcome is not None
        name, mine = board.community.slug, desk.mine
        table = saving.projection_table(board, mine, words)
        files: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
            (
                say("Scenario file with mine"),
                "scenarios.toml",
                "text/plain",
                lambda: saving.scenario_file(board, mine).encode("utf-8"),
            ),
            (say("Table as CSV"), f"{name}.csv", "text/csv", lambda: saving.csv_bytes(table)),
            (
                say("Sources of the table as CSV"),
                f"{name}-sources.csv",
                "text/csv",
                lambda: saving.csv_bytes(board.community["sources"]),
            ),
            (
                say("Table as a workbook, with sources"),
                f"{name}.xlsx",
                _XLSX,
                lambda: saving.workbook_bytes(board, mine, words, table=table),
            ),
            (
                say("Pictures, PNG and SVG"),
                f"{name}-pictures.zip",
                "application/zip",
                lambda: saving.pictures_archive(desk.view, mine, outcome),
            ),
        )
        links: list[str] = []
        for label, file, kind, make in files:  # each link is there as soon as its file is
            links.append(
                saving.download_link(make(), name=file, kind=kind, label=label, language=words)
            )
            self.links.value = _listed(links)
        desk.say(say("The files hold the sliders as they stand now."))

    def _opened(self, event: dict[str, Any]) -> None:
        if not event["new"]:
            return
        given = event["new"][0]
        assert self.desk.board is not None
        scenarios = saving.read_upload(bytes(given["content"]), str(given["name"]))
        self.desk.receive(self.desk.board.receive(scenarios))

    def _report(self) -> None:
        desk, say = self.desk, self.desk.words.text
        assert desk.board is not None
        desk.say(say("The report is being made; this takes some seconds."))
        page, archive = saving.render_page(
            desk.board,
            desk.mine,
            desk.words,
            notebook=desk.settings.notebook,
            shown=desk.shown,
        )
        name = desk.board.community.slug
        parts = [
            saving.download_link(
                page, name=f"{name}.html", kind="text/html", label=say("The report, one page"),
                language=desk.words,
            ),
            saving.download_link(
                archive, name=f"{name}-report.zip", kind="application/zip",
                label=say("The report with the tables behind it"), language=desk.words,
            ),
        ]  # fmt: skip
        self.page.value = _listed(parts)
        desk.say(say("The report is ready."))


def _listed(links: Sequence[str]) -> str:
    return f'<ul class="sa-links">{"".join(f"<li>{link}</li>" for link in links)}</ul>'


def _fine(value: float, words: Any) -> str:
    """A change with three digits that matter."""
    digits = 2 if not value else max(0, 2 - math.floor(math.log10(abs(value))))
    return str(words.signed(value, min(digits, 6)))
