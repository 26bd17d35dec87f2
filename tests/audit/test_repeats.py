"""One quantity told in two places."""

from __future__ import annotations

FIRST = (
    "На балансі водоканалу громади перебуває 5 водопровідних насосних станцій, 8 каналізаційних "
    "насосних станцій та очисна споруда."
)
FILLER = "\n\n".join(
    f"Розділ про {word} описує стан справ без жодних чисел." for word in ("освіту", "спорт", "ліси")
)


def test_the_same_value_is_confirmed(counts):
    confirmed, contradicted, _ = counts("stated-twice", f"{FIRST}\n\n{FILLER}\n\n{FIRST}")
    assert (confirmed, contradicted) == (2, 0)


def test_another_value_is_told_with_the_other_place(audited):
    second = FIRST.replace("8 каналізаційних", "9 каналізаційних")
    (finding,) = audited("stated-twice", f"{FIRST}\n\n{FILLER}\n\n{second}").problems
    assert (finding.source.line, finding.stated, finding.computed) == (9, "9", "8")
    assert "small.txt:1" in finding.message


def test_years_that_differ_make_two_statements(counts):
    second = FIRST.replace("8 каналізаційних", "9 каналізаційних").replace(
        "На балансі", "У 2022 році на балансі"
    )
    first = FIRST.replace("На балансі", "У 2021 році на балансі")
    assert counts("stated-twice", f"{first}\n\n{FILLER}\n\n{second}") == (0, 0, 0)


def test_a_rounded_repetition_is_confirmed(counts):
    text = (
        "Протяжність теплових мереж підприємства по місту складає 58,46 км у двох трубах.\n\n"
        f"{FILLER}\n\n"
        "Протяжність теплових мереж підприємства по місту складає 58,5 км у двох трубах."
    )
    assert counts("stated-twice", text)[:2] == (1, 0)


def test_parallel_sentences_side_by_side_are_two_things(counts):
    text = (
        "Довжина водопровідних мереж громади складає 542,4 км, потребують заміни 320,0 км.\n\n"
        "Довжина каналізаційних мереж громади складає 146,7 км, потребують заміни 98,9 км."
    )
    assert counts("stated-twice", text)[1] == 0


def test_population_and_area_of_the_community(counts, found):
    text = (
        "Чисельність населення громади на початок 2021 року становить 50 814 осіб.\n\n"
        f"{FILLER}\n\nПлоща громади складає 473,37 кв. км, чисельність мешканців 50,8 тис. осіб."
        f"\n\n{FILLER}\n\nЗагальна площа території громади – 473,4 км²."
    )
    assert counts("key-figure", text) == (2, 0, 0)
    assert found("key-figure", text.replace("50 814", "52 814")) == [
        (9, "50,8 тис. осіб", "52 814 осіб")
    ]
    assert found("key-figure", text.replace("473,4 ", "483,4 ")) == [
        (17, "483,4 км²", "473,37 кв. км")
    ]
    other_year = text.replace(
        "чисельність мешканців 50,8", "чисельність мешканців у 2015 році 60,8"
    )
    assert found("key-figure", other_year) == []


def test_numbers_of_goals_are_no_quantities(counts):
    text = f"Стратегічний напрям 1: кращий зв'язок у громаді\n\n{FILLER}\n\n"
    text += "Стратегічний напрям 2: кращий зв'язок у громаді"
    assert counts("stated-twice", text) == (0, 0, 0)
