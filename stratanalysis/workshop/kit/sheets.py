"""The printed things of the session: cards, roles, sheets, agenda, surveys, certificate, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from stratanalysis.language import language as get_language
from stratanalysis.scenarios import DRIVERS
from stratanalysis.workshop.kit.effects import Board
from stratanalysis.workshop.kit.game import Card, Game
from stratanalysis.workshop.kit.texts import texts
from stratanalysis.workshop.paper import sheet_page

__all__ = ["agenda_times", "session_sheets"]

_CARDS = """
.cards { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; }
.card { border: .5mm solid #1b4f8f; border-radius: 3mm; padding: 3mm; min-height: 50mm;
  break-inside: avoid; line-height: 1.3; } .card p, .card ul { margin: 0 0 2mm; }
.card h2 { margin: 0 0 1mm; font-size: 14pt; } .card .cost { font-size: 16pt; font-weight: 700;
  color: #1b4f8f; } .card.event { border-color: #b34700; } .card.event .cost { color: #b34700; }
"""
_A3 = "@page { size: A3 landscape; margin: 12mm; } body { max-width: 396mm; font-size: 14pt; }"
_GRID = """
.grid { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; }
.box { border: .6mm solid #1b4f8f; padding: 4mm; height: 96mm; } .box h2 { margin: 0; }
.wide { height: 50mm; }
"""
_CERTIFICATE = """
@page { size: A4 landscape; margin: 14mm; } body { max-width: 260mm; text-align: center; }
.frame { border: 1mm double #1b4f8f; padding: 24mm 16mm; } h1 { font-size: 34pt; }
.name { border-bottom: .3mm solid #1f2933; height: 16mm; margin: 8mm 30mm; }
"""
_ROOM = """
.plan { border-collapse: separate; border-spacing: 6mm; table-layout: fixed; font-size: 12pt; }
.plan td { border: .6mm solid #1b4f8f; padding: 10mm 2mm; text-align: center; }
.plan .all { padding: 4mm; background: #f4f6f9; } .plan .free { border: 0; }
"""
_NOTES = "ul { break-inside: avoid; } h2 { break-after: avoid; }"
_GOALS = "table { table-layout: fixed; }"
_AGENDA = (
    "td:first-child, td:nth-child(2), th { white-space: nowrap; } .day { break-before: page; }"
)


def agenda_times(game: Game, kind: str, *, start: int = 600) -> list[tuple[str, str, int]]:
    """Times of an agenda: from, to (HH:MM) and minutes of each block.

    Parameters
    ----------
    game : Game
    kind : {"half-day", "day"}
    start : int
        Minutes after midnight.

    Examples
    --------
    >>> from stratanalysis.workshop.kit.game import read_game
    >>> agenda_times(read_game(), "half-day")[:2]
    [('10:00', '10:10', 10), ('10:10', '10:25', 15)]
    """
    times, now = [], start
    for minutes, _ in game.agendas[kind]:
        times.append((_clock(now), _clock(now + minutes), minutes))
        now += minutes
    return times


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def session_sheets(board: Board, game: Game, *, language: str) -> dict[str, tuple[str, str]]:
    """Title and document of every sheet, by the name of its file."""
    t = texts(language)
    place = board.place.name[language]
    made: dict[str, tuple[str, str, str]] = {
        "cards": (t["cards"], _cards(board, game, language), _CARDS),
        "events": (t["events"], _events(game, language), _CARDS),
        "roles": (t["roles"], _roles(game, language), _CARDS),
        "swot": (t["swot"], _swot(language), _A3 + _GRID),
        "vision": (t["vision"], _vision(language), _A3 + _GRID),
        "goals": (t["goals"], _goals(language), _A3 + _GOALS),
        "agenda": (t["agenda"], _agenda(game, language), _AGENDA),
        "survey-before": (t["survey_before"], _survey(language, after=False), ""),
        "survey-after": (t["survey_after"], _survey(language, after=True), ""),
        "invitation": (t["invitation"], _invitation(language), ""),
        "certificate": (t["certificate"], _certificate(place, language), _CERTIFICATE),
        "room": (t["room"], _room(language), _ROOM),
        "facilitator": (t["facilitator"], _notes(language), _NOTES),
    }
    return {
        name: (
            title,
            sheet_page(
                f"{title}: {place}",
                (f"<h1>{escape(title)}</h1><p class='note'>{escape(place)}</p>" + body)
                if name != "certificate"
                else body,
                language=language,
                style=style,
            ),
        )
        for name, (title, body, style) in made.items()
    }


def _tokens(count: int, language: str) -> str:
    words = get_language(language)
    if language == "en":
        return f"{count} token{'s' if abs(count) != 1 else ''}"
    last, teens = abs(count) % 10, abs(count) % 100 in range(11, 15)
    form = "жетон" if last == 1 and not teens else "жетони" if 2 <= last <= 4 and not teens else ""
    return f"{words.number(count)} {form or 'жетонів'}"


def effect_words(card: Card, board: Board, language: str) -> str:
    """What a card changes: driver and size, in words."""
    words = get_language(language)
    parts = []
    for effect in card.effects:
        driver = DRIVERS[str(effect["driver"])]
        size = float(effect.get("change", 0.0))
        if "per_resident" in effect:
            size = float(effect["per_resident"]) * board.people
        written = words.signed(size, 1 if abs(size) < 1 else 0)
        if driver.unit == "share":  # a level that moves by points, not by a part of itself
            points = words.signed(size * 100, 0 if abs(size) >= 0.05 else 2)
            written = f"{points}\N{NO-BREAK SPACE}{words.text('pp')}"
        elif driver.unit == "share per year":
            percent = "%" if language == "en" else "\N{NO-BREAK SPACE}%"
            written = words.signed(size * 100, 2) + percent + f" {words.text('a year')}"
        parts.append(f"{words.text(driver.label)}: {written}")
    return "; ".join(parts)


def _cards(board: Board, game: Game, language: str) -> str:
    t = texts(language)
    money = get_language(language).money(board.token) if board.token else ""
    lead = f"<p>{escape(t['one_token'].format(money=money))}</p>" if money else ""
    cards = "".join(
        f"<div class='card'><h2>{escape(card.title[language])}</h2>"
        f"<p class='cost'>{t['cost']}: {_tokens(card.cost, language)}</p>"
        f"<p>{escape(card.text[language])}</p>"
        f"<p class='note'>{t['effect']}: {escape(effect_words(card, board, language))}</p></div>"
        for card in game.cards.values()
    )
    return f"{lead}<div class='cards'>{cards}</div>"


def _events(game: Game, language: str) -> str:
    cards = "".join(
        f"<div class='card event'><h2>{escape(event.title[language])}</h2>"
        f"<p class='cost'>{'+' if event.tokens > 0 else ''}{_tokens(event.tokens, language)}</p>"
        f"<p>{escape(event.text[language])}</p></div>"
        for event in game.events.values()
    )
    return f"<div class='cards'>{cards.replace('>-', '>−')}</div>"


def _roles(game: Game, language: str) -> str:
    t = texts(language)
    cards = "".join(
        f"<div class='card'><h2>{escape(role.title[language])}</h2>"
        f"<p>{escape(role.text[language])}</p><p class='note'>{t['wishes']}:</p><ul>"
        + "".join(f"<li>{escape(game.cards[name].title[language])}</li>" for name in role.wishes)
        + "</ul></div>"
        for role in game.roles.values()
    )
    return f"<div class='cards'>{cards}</div>"


def _swot(language: str) -> str:
    t = texts(language)
    boxes = "".join(
        f"<div class='box'><h2>{escape(t[name])}</h2></div>"
        for name in ("strengths", "weaknesses", "opportunities", "threats")
    )
    return f"<p>{escape(t['swot_ask'])}</p><div class='grid'>{boxes}</div>"


def _vision(language: str) -> str:
    t = texts(language)
    boxes = "".join(f"<div class='box'><h2>{escape(w)}</h2></div>" for w in t["vision_lines"])
    return f"<p>{escape(t['vision_ask'])}</p><div class='grid'>{boxes}</div>"


def _goals(language: str) -> str:
    t = texts(language)
    heads = ("goal", "operational", "task", "measure", "who", "by_when")
    row = "<tr>" + "<td style='height:19mm'>&nbsp;</td>" * len(heads) + "</tr>"
    head = "".join(f"<th>{escape(t[name])}</th>" for name in heads)
    return f"<table><tr>{head}</tr>{row * 9}</table>"


def _agenda(game: Game, language: str) -> str:
    t, parts = texts(language), [f"<p>{escape(texts(language)['start'])}</p>"]
    for kind, name in (("half-day", t["half_day"]), ("day", t["day"])):
        rows = "".join(
            f"<tr><td>{begin}–{end}</td><td>{minutes} {t['minutes']}</td>"
            f"<td>{escape(words[language])}</td></tr>"
            for (begin, end, minutes), (_, words) in zip(
                agenda_times(game, kind), game.agendas[kind], strict=True
            )
        )
        total = sum(minutes for minutes, _ in game.agendas[kind])
        parts.append(
            f"<h2 class='{kind}'>{escape(name)}</h2><table><tr><th>{t['time']}</th><th></th>"
            f"<th>{t['what']}</th></tr>{rows}<tr><th>{t['total']}</th>"
            f"<th>{total} {t['minutes']}</th><th></th></tr></table>"
        )
    return "".join(parts)


def _survey(language: str, *, after: bool) -> str:
    t = texts(language)
    marks = "".join(f"<th>{n}</th>" for n in range(1, 6))
    boxes = "<td>☐</td>" * 5
    rows = "".join(f"<tr><td>{escape(q)}</td>{boxes}</tr>" for q in t["questions"])
    more = "".join(
        f"<h3>{escape(q)}</h3><div class='answer'></div>"
        for q in (t["after_only"] if after else ())
    )
    return f"<p>{escape(t['scale'])}</p><table><tr><th></th>{marks}</tr>{rows}</table>{more}"


def _invitation(language: str) -> str:
    t = texts(language)
    return "".join(f"<p>{escape(t[name])}</p>" for name in ("invite", "place_time", "reply"))


def _certificate(place: str, language: str) -> str:
    t = texts(language)
    return (
        f"<div class='frame'><h1>{escape(t['certificate'])}</h1><p>{escape(t['certifies'])}</p>"
        f"<div class='name'></div><p>{escape(t['took_part'])}</p><h2>{escape(place)}</h2>"
        f"<p style='margin-top:18mm'>{escape(t['signature'])}</p></div>"
    )


def _room(language: str) -> str:
    t = texts(language)
    tables = [f"<td>{escape(t['table'])} {n}</td>" for n in range(1, 6)]
    rows = ("".join(tables[:3]), "".join([*tables[3:], "<td class='free'></td>"]))
    screen, wall, door = (
        f"<td class='all' colspan='3'>{escape(t[name])}</td>" for name in ("screen", "wall", "door")
    )
    plan = "".join(f"<tr>{row}</tr>" for row in (screen, *rows, wall, door))
    return f"<p>{escape(t['room_text'])}</p><table class='plan'>{plan}</table>"


def _notes(language: str) -> str:
    t = texts(language)
    parts = []
    for name in ("before", "rules", "asked", "debrief"):
        parts.append(f"<h2>{escape(t[name])}</h2>{_list(t[f'{name}_list'])}")
    return "".join(parts) + f"<p>{escape(t['after_day'])}</p>"


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def index_page(
    place: str, sheets: Mapping[str, tuple[str, str]], *, language: str, pdf: bool
) -> str:
    """The first page of the folder: what there is, with a link to each."""
    t = texts(language)
    rows = f"<li><a href='desk.html'>{escape(t['desk'])}</a></li>"
    rows += f"<li><a href='scenarios.html'>{escape(t['scenarios'])}</a></li>"
    for name, (title, _) in sheets.items():
        more = f" (<a href='{name}.pdf'>PDF</a>)" if pdf else ""
        rows += f"<li><a href='{name}.html'>{escape(title)}</a>{more}</li>"
    rows += f"<li><a href='surveys.xlsx'>{escape(t['evaluation'])}</a></li>"
    title = f"{t['session']}: {place}"
    body = f"<h1>{escape(title)}</h1><p>{escape(t['works_offline'])}</p><ul>{rows}</ul>"
    return sheet_page(title, body, language=language)
