// The picture, the large number and the table of figures.

const VIEWS = {
  population: "Population", own_revenue: "Revenue excluding transfers", balance: "Balance", pyramid: "Ages",
  working_age: "Working age", pupils: "Of school age", revenue: "Revenue", expenditure: "Expenditure",
};
const viewTitles = () => ({
  population: say("Population"), own_revenue: say("Revenue excluding transfers"), balance: say("Balance"),
  pyramid: say("Ages"), working_age: say("Working age"), pupils: say("Of school age"),
  revenue: say("Revenue"), expenditure: say("Expenditure"), children: say("Children to 17"),
  older_people: say("60 and over"), tax_capacity_index: say("Tax-capacity index"),
});
const titleOf = (name) => viewTitles()[name] || say(PAGE.titles[name] || name);
const FIGURES = ["population", "children", "working_age", "older_people", "own_revenue", "revenue",
  "expenditure", "balance", "tax_capacity_index"];

let outcome = null, startOutcome = null, moving = "", drawn = {}, redraw = 0;

const basisOf = (name) => (isMoney(PAGE.model, name) ? state.basis : "");
const labelOf = (id) => {
  if (id === "mine") return say("Mine");
  const kept = state.kept.find((one) => one.id === id);
  return kept ? kept.label : inWords(PAGE.model.scenarios[id].label);
};
const basisWords = () => (state.basis === "nominal" ? say("current prices")
  : say("prices of {year}", {year: PAGE.model.price_year}));

/** All outcomes of the picture: the scenarios that are shown, one kept beside them, and mine. */
const held = {};
function heldOutcome(id, scenario) {
  const key = JSON.stringify([scenario.start, scenario.changes, scenario.unlinked, state.horizon]);
  if (!held[id] || held[id].key !== key) held[id] = {key, outcome: runScenario(scenario, state.horizon, true)};
  return held[id].outcome;
}

function outcomesShown() {
  const found = [];
  const take = (id, scenario) => found.push({id, outcome: heldOutcome(id, scenario)});
  for (const name of state.shown) take(name, {start: name, changes: {}, unlinked: false});
  const other = state.kept.find((one) => one.id === state.compared);
  if (other) take(other.id, other);
  found.push({id: "mine", outcome});
  return found;
}

function stepOf(values, isAmount) {
  if (!isAmount) return [1, say("persons")];
  const most = Math.max(...values.filter(Number.isFinite).map(Math.abs));
  for (const [size, unit] of [[1e9, say("UAH billion")], [1e6, say("UAH million")], [1e3, say("UAH thousand")]]) {
    if (most >= size) return [size, unit];
  }
  return [1, say("UAH")];
}

function bandOf(name) {
  const widths = PAGE.bands[name];
  const values = series(PAGE.model, outcome, name, basisOf(name));
  if (!state.fan || !widths || !values) return null;
  const width = (t) => widths[Math.min(t, widths.length - 1)];
  return {lower: [...values].map((v, t) => v * Math.exp(-width(t))),
    upper: [...values].map((v, t) => v * Math.exp(width(t)))};
}

/** Width of the picture and whether this is a phone; measured once, for measuring costs a layout. */
const measured = {};
function room() {
  if (!measured.width) {
    measured.width = Math.max(300, Math.floor(byId("picture").clientWidth || 600));
    measured.phone = window.matchMedia("(max-width: 799px)").matches;
  }
  return measured;
}

function drawPicture() {
  const box = byId("picture"), titles = viewTitles(), name = state.view;
  const {width, phone} = room();
  const height = phone ? Math.max(150, Math.min(230, Math.round(window.innerHeight * 0.27))) : Math.round(Math.min(420, Math.max(300, width * 0.5)));
  byId("picture-title").textContent = name === "pyramid"
    ? say("Age and sex, {first} and {last}", {first: first(), last: state.horizon}) : titles[name];
  const all = outcomesShown();
  if (name === "pyramid") {
    if (!outcome.ages || !outcome.ages.length) {
      box.innerHTML = `<p>${escaped(say("Ages are not known: the total is carried forward without them."))}</p>`;
      return;
    }
    const others = [{id: state.start, outcome: startOutcome}, {id: "mine", outcome}];
    const words = others.map((one) => `${labelOf(one.id)}: ${number(one.outcome.values.population[one.outcome.years.length - 1])}`);
    drawn = pyramidChart({base: outcome.ages[0],
      others: others.map((one) => ({id: one.id, ages: one.outcome.ages[one.outcome.ages.length - 1]})),
      width, height: phone ? height : 440, alternative: `${byId("picture-title").textContent}. ${words.join("; ")}`});
    paint(box, drawn);
    byId("note").textContent = say("Grey: the base year; lines: “{start}” and mine at the horizon; persons, those of 80 and over spread over ten ages", {start: labelOf(state.start).split(" (")[0]});
    return;
  }
  const isAmount = isMoney(PAGE.model, name), lines = [];
  for (const one of all) {
    const values = series(PAGE.model, one.outcome, name, basisOf(name));
    if (values) lines.push({id: one.id, label: labelOf(one.id), values: [...values]});
  }
  if (!lines.length) {
    box.innerHTML = `<p>${escaped(say("{subject}: the data do not allow a projection.", {subject: titles[name]}))}</p>`;
    drawn = {};
    return;
  }
  const [size, unit] = stepOf(lines.flatMap((line) => line.values), isAmount);
  const observed = {}, past = PAGE.observed[isAmount && state.basis === "real" ? `${name}|real` : name] || {};
  for (const [year, value] of Object.entries(past)) observed[year] = value / size;
  const band = bandOf(name), last = outcome.years.length - 1;
  const words = lines.map((line) => say("{label}: from {start} in {first} to {end} in {last}", {
    label: line.label, start: writtenValue(name, line.values[0]), first: first(),
    end: writtenValue(name, line.values[last]), last: state.horizon}));
  drawn = lineChart({years: outcome.years, observed, unit, money: isAmount, width, height,
    lines: lines.map((line) => ({...line, values: line.values.map((value) => value / size)})),
    band: band && {lower: band.lower.map((v) => v / size), upper: band.upper.map((v) => v / size)},
    alternative: `${titles[name]}. ${words.join("; ")}.`});
  drawn.lines = lines;
  drawn.name = name;
  paint(box, drawn);
  byId("note").textContent = [isAmount ? basisWords() : "", Object.keys(observed).length ? say("dots: observed or executed") : "",
    state.fan ? (band ? say("shaded: four past outcomes of five lay so far from the forecast") : say("the errors of this figure were not measured")) : ""]
    .filter(Boolean).join("; ");
}

/** The figure that moved: of the picture where it did, else the one that moved most. */
function headline() {
  const last = outcome.years.length - 1;
  const change = (name) => {
    const ours = series(PAGE.model, outcome, name, basisOf(name));
    const theirs = series(PAGE.model, startOutcome, name, basisOf(name));
    return ours && theirs ? {name, ours: ours[last], theirs: theirs[last], by: ours[last] - theirs[last]} : null;
  };
  const chosen = change(state.view === "pyramid" ? "population" : state.view);
  if (!Object.keys(state.changes).length) return chosen || change("population");
  const moved = (one) => one && Math.abs(one.by) > 1e-9 * Math.max(Math.abs(one.theirs), 1);
  if (moved(chosen)) return chosen;
  const all = Object.keys(outcome.values).map(change).filter(moved);
  const main = all.filter((one) => FIGURES.includes(one.name));
  const most = (rows) => rows.reduce((best, one) => (!best
    || Math.abs(one.by / (one.theirs || 1)) > Math.abs(best.by / (best.theirs || 1)) ? one : best), null);
  return most(main) || most(all.filter((one) => viewTitles()[one.name])) || chosen || change("population");
}

function drawHeadline() {
  const one = headline();
  const title = viewTitles()[one.name] || say("Population");
  byId("big-name").textContent = `${title}, ${state.horizon}`;
  byId("big").textContent = writtenValue(one.name, one.ours);
  byId("big").dataset.variable = one.name;
  byId("big").dataset.value = one.ours;
  const words = Math.abs(one.by) > 1e-9 * Math.max(1, Math.abs(one.theirs))
    ? say("{change} against “{start}”", {change: writtenValue(one.name, one.by, true), start: labelOf(state.start).split(" (")[0]})
    : say("as in “{start}”", {start: labelOf(state.start).split(" (")[0]});
  byId("big-change").textContent = words;
  clearTimeout(drawHeadline.timer);
  drawHeadline.timer = setTimeout(() => {
    byId("live").textContent = `${title}, ${state.horizon}: ${writtenValue(one.name, one.ours)}; ${words}`;
  }, 500);
}

function drawFigures() {
  const last = outcome.years.length - 1, titles = viewTitles(), rows = [];
  const other = state.kept.find((one) => one.id === state.compared);
  const beside = other ? heldOutcome(other.id, other) : startOutcome;
  const name = other ? other.label : labelOf(state.start).split(" (")[0];
  for (const figure of FIGURES) {
    const ours = series(PAGE.model, outcome, figure, basisOf(figure));
    const theirs = series(PAGE.model, beside, figure, basisOf(figure));
    if (!ours || !theirs) continue;
    const by = ours[last] - theirs[last], isAmount = isMoney(PAGE.model, figure);
    const [size, unit] = stepOf([ours[0], ours[last], theirs[last]], isAmount);
    const write = (value, how = number) => (isAmount ? how(value / size, 1)
      : writtenValue(figure, value, how === signed));
    rows.push(`<tr data-variable="${figure}"><th scope="row">${escaped(titles[figure])}${isAmount ? `, ${escaped(unit)}` : ""}</th><td>${write(ours[0])}</td><td>${write(theirs[last])}</td><td class="mine" data-value="${ours[last]}">${write(ours[last])}</td><td>${write(by, signed)}</td></tr>`);
  }
  const money = rows.length && outcome.values.revenue ? `; ${basisWords()}` : "";
  byId("figures").innerHTML = `<table><caption>${escaped(say("Figures of {year}", {year: state.horizon}) + money)}</caption><thead><tr>${
    [say("Figure"), first(), name, say("Mine"), say("Difference")].map((head) => `<th scope="col">${escaped(head)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** Compute mine and draw everything that depends on it. */
function changed() {
  const began = performance.now();
  outcome = runMine(state, state.horizon, state.view === "pyramid");
  startOutcome = heldOutcome(state.start, {start: state.start, changes: {}, unlinked: false});
  drawHeadline();
  drawPicture();
  drawFigures();
  showSliders(moving);
  redraw = performance.now() - began;
  byId("undo").disabled = !past.length;
  byId("redo").disabled = !future.length;
  byId("reset").disabled = !Object.keys(state.changes).length;
  clearTimeout(changed.later);
  changed.later = setTimeout(afterwards, 250);
}

/** What must be true when somebody leaves: address and storage. */
function settle() {
  const address = `#${addressText()}`;
  try {
    if (location.hash !== address) history.replaceState(null, "", address);
  } catch { /* a page inside another has no address of its own */ }
  return remember();
}

/** What may wait until the hand rests, in short slices that a new move ends. */
function afterwards() {
  settle();
  const work = waitingWork();
  const slice = () => {
    const began = performance.now();
    while (performance.now() - began < 8) if (work.next().done) return;
    changed.later = setTimeout(slice, 0);
  };
  slice();
}

function* waitingWork() {
  yield* showPanels();
  for (const name of Object.keys(PAGE.model.drivers)) {
    const place = byId(`i-${name}`);
    if (!place) continue;
    const reason = idleReason(state, name, outcome);
    place.hidden = !reason;
    place.textContent = reason && say("Changes nothing now: {reason}", {reason});
    yield;
  }
}

/** The value of a generator that nothing else waits for. */
function drained(work) {
  for (;;) {
    const {done, value} = work.next();
    if (done) return value;
  }
}

/** Year and values under the pointer. */
function pointAt(event) {
  const line = document.querySelector("#picture .pointer"), tip = byId("tip");
  if (!line || !drawn.lines) { tip.textContent = ""; return; }
  const box = document.querySelector("#picture svg").getBoundingClientRect();
  const years = outcome.years, x = event.clientX - box.left;
  const year = years.reduce((best, one) => (Math.abs(drawn.across(one) - x) < Math.abs(drawn.across(best) - x) ? one : best));
  const t = year - years[0], at = drawn.across(year).toFixed(1);
  line.setAttribute("x1", at);
  line.setAttribute("x2", at);
  line.setAttribute("visibility", "visible");
  tip.textContent = `${year} · ${drawn.lines.map((one) => `${shortLabel(one.label, 200)}: ${writtenValue(drawn.name, one.values[t])}`).join(" · ")}`;
}
