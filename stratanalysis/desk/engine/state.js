// What is chosen: in memory, in the address, in the browser's storage; steps back and forth.

const first = () => PAGE.model.first_year;

function freshState() {
  const names = Object.keys(PAGE.model.scenarios), horizon = Math.min(PAGE.horizon, PAGE.model.last_year);
  return {
    start: names.includes("baseline") ? "baseline" : names[0],
    since: Math.min(PAGE.model.known_to + 1, horizon - 1), horizon, changes: {}, unlinked: false, kept: [],
    compared: "", peers: "", view: "population", basis: "real", fan: false,
    shown: names.filter((name) => !PAGE.model.scenarios[name].what_if),
  };
}

let state;
const past = [], future = [];
let untouched = true; // nothing that would be lost by leaving

const scenarioPart = () => JSON.stringify({
  start: state.start, since: state.since, changes: state.changes, unlinked: state.unlinked,
});

/** What a step did, in words: which driver, by how much; or what else changed. */
function stepName(before, after) {
  const was = JSON.parse(before), now = JSON.parse(after);
  if (was.start !== now.start) return say("from “{start}”", {start: inWords(PAGE.model.scenarios[now.start].label)});
  const moved = [...new Set([...Object.keys(was.changes), ...Object.keys(now.changes)])]
    .filter((name) => JSON.stringify(was.changes[name]) !== JSON.stringify(now.changes[name]));
  if (was.since !== now.since) return say("changes from {year}", {year: now.since});
  if (was.unlinked !== now.unlinked) return now.unlinked ? say("drivers unlinked") : say("drivers linked");
  if (!Object.keys(now.changes).length) return say("Reset");
  if (moved.length !== 1) return say("changed: {count}", {count: moved.length});
  const [name] = moved, driver = PAGE.model.drivers[name], change = now.changes[name], label = say(driver.label);
  if (!change) return say("{driver}: no change", {driver: label});
  if (change.shape === "points") return say("{driver}: drawn by years", {driver: label});
  if (change.shape === "year") return `${label}: ${change.by || say("no end within these years")}`;
  return `${label}: ${signed(change.by * shownFactor(driver), 2)} ${changeUnit(driver)}`;
}

/** Do something to the scenario; a step of one gesture (the same key within a second) is one. */
let gesture = {key: "", at: 0};
function step(key, action) {
  const before = scenarioPart(), now = Date.now();
  action();
  const after = scenarioPart();
  if (after !== before) {
    if (!(key && key === gesture.key && now - gesture.at < 900)) past.push(before);
    if (past.length > 200) past.shift();
    future.length = 0;
    gesture = {key, at: now};
    untouched = false;
    outdated();
  }
  changed();
}

/** Go so many steps back (below zero) or forth. */
function travel(steps) {
  const [from, to] = steps < 0 ? [past, future] : [future, past];
  for (let left = Math.min(Math.abs(steps), from.length); left > 0; left -= 1) {
    to.push(scenarioPart());
    Object.assign(state, JSON.parse(from.pop()));
  }
  gesture = {key: "", at: 0};
  untouched = false;
  outdated();
  changed();
  showControls();
}

/** What was said of an earlier state is no longer true. */
function outdated() {
  for (const place of document.querySelectorAll(".message, .said, #take-answer")) {
    const row = place.closest("[data-driver]");
    if (row && place.textContent) rowKeys.delete(row.dataset.driver);
    place.textContent = "";
  }
}

// -- the shapes of a change ------------------------------------------------------------------------

/** The path that a change stands for, as the scenario file writes it. */
function shapePath(change) {
  const by = change.by, from = change.from;
  if (change.shape === "year") return {kind: "constant", value: by};
  if (change.shape === "ramp") return {kind: "ramp", size: by, from_year: from, to_year: change.to};
  if (change.shape === "brief") {
    return {kind: "sum", parts: [
      {kind: "step", before: 0, after: by, year: from},
      {kind: "step", before: 0, after: -by, year: change.to + 1},
    ]};
  }
  if (change.shape === "points") return {kind: "table", ...change.points};
  return {kind: "step", before: 0, after: by, year: from};
}

/** The changes as the model takes them, with what moves because drivers are linked. */
function effective(scenario, horizon) {
  const changes = {}, model = PAGE.model, years = yearsOf(model, horizon);
  for (const [name, change] of Object.entries(scenario.changes)) {
    changes[name] = {path: shapePath(change), instead: change.shape === "year"};
  }
  const prices = changes.consumer_prices, start = model.scenarios[scenario.start];
  const {return_share: back, return_share_men: men} = changes, theirs = model.drivers.return_share_men;
  if (back && !men && theirs && !scenario.unlinked) changes.return_share_men = back; // men return as all do
  if (!prices && !changes.real_wage_growth) return changes;
  const at = (name, t) => (start.drivers[name] ? start.drivers[name][t] : model.drivers[name].neutral);
  const moved = (name, t) => at(name, t) + (changes[name] ? pathAt(changes[name].path, years[t]) : 0);
  const table = {kind: "table"};
  if (scenario.unlinked && prices) { // nominal wages stay where they were
    years.forEach((year, t) => {
      const wages = (1 + at("consumer_prices", t)) * (1 + at("real_wage_growth", t));
      table[year] = wages / (1 + moved("consumer_prices", t)) - 1 - at("real_wage_growth", t);
    });
    const own = changes.real_wage_growth;
    changes.real_wage_growth = {path: own ? {kind: "sum", parts: [table, own.path]} : table};
  } else if (!scenario.unlinked && start.national_tax_growth && !scenario.changes.national_tax_growth) {
    years.forEach((year, t) => { // the nation's taxes follow prices and wages as the community's do
      const before = (1 + at("consumer_prices", t)) * (1 + at("real_wage_growth", t));
      const after = (1 + moved("consumer_prices", t)) * (1 + moved("real_wage_growth", t));
      table[year] = (1 + start.national_tax_growth[t]) * (after / before - 1);
    });
    changes.national_tax_growth = {path: table};
  }
  return changes;
}

function runScenario(scenario, horizon, keepAges = false) {
  return runSetting(PAGE.model,
    {start: scenario.start, horizon, changes: effective(scenario, horizon)}, keepAges);
}

/** The analyst's run of this moment; a trial that becomes the state is not run again. */
const lastRun = {key: "", outcome: null};
function runMine(scenario, horizon, keepAges) {
  const key = JSON.stringify([scenario.start, scenario.changes, scenario.unlinked, horizon, keepAges]);
  if (lastRun.key !== key) {
    lastRun.outcome = runScenario(scenario, horizon, keepAges);
    lastRun.key = key;
  }
  return lastRun.outcome;
}

/** Whether a trial can be run: within the bounds in every year that the page can show. */
function tryScenario(trial) {
  const last = PAGE.model.last_year;
  driverValues(PAGE.model, {start: trial.start, changes: effective(trial, last)}, yearsOf(PAGE.model, last));
  runMine(trial, trial.horizon, state.view === "pyramid");
}

// -- the address -----------------------------------------------------------------------------------

function changesText(changes) {
  return Object.entries(changes).map(([name, c]) => {
    if (c.shape === "points") {
      return `${name}:points:${Object.entries(c.points).map((pair) => pair.join("=")).join(",")}`;
    }
    return [name, c.shape, c.by, c.from, c.to].filter((part) => part !== undefined).join(":");
  }).join(";");
}

function changesOf(text) {
  const changes = {};
  for (const part of text.split(";").filter(Boolean)) {
    const [name, shape, by, from, to] = part.split(":");
    if (!PAGE.model.drivers[name]) throw new Refused("this page has no such driver: {name}", {name});
    let change = {shape, by: Number(by), from: Number(from)};
    if (to !== undefined) change.to = Number(to);
    if (shape === "points") {
      change = {shape, points: Object.fromEntries(by.split(",").map((pair) => pair.split("=").map(Number)))};
    }
    if (!["step", "ramp", "brief", "year", "points"].includes(shape)) {
      throw new Refused("unknown kind of path: {kind}", {kind: shape});
    }
    checkedPath(shapePath(change));
    changes[name] = change;
  }
  return changes;
}

/** The whole picture as the part of an address behind its #. */
function addressText() {
  const given = new URLSearchParams({
    s: state.start, y: state.since, h: state.horizon, p: state.view, b: state.basis, l: language,
  });
  if (Object.keys(state.changes).length) given.set("m", changesText(state.changes));
  if (state.unlinked) given.set("u", "1");
  if (state.fan) given.set("f", "1");
  if (state.shown.join() !== freshState().shown.join()) given.set("w", state.shown.join(","));
  const other = state.kept.find((one) => one.id === state.compared);
  if (other) {
    given.set("n", other.label);
    given.set("o", `${other.start};${other.since};${other.unlinked ? 1 : 0}`);
    given.set("x", changesText(other.changes));
  }
  return given.toString();
}

/** Take what an address holds; what cannot be used is said and left out. */
function readAddress(text) {
  const given = new URLSearchParams(text.replace(/^#/, ""));
  const model = PAGE.model, problems = [];
  const number = (key, low, high) => {
    const value = Number(given.get(key));
    return given.has(key) && Number.isInteger(value) && value >= low && value <= high ? value : null;
  };
  if (given.get("l") === "uk" || given.get("l") === "en") language = given.get("l");
  if (!given.has("s")) return problems;
  if (model.scenarios[given.get("s")]) state.start = given.get("s");
  else problems.push(say("there is no such scenario: {name}", {name: given.get("s")}));
  state.horizon = number("h", first() + 1, model.last_year) || state.horizon;
  state.since = number("y", first(), state.horizon - 1) || state.since;
  if (VIEWS[given.get("p")]) state.view = given.get("p");
  if (["real", "nominal"].includes(given.get("b"))) state.basis = given.get("b");
  state.unlinked = given.get("u") === "1";
  state.fan = given.get("f") === "1";
  if (given.has("w")) state.shown = given.get("w").split(",").filter((name) => model.scenarios[name]);
  const take = (changes, start) => {
    runSetting(model, {start, horizon: model.last_year,
      changes: effective({start, changes, unlinked: state.unlinked}, model.last_year)});
    return changes;
  };
  state.changes = {};
  try {
    state.changes = take(changesOf(given.get("m") || ""), state.start);
  } catch (problem) {
    problems.push(problemText(problem));
  }
  if (given.has("n") && given.has("o")) {
    try {
      const [start, since, unlinked] = given.get("o").split(";");
      const one = {label: given.get("n").slice(0, 60), start, since: Number(since),
        unlinked: unlinked === "1", changes: take(changesOf(given.get("x") || ""), start), note: ""};
      const same = state.kept.find((kept) => kept.label === one.label
        && changesText(kept.changes) === changesText(one.changes) && kept.start === start);
      state.compared = same ? same.id : keepScenario(one);
    } catch (problem) {
      problems.push(problemText(problem));
    }
  }
  return problems;
}

function problemText(problem) {
  if (!(problem instanceof Refused)) throw problem;
  const values = {...problem.values};
  if (values.driver) values.driver = say(values.driver);
  return say(problem.message, values);
}

// -- kept scenarios and the browser's storage ------------------------------------------------------

function keepScenario(one) {
  let id = 1;
  while (state.kept.some((kept) => kept.id === `kept_${id}`)) id += 1;
  let label = one.label, again = 2;
  while (state.kept.some((kept) => kept.label === label)) label = `${one.label} ${again++}`;
  state.kept.push({...one, changes: JSON.parse(JSON.stringify(one.changes)), label, id: `kept_${id}`});
  return `kept_${id}`;
}

const storeKey = () => `stratanalysis-desk:${PAGE.key}`;

function remember() {
  try {
    localStorage.setItem(storeKey(), JSON.stringify({...state, language, format: 1}));
    return true;
  } catch { return false; }
}

function recall() {
  try {
    const held = JSON.parse(localStorage.getItem(storeKey()) || "null");
    if (!held || held.format !== 1) return;
    if (["uk", "en"].includes(held.language)) language = held.language;
    const usable = (one) => PAGE.model.scenarios[one.start]
      && Object.keys(one.changes).every((name) => PAGE.model.drivers[name]);
    if (!usable(held)) return;
    runScenario(held, Math.min(held.horizon, PAGE.model.last_year));
    Object.assign(state, held, {
      kept: held.kept.filter(usable), horizon: Math.min(held.horizon, PAGE.model.last_year),
      shown: held.shown.filter((name) => PAGE.model.scenarios[name]),
    });
    delete state.language;
    delete state.format;
  } catch { /* what was stored by another version is left alone */ }
}
