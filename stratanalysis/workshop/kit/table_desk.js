"use strict";
const w = model.words, one = (tag, text, attributes = {}) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
const number = (value, digits = 0) => value.toLocaleString(
  model.language === "uk" ? "uk-UA" : "en-GB",
  { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−");
const taken = {}, happened = Array.from({ length: model.rounds }, () => "");
let group = "";

function left() {
  let rest = 0; const all = [], after = [];
  for (let round = 0; round < model.rounds; round++) {
    rest += model.tokens;
    for (const card of model.cards) if (taken[card.name] === round) {
      rest -= card.cost; all.push(card.name);
    }
    const event = model.events.find((entry) => entry.name === happened[round]);
    if (event && (!event.needs || all.includes(event.needs)) &&
        !(event.unless && all.includes(event.unless))) rest += event.tokens;
    after.push(rest);
  }
  return after;
}

function path(variable) {
  return model.baseline[variable].map((value, year) => {
    let sum = value;
    for (const [name, round] of Object.entries(taken)) {
      const effect = model.effects[name][variable];
      if (round !== undefined && effect && year - round >= 0) sum += effect[year - round];
    }
    return sum;
  });
}

function picture(variable) {
  const base = model.baseline[variable], mine = path(variable);
  const money = variable !== "population", scale = money ? 1e6 : 1;
  const low = Math.min(...base, ...mine), high = Math.max(...base, ...mine), span = high - low || 1;
  const x = (i) => 70 + (i * 500) / (base.length - 1), y = (v) => 190 - ((v - low) * 160) / span;
  const line = (values) => values.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`).join(" ");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 600 230"); svg.setAttribute("role", "img");
  const digits = money ? 1 : 0, last = base.length - 1;
  svg.setAttribute("aria-label", `${w[variable]}, ${model.years[last]}: ` +
    `${w.baseline} ${number(base[last] / scale, digits)}, ` +
    `${w.decisions} ${number(mine[last] / scale, digits)}`);
  const add = (tag, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    svg.append(made);
  };
  if (low < 0 && high > 0) add("line", { x1: 70, x2: 570, y1: y(0), y2: y(0), stroke: "#9aa5b1" });
  add("polyline", { points: line(base), fill: "none", stroke: "#4b5563", "stroke-width": 3,
    "stroke-dasharray": "7 5" });
  add("polyline", { points: line(mine), fill: "none", stroke: "#1b4f8f", "stroke-width": 4 });
  for (const value of [low, high]) {
    add("text", { x: 64, y: y(value) + 5, "text-anchor": "end", "font-size": 14 },
      number(value / scale, digits));
  }
  for (const i of [0, last]) {
    add("text", { x: x(i), y: 216, "text-anchor": "middle", "font-size": 14 }, model.years[i]);
  }
  return svg;
}

function result() {
  const place = document.getElementById("result"); place.replaceChildren();
  const after = left();
  const counted = one("table"), head = one("tr");
  head.append(one("th", w.round), one("th", w.left, { class: "number" }));
  counted.append(head);
  after.forEach((rest, round) => {
    const row = one("tr");
    row.append(one("td", round + 1),
      one("td", number(rest), { class: rest < 0 ? "number warn" : "number" }));
    counted.append(row);
  });
  place.append(counted);
  if (after.some((rest) => rest < 0)) place.append(one("p", w.too_much, { class: "warn" }));
  for (const variable of ["population", "balance"]) if (model.baseline[variable]) {
    place.append(one("h2", w[variable]), picture(variable));
    place.append(one("p", `- - - ${w.baseline}   ——— ${w.decisions}`, { class: "note" }));
  }
  const label = one("label", `${w.group}: `), field = one("input", undefined, { maxlength: 60 });
  field.value = group; field.addEventListener("input", () => { group = field.value; });
  label.append(field);
  const save = one("button", w.save, { type: "button" });
  save.addEventListener("click", () => {
    const lines = [`group = ${JSON.stringify(group)}`];
    for (let round = 0; round < model.rounds; round++) {
      const cards = model.cards.filter((card) => taken[card.name] === round);
      lines.push("", "[[round]]", `cards = ${JSON.stringify(cards.map((card) => card.name))}`,
        `events = ${JSON.stringify(happened[round] ? [happened[round]] : [])}`);
    }
    const link = one("a", "", { download: "decisions.toml", href: "data:text/plain;charset=utf-8," +
      encodeURIComponent(lines.join("\n") + "\n") });
    document.body.append(link); link.click(); link.remove();
  });
  const row = one("p"); row.append(label, " ", save); place.append(row);
}

function cards() {
  const place = document.getElementById("cards"), table = one("table");
  for (let round = 0; round < model.rounds; round++) {
    const row = one("tr"), cell = one("td"), choice = one("select");
    choice.id = `event-${round}`;
    choice.append(one("option", "–", { value: "" }));
    for (const event of model.events) {
      choice.append(one("option", `${event.title} (${event.tokens > 0 ? "+" : ""}` +
        `${number(event.tokens)})`, { value: event.name }));
    }
    choice.addEventListener("change", () => { happened[round] = choice.value; result(); });
    row.append(one("th", `${w.events}: ${w.round} ${round + 1}`));
    choice.setAttribute("aria-label", `${w.events}: ${w.round} ${round + 1}`);
    cell.append(choice); row.append(cell); table.append(row);
  }
  const hand = one("table");
  for (const card of model.cards) {
    const row = one("tr"), cell = one("td"), choice = one("select");
    choice.id = `card-${card.name}`; choice.setAttribute("aria-label", card.title);
    choice.append(one("option", w.not_yet, { value: "" }));
    for (let round = 0; round < model.rounds; round++) {
      choice.append(one("option", `${w.round} ${round + 1}`, { value: round }));
    }
    choice.addEventListener("change", () => {
      if (choice.value === "") delete taken[card.name]; else taken[card.name] = Number(choice.value);
      result();
    });
    const words = one("td", card.title);
    words.append(one("small", card.text), one("small", card.effect));
    cell.append(choice); row.append(words, one("td", card.cost, { class: "number" }), cell);
    hand.append(row);
  }
  place.append(table, hand);
}
cards(); result();
