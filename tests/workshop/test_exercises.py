"""The exercises: the right answers by hand, and the mistakes that people make."""

from __future__ import annotations

import ast
import re

import pytest

from stratanalysis.workshop import LESSONS, Workshop


@pytest.fixture(scope="module")
def shop(root):
    return Workshop("en", data=root / "data")


# Computed by hand from the figures in the lessons and in the shipped tables.
RIGHT = {
    "wrong-lines": [8, 4, 5, 7],  # 21,660 to 20,400; 12 + 88 + 700; 50 + 15 + 17 + 24; dates
    "stated-change": -1260 / 21660,
    "two-sources": 73_814 - 73_979,
    "growth": (72_422 / 75_098) ** 0.5 - 1,
    "cohort": 4_800 + 1_250,
    "needed-growth": (50_000 / 73_979) ** 0.1 - 1,
    "income-tax": 16_588_800,  # 800 · 15,000 = 12 M a month, 144 M a year, 18 %, 64 %
    "base-subsidy": 0.8 * 0.37 * 3_131 * 74_000,
    "measurable": ["E", "B", "D"],
    "degree": 0.4,
    "weights": 0.54,
    "execution": 5.5 / 9,
    "missing-parts": [
        "source",
        "unit",
        "year of the data",
        "title that states the finding",
        "text alternative",
    ],  # the numbers of the table and Ukrainian words are tried below
}


@pytest.mark.parametrize("exercise", RIGHT)
def test_the_right_answer_is_right(shop, exercise):
    assert str(shop.check(exercise, RIGHT[exercise])).startswith("Right.")


@pytest.mark.parametrize(
    ("exercise", "answer", "words"),
    [
        ("wrong-lines", [3, 4, 5, 7], "9,400 + 11,000 = 20,400"),
        ("wrong-lines", [4, 5, 8], "Something is still missing"),
        ("stated-change", 21660 / 20400 - 1, "divide by the beginning"),
        ("stated-change", -5.817, "in percent"),
        ("stated-change", -5.2, "own figure"),
        ("stated-change", -1260 / 20400, "divide by the beginning"),
        ("stated-change", (0, 80, 25), "write a point"),
        ("stated-change", "(20400/21660", "bracket"),
        ("stated-change", "з 21660 до 20400", "several numbers"),
        ("growth", 72_422 / 75_098 / 2 - 1, "exponent in brackets"),
        ("growth", (72_422 / 75_098 - 1) / 2, "shared out evenly"),
        ("growth", "мінус два відсотки", "one more digit"),
        ("base-subsidy", 0.8 * 0.53 * 3_131 * 74_000, "0.9 − index"),
        ("base-subsidy", "85,7 млн", "80%"),
        ("base-subsidy", 85.72678, "in millions"),
        ("first-gap", 2023, "not below zero"),
        ("first-gap", 2024, "not for the first time"),
        ("wrong-lines", "усі", "Name each one"),
        ("stated-change", 1260 / 21660, "negative"),
        ("two-sources", 165, "other way round"),
        ("growth", 72_422 / 75_098 - 1, "all 2 years"),
        ("growth", (72_422 / 75_098) ** (1 / 3) - 1, "there are 2 years, not 3"),
        ("cohort", 4_800, "forgotten"),
        ("cohort", 11_000, "Nobody died"),
        ("needed-growth", (50_000 / 73_979 - 1) / 10, "take the root"),
        ("needed-growth", (50_000 / 73_979) ** (1 / 15) - 1, "later of the two"),
        (
            "moved-drivers",
            ["consumer_prices"],
            "Consumer prices (consumer_prices) does not belong here",
        ),
        ("income-tax", 16_588_800 / 12, "one month"),
        ("income-tax", 25_920_000, "64% of it stays"),
        ("base-subsidy", 0.37 * 3_131 * 74_000, "80%"),
        ("base-subsidy", 0.8 * 0.47 * 3_131 * 74_000, "not up to 1"),
        ("stated-change", 20400 - 21660 / 21660, "Division goes first"),
        ("execution", (4.5 + 1) / 5 + 4, "Division goes first"),
        ("degree", (9.6 - 12) / 6 - 12, "Division goes first"),
        ("execution", 9 / 5.5, "divide by the plan"),
        ("cohort", 5000 * 0.95 + 5000 * 0.25, "60 and over is asked"),
        ("income-tax", 800 * 15_000 * 12 * 18 * 64, "write 0.18 and 0.64"),
        ("base-subsidy", 0.8 * (1.1 - 0.53) * 3_131 * 74_000, "1.1 is for the reverse grant"),
        ("measurable", ["дороги"], "“дороги”"),
        ("measurable", ["А", "В", "D", "Е"], "A does not belong here"),
        ("degree", 1.6, "less is better"),
        ("degree", 0.6, "way that is left"),
        ("weights", 0.6, "weights were left out"),
        ("execution", 5.5 / 12, "approved"),
        ("execution", (0.9 + 0.25) / 2, "averaged"),
        ("title", "Population dynamics", "states the finding"),
        ("title", "Population falls to 3,000 in 2036", "A figure of the table"),
        ("missing-parts", ["source", "three dimensions"], "depth distorts"),
        ("alternative", "The blue line falls from 73,979 in 2021", "Colours tell nothing"),
    ],
)
def test_a_mistake_is_told_by_its_name(root, exercise, answer, words):
    found = Workshop("en", data=root / "data").check(exercise, answer)
    assert not found.right
    assert words in str(found)


def test_letters_of_the_other_alphabet_are_no_mistake(shop):
    assert shop.check("measurable", ["В", "D", "Е"]).right


def test_the_load_follows_the_printed_bounds(shop):
    """Luhansk oblast, 1 January 2022: sums over the published ages, without the library."""
    table = shop.place  # the community plays no part
    import pandas as pd

    file = shop.data / "communities" / "luhansk-oblast" / "population_age_sex.csv"
    ages = pd.read_csv(file).groupby("age")["value"].sum()
    working = ages.loc[16:59].sum()
    answer = 1000 * (ages.loc[:15].sum() + ages.loc[60:].sum()) / working
    assert table is not None
    assert shop.check("load", answer).right
    assert "per 1,000" in str(shop.check("load", answer / 1000))
    united_nations = 1000 * (ages.sum() / ages.loc[15:64].sum() - 1)
    assert "United Nations" in str(shop.check("load", united_nations))


def test_real_growth_is_by_division(shop):
    """Kostiantynivka 2021-2022, consumer prices +20.2 %, annual average (Statistics Service)."""
    rows = shop.place["revenue"]
    own = rows[
        (rows["period"] == "year") & ~rows["group"].isin(["base_subsidy", "other_transfers"])
    ]
    totals = own.groupby("year")["value"].sum()
    nominal = totals[2022] / totals[2021]
    assert shop.check("real-growth", nominal / 1.202 - 1).right
    assert "divide" in str(shop.check("real-growth", nominal - 1 - 0.202))
    assert "current prices" in str(shop.check("real-growth", nominal - 1))


def test_the_first_gap_is_the_first_year_below_zero(shop):
    balance = shop.projection.wide("balance", price_basis="real")["baseline"]
    years = [int(year) for year in balance.index if balance[year] < 0]
    assert shop.check("first-gap", years[0] if years else 0).right
    if years:
        assert not shop.check("first-gap", years[0] + 1).right


def test_titles_in_persons_thousands_and_percent_are_understood(shop):
    path = shop.projection.wide("population")["baseline"]
    last, year = float(path.iloc[-1]), path.index[-1]
    start = float(path.iloc[0])
    fall = (1 - last / start) * 100
    for title in (
        f"In {year} only {last:,.0f} people will live here",
        f"У {year} році лишиться {last / 1000:.1f} тис. осіб".replace(".", ",", 1),
        f"Населення громади зменшиться на {fall:.0f} % до {year} року",
        f"До {year} року громада втратить {(start - last) / 1000:.1f} тис. жителів",
        f"By {year} the population falls by {fall:.0f} %",
    ):
        assert shop.check("title", title).right, title


MINE = """
[[mine.assumption]]
driver = "net_migration_rate"
change = {{ kind = "step", before = 0.0, after = {value}, year = 2027 }}
unit = "{unit}"
source_kind = "judgement"
source = ""
reason = {{ uk = "{uk}", en = "A park keeps young people here" }}
"""


def mine(value=0.005, unit="share per year", uk="Парк тримає молодь у громаді"):
    return MINE.format(value=value, unit=unit, uk=uk)


def test_an_own_assumption_is_read_as_the_scenario_file_is(shop):
    assert shop.check("own-assumption", mine()).right
    assert "unit" in str(shop.check("own-assumption", mine(unit="percent")))
    assert "too short" in str(shop.check("own-assumption", mine(uk="Парк")))
    english = mine(uk="The park keeps young people here")
    assert "The reason after uk" in str(shop.check("own-assumption", english))
    other = mine().replace("net_migration_rate", "total_fertility_rate")
    assert "Another driver is asked for: Net migration" in str(shop.check("own-assumption", other))
    assert "[[mine.assumption]]" in str(shop.check("own-assumption", "driver = 1"))
    assert "a comma is missing" in str(
        shop.check("own-assumption", mine().replace("before", ", before").replace(", ,", " "))
    )


def test_every_exercise_of_a_lesson_exists_and_stands_in_its_notebook(root):
    from stratanalysis.workshop.session import _exercises

    named = []
    for lesson in LESSONS:
        text = (root / "notebooks" / "workshop" / f"{lesson.name}.ipynb").read_text("utf-8")
        found = list(dict.fromkeys(re.findall(r'shop\.check\(\\"([a-z-]+)\\"', text)))
        assert sorted(found) == sorted(lesson.exercises["full-day"])
        assert 2 <= len(found) <= 4
        named += found
    assert sorted(named) == sorted(_exercises())


@pytest.mark.parametrize(
    "text",
    [
        "Населення громади зросте до {last} осіб у {year} році",  # it falls
        "Населення громади не зменшиться: {last} осіб у {year} році",
        "Населення громади зменшиться на {last} осіб до {year} року",  # to, not by
        "Населення громади зменшиться до {change} осіб у {year} році",  # by, not to
        "Населення громади зменшиться до {last} осіб у 2050 році",
        "Населення громади зменшиться до 3 000 осіб у {year} році",
        "За оптимістичним сценарієм населення зменшиться до {last} осіб у {year} році",
        "У {year} році буде {last} осіб",  # no direction
        "Видатки зменшаться до {last} осіб у {year} році",
        "Чисельність учнів зменшиться до {last} осіб у {year} році",
        "{last} у {year} році, на чверть менше, ніж тепер",  # of what?
        "Population grows to {last} people by {year}",
    ],
)
def test_a_title_that_is_not_true_or_not_whole_is_refused(shop, text):
    path = shop.projection.wide("population")["baseline"]
    last, change = float(path.iloc[-1]), float(path.iloc[0] - path.iloc[-1])
    title = text.format(year=path.index[-1], last=f"{last:.0f}", change=f"{change:.0f}")
    assert not shop.check("title", title).right


def test_words_in_place_of_a_picture_keep_each_year_with_its_figure(shop):
    path = shop.projection.wide("population")["baseline"]
    (first, last), (start, end) = (path.index[0], path.index[-1]), (path.iloc[0], path.iloc[-1])
    fits = f"Населення за базовим сценарієм: {start:.0f} осіб у {first} і {end:.0f} у {last} році"
    assert shop.check("alternative", fits).right
    swapped = (
        f"Населення за базовим сценарієм: {end:.0f} осіб у {first} і {start:.0f} у {last} році"
    )
    assert not shop.check("alternative", swapped).right
    rises = f"Населення зросте з {start:.0f} осіб у {first} до {end:.0f} у {last} році"
    assert not shop.check("alternative", rises).right


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("stated-change", "-5,8 %"),
        ("stated-change", "зменшення на 5,8 %"),
        ("stated-change", "20400/21660 - 1"),
        ("two-sources", "на 165 осіб менше"),
        ("two-sources", "−165"),
        ("income-tax", "16,6 млн"),
        ("income-tax", "16 588 800 грн"),
        ("income-tax", "16,588,800"),
        ("base-subsidy", "68,6 млн грн на рік"),
        ("degree", "сорок відсотків"),
        ("weights", "54 %"),
        ("execution", "61 %"),
        ("cohort", "6 050 осіб"),
        ("needed-growth", "−3,8 %"),
        ("wrong-lines", "4, 5, 7 і 8"),
        ("wrong-lines", {4, 5, 7, 8}),
        ("wrong-lines", "рядки 4, 5, 7, 8"),
        ("income-tax", "16 млн 589 тис"),
        ("measurable", "В, D, Е"),
        ("missing-parts", [2, 4, 5, 7, 8]),
        ("stated-change", "(20400-21660):21660*100%"),
        ("stated-change", "мінус п'ять цілих вісім десятих відсотка"),
        ("two-sources", "73814-73979 осіб"),
        ("income-tax", "800 х 15 тис. грн x 12 міс × 18 % · 64 %"),
        ("base-subsidy", "0,8(0,9–0,53)3131*74\u00a0000"),
        ("growth", "√(72422/75098) − 1"),
        ("first-gap", "2О22"),
        ("wrong-lines", "рядки 4–5, сьомий та 8-й"),
        ("measurable", "ВДЕ"),
        (
            "moved-drivers",
            "net migration rate, employment_rate, project_job, real_wage_growth, "
            "entrepreneurs_growth, real_transfer_growth",
        ),
        ("income-tax", "800х15000х12х0.18х0.64"),
        (
            "moved-drivers",
            "net_migration_rateemployment_rateproject_jobsreal_wage_growth"
            "entrepreneurs_growthreal_transfer_growth",  # quotes without commas between them
        ),
        ("missing-parts", "source; unit; year of the data; text alternative; 8"),
    ],
)
def test_answers_as_ukrainians_write_them_are_read(shop, exercise, answer):
    assert shop.check(exercise, answer).right


def test_choices_in_ukrainian_words_are_read(root):
    shop = Workshop("uk", data=root / "data")
    say = shop.words.text
    from stratanalysis.scenarios import DRIVERS
    from stratanalysis.workshop.exercises_goals import PARTS

    assert shop.check("missing-parts", ", ".join(say(p[0]) for p in PARTS if p[1])).right
    moved = [entry.driver for entry in shop.scenarios["optimistic"].assumptions]
    assert shop.check("moved-drivers", [say(DRIVERS[name].label) for name in moved]).right
    assert shop.check("moved-drivers", [DRIVERS[name].label for name in moved]).right
    assert "Споживчі ціни (consumer_prices)" in str(shop.check("moved-drivers", "consumer_prices"))


def test_the_first_wrong_answer_never_brings_the_key(root):
    for exercise, answer in (("wrong-lines", [3, 6]), ("moved-drivers", []), ("measurable", ["A"])):
        shop = Workshop("en", data=root / "data")
        assert "is missing:" not in str(shop.check(exercise, answer))
        assert shop.level == 1
        assert str(shop.check(exercise, answer)) == str(shop.check(exercise, answer)), "no step"


def test_hints_grow_with_different_wrong_answers_and_never_hold_the_result(root):
    from stratanalysis.workshop.hints import HINTS
    from stratanalysis.workshop.session import _exercises

    assert set(HINTS) == set(_exercises())
    shop = Workshop("en", data=root / "data")
    said = [shop.check("degree", answer).lines for answer in (3, 4, 5)]
    assert [len(lines) for lines in said] == [2, 3, 4]
    assert said[2][2:] == [entry.why for entry in HINTS["degree"]]
    assert list(shop.progress()["Wrong answers"]) == [3]


def test_every_exercise_has_three_steps(root):
    """Three wrong answers: what is wrong, then one hint, then two; a number is never said."""
    others = {
        "wrong-lines": ([3, 6], [4], [5, 6]), "measurable": (["A"], ["C"], ["F"]),
        "moved-drivers": (["consumer_prices"], ["displacement"], ["war_end"]),
        "missing-parts": ([1], [3], [6]), "own-assumption": ("a", "b", "[[mine.assumption]]"),
        "title": ("Динаміка", "Населення", "Бюджет"), "alternative": ("Лінія", "Люди", "Число"),
    }  # fmt: skip
    shop = Workshop("uk", data=root / "data")
    for lesson in LESSONS:
        for name in lesson.exercises["full-day"]:
            said = [shop.check(name, wrong) for wrong in others.get(name, (77.123, 991.7, 0.0123))]
            assert [len(found.hints) for found in said] == [0, 1, 2], name
            assert not any(found.right for found in said)
            if isinstance(right := RIGHT.get(name), float | int):
                text = " ".join(map(str, said)).replace("\N{NO-BREAK SPACE}", " ")
                scale = 100 if abs(right) < 1 else 1
                assert shop.words.number(abs(right) * scale, 0 if scale == 1 else 1) not in text


@pytest.mark.parametrize("answer", ["0 %", 0, 2031.5, 1, "не знаю", 1e12, -1e-9])
@pytest.mark.parametrize("exercise", ["first-gap", "growth", "cohort", "two-sources"])
def test_no_answer_brings_a_hint_without_sense(shop, exercise, answer):
    assert "0%" not in str(shop.check(exercise, answer)).replace("100%", "").replace("or 5%", "")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("after = 0.005", "after = 0,005", "wants a point: 0.005"),
        ("after = 0.005", "after = ", "after: there is no value"),
        ("after = 0.005", "after = 0.5 %", "no percent sign"),
        ("after =", "аfter =", "Cyrillic letters"),
        ('"net_migration_rate"', "net_migration_rate", "have no quotes"),
        ('"net_migration_rate"', '"migration"', "there is no migration"),
        ("2027 }", "2027", "bracket"),
        ("year = 2027", 'year = "2027"', "number without quotes"),
        ("[[mine.assumption]]", "[mine.assumption]", "two pairs of brackets"),
        ('uk = "', "uk = “", "not straight"),
    ],
)
def test_a_slip_in_the_text_of_an_assumption_is_named(shop, old, new, words):
    assert words in str(shop.check("own-assumption", mine().replace(old, new)))


@pytest.mark.parametrize(
    ("before", "after", "year"),
    [(0, 0.5, 2027), (0, -0.005, 2027), (0, 0.0, 2027), (0, 0.005, 2000), (0, 0.005, 2030),
     (0.005, 0.005, 2027), (0, 0.05, 2027)],
)  # fmt: skip
def test_an_own_assumption_of_another_size_direction_or_date_is_refused(shop, before, after, year):
    text = mine(value=after).replace("before = 0.0", f"before = {float(before)}")
    found = shop.check("own-assumption", text.replace("year = 2027", f"year = {year}"))
    assert not found.right


def test_every_message_of_the_workshop_is_in_the_catalogue(root):
    """A template of English words that reaches a reader has a Ukrainian one."""
    from stratanalysis.language import _catalogue

    known = _catalogue("uk")
    missing = []
    for path in (root / "stratanalysis" / "workshop").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            place = {"Problem": 0, "wrong": 0, "say": 0, "Trap": 1, "_lesson": 1}.get(name)
            if place is None or place >= len(node.args):
                continue
            text = getattr(node.args[place], "value", None)
            if isinstance(text, str) and text and text not in known:
                missing.append(text)
    assert not missing


@pytest.mark.parametrize("community", ["luhansk-oblast", "example"])
def test_a_community_without_the_tables_is_replaced_and_that_is_said(root, community):
    shop = Workshop(
        "uk", community=community, data=root / "data", needs=("revenue", "stated population")
    )
    assert shop.place.slug == "kostiantynivka"
    assert "населення, назване документом" in shop.note


def test_a_community_with_the_tables_is_kept(root):
    shop = Workshop("uk", community="korosten", data=root / "data", needs=("revenue",))
    assert (shop.place.slug, shop.note) == ("korosten", "")


@pytest.mark.parametrize(
    ("title", "right"),
    [
        ("До 1 січня {year} року населення громади {way} до {end} тис. осіб", True),
        ("До 31 грудня {year} року населення громади {way} на 1 тис. осіб", False),
    ],
)
def test_the_day_of_a_date_is_no_figure_of_a_title(title, right, root):
    shop = Workshop("uk", community="kostiantynivka", data=root / "data", needs=("population",))
    path = shop.projection.wide("population")["baseline"]
    way = "скоротиться" if path.iloc[-1] < path.iloc[0] else "зросте"
    end = f"{path.iloc[-1] / 1000:.1f}".replace(".", ",")
    assert shop.check("title", title.format(year=path.index[-1], way=way, end=end)).right is right
