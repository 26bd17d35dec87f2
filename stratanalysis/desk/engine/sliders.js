// The drivers: a slider, a field to type the same number, the shape of the change, and why.

const byId = (id) => document.getElementById(id);
const GROUP_TITLES = {
  population: "People", labour: "Labour", investment: "Investment", prices: "Prices",
  revenue: "Revenue", expenditure: "Expenditure", finer: "Finer settings",
};
const groupTitles = () => [say("People"), say("Labour"), say("Investment"), say("Prices"),
  say("Revenue"), say("Expenditure"), say("Finer settings")];
/** Drivers that few readers move; they have a group of their own, the last. */
const FINER = ["return_share_men", "migration_lag", "national_tax_beyond_wages", "need_elasticity",
  "additional_subsidy_growth", "military_pit_returned"];
const groupOf = (name) => (FINER.includes(name) ? "finer" : PAGE.model.drivers[name].group);
const shapeTitles = () => ({
  step: say("constant from a year"), ramp: say("growing to a year"), brief: say("for some years only"),
  points: say("drawn by years"),
});

function roundedUp(value) {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  for (const factor of [1, 2, 5, 10]) if (value <= factor * power * (1 + 1e-9)) return factor * power;
  return 10 * power;
}

/** How far a slider goes, in the driver's unit, and its step. */
function reachOf(name) {
  const model = PAGE.model, driver = model.drivers[name], start = model.scenarios[state.start];
  const base = (scenario) => scenario.drivers[name] || [driver.neutral];
  const range = (PAGE.ranges[state.start] || {})[name], change = state.changes[name];
  const least = range ? 0 : PAGE.least_reach[driver.unit];
  const reach = [least, change && change.shape !== "points" ? Math.abs(change.by) : 0];
  if (range) reach.push(2 * Math.abs(range.low), 2 * range.high);
  for (const other of Object.values(model.scenarios)) {
    if (other.what_if) continue;
    const values = base(other), own = base(start);
    reach.push(Math.max(...values.map((v, t) => Math.abs(v - own[Math.min(t, own.length - 1)]))));
  }
  const span = driver.whole ? driver.maximum - driver.minimum : roundedUp(Math.max(...reach) || least || 1);
  const steps = driver.whole ? 1 : span / 100;
  const path = base(start).slice(Math.max(0, state.since - first()));
  const values = path.length ? path : base(start);
  const low = driver.minimum - Math.min(...values), high = driver.maximum - Math.max(...values);
  return {
    low: Math.ceil(Math.max(-span, low) / steps - 1e-9) * steps,
    high: Math.floor(Math.min(span, high) / steps + 1e-9) * steps, step: steps, bounds: [low, high],
    range, at: values[values.length - 1],
  };
}

const decimalsOf = (driver, size) => Math.max(0, -Math.floor(Math.log10(size * shownFactor(driver)) + 1e-9));

function sliderRow(name) {
  const driver = PAGE.model.drivers[name], title = escaped(say(driver.label));
  if (name === "war_end") return warRow(title);
  return `<div class="row" data-driver="${name}">
<p class="title"><label for="r-${name}">${title}</label> <span class="value" id="v-${name}"></span></p>
<div class="line"><span class="track"><i class="band"></i><i class="seen"></i><input type="range" id="r-${name}" aria-describedby="m-${name}"></span>
<input type="text" inputmode="decimal" autocomplete="off" id="f-${name}" aria-label="${escaped(say("{driver}: change, {unit}", {driver: say(driver.label), unit: changeUnit(driver)}))}">
<span class="unit">${escaped(changeUnit(driver))}</span></div>
<p class="message" id="m-${name}" role="status"></p>
<p class="idle" id="i-${name}" hidden></p>
<details data-notes="${name}"><summary>${escaped(say("Path over the years, and why"))}</summary><div class="notes"></div></details></div>`;
}

function warRow(title) {
  return `<div class="row" data-driver="war_end"><p class="title"><label for="war">${title}</label> <span class="value" id="v-war_end"></span></p>
<input type="range" id="war" aria-describedby="m-war_end"><p class="message" id="m-war_end" role="status"></p>
<p class="axis" aria-hidden="true"></p>
<details data-notes="war_end"><summary>${escaped(say("What it is and why"))}</summary><div class="notes"></div></details></div>`;
}

const namesOf = (group) => Object.keys(PAGE.model.drivers).filter((name) => groupOf(name) === group);

/** Put the groups on the page, folded; the rows of a group are made when it is first opened. */
function buildSliders(open) {
  const titles = groupTitles();
  rowKeys.clear();
  byId("sliders").innerHTML = Object.keys(GROUP_TITLES).map((group, at) => (namesOf(group).length
    ? `<details data-group="${group}"><summary>${escaped(titles[at])} <span class="count" id="c-${group}"></span></summary><div></div></details>` : "")).join("");
  for (const group of open) openGroup(group);
  showSliders();
}

const openGroups = () => [...document.querySelectorAll("#sliders > details[open]")].map((one) => one.dataset.group);

function openGroup(group) {
  const place = document.querySelector(`#sliders > details[data-group="${group}"]`);
  if (!place) return;
  place.open = true;
  if (place.lastElementChild.children.length) return;
  const link = group === "prices" ? `<p class="link"><label><input type="checkbox" id="linked"> ${escaped(say("Wages and the nation's taxes follow prices, and men return as all do"))}</label><br><small>${escaped(say("So prices alone move no real figure but subsidies: equalisation is computed from the taxes of the year before, and the additional subsidy is held in current prices."))}</small></p>` : "";
  place.lastElementChild.innerHTML = link + namesOf(group).map(sliderRow).join("");
}

/** Write to the page only what has changed: a write costs more than the model. */
const written = new WeakMap();
function put(element, property, text) {
  const before = written.get(element) || {};
  if (before[property] === text) return;
  element[property] = text;
  written.set(element, {...before, [property]: text});
}

/** What a row shows, as one text: a row whose text is the same is left alone. */
const rowKeys = new Map();

/** Put every slider, field and value where the state is. */
function showSliders(except = "") {
  const model = PAGE.model, counts = {};
  for (const [name, driver] of Object.entries(model.drivers)) {
    const change = state.changes[name], value = byId(`v-${name}`), group = groupOf(name);
    if (change) counts[group] = (counts[group] || 0) + 1;
    if (!value) continue;
    const values = outcome ? outcome.drivers[name] : [];
    const key = JSON.stringify([change, values[values.length - 1], state.start, state.since, state.horizon]);
    if (rowKeys.get(name) === key && !except.endsWith(`-${name}`)) continue;
    rowKeys.set(name, key);
    const last = outcome ? outcome.drivers[name].length - 1 : 0;
    const now = outcome ? outcome.drivers[name][last] : NaN;
    const stated = model.scenarios[state.start].drivers[name];
    const before = stated ? stated[last] : driver.neutral;
    if (name === "war_end") { showWar(now); continue; }
    const was = escaped(driverValue(driver, before));
    put(value, "innerHTML", change && now !== before
      ? `${was} → <b>${escaped(driverValue(driver, now))}</b> (${state.horizon})` : `${was} (${state.horizon})`);
    const reach = reachOf(name), input = byId(`r-${name}`), factor = shownFactor(driver);
    const by = change ? (change.shape === "points" ? lastPoint(change) : change.by) : 0;
    if (except !== `r-${name}`) {
      const limits = [reach.low, Math.max(reach.high, reach.low + reach.step), reach.step].join();
      if (input.dataset.limits !== limits) {
        [input.min, input.max, input.step] = limits.split(",");
        input.dataset.limits = limits;
      }
      if (Number(input.value) !== by) input.value = by;
    }
    const locked = Boolean(change && change.shape === "points") || reach.high <= reach.low;
    if (input.disabled !== locked) input.disabled = locked;
    const shown = signed(by * factor, Math.max(decimalsOf(driver, reach.step), change ? 2 : 0)).replace(/([.,]\d*?)0+$/, "$1").replace(/[.,]$/, "");
    put(input, "ariaValueText", `${shown} ${changeUnit(driver)}; ${driverValue(driver, now)}`);
    const field = byId(`f-${name}`), typed = by === 0 ? "0" : shown;
    if (except !== `f-${name}` && field.value !== typed) field.value = typed;
    const beyond = reach.range && (by < reach.range.low - 1e-12 || by > reach.range.high + 1e-12);
    byId(`m-${name}`).textContent = beyond ? say("Beyond the plausible range of the scenario file") : "";
    const track = JSON.stringify([reach.low, reach.high, reach.at, reach.range]);
    if (input.dataset.track !== track) {
      input.dataset.track = track;
      showTrack(name, reach);
    }
  }
  for (const group of Object.keys(GROUP_TITLES)) {
    const count = byId(`c-${group}`);
    if (count) count.textContent = counts[group] ? `· ${say("changed: {count}", {count: counts[group]})}` : "";
  }
  if (byId("linked")) byId("linked").checked = !state.unlinked;
}

const lastPoint = (change) => pathAt(shapePath(change), state.horizon);

/** The plausible range as a band on the track, what was observed as a line under it. */
function showTrack(name, reach) {
  const track = byId(`r-${name}`).parentElement, span = reach.high - reach.low || 1;
  const put = (mark, low, high) => {
    const from = Math.max(0, (low - reach.low) / span), to = Math.min(1, (high - reach.low) / span);
    mark.hidden = !(to > from);
    mark.style.left = `calc(8px + ${from} * (100% - 16px))`;
    mark.style.width = `calc(${to - from} * (100% - 16px))`;
  };
  const [band, seen] = track.querySelectorAll("i"), rows = PAGE.observed_ranges[name] || [];
  if (reach.range) put(band, reach.range.low, reach.range.high);
  else band.hidden = true;
  if (rows.length) {
    put(seen, Math.min(...rows.map((row) => row.low)) - reach.at, Math.max(...rows.map((row) => row.high)) - reach.at);
  } else seen.hidden = true;
}

function showWar(now) {
  const input = byId("war"), last = PAGE.model.last_year;
  input.min = first();
  input.max = last + 1;
  input.step = 1;
  input.value = now > 0 ? Math.min(now, last + 1) : last + 1;
  const words = now > 0 ? say("from 1 January {year}", {year: now}) : say("no end within these years");
  byId("v-war_end").textContent = words;
  input.setAttribute("aria-valuetext", words);
  input.nextElementSibling.nextElementSibling.textContent = `${first()} … ${last}, ${say("at the right edge: no end")}`;
}

/** What happens where a slider or a field of a driver is moved. */
function moveDriver(name, by, source) {
  const driver = PAGE.model.drivers[name], message = byId(`m-${name}`), reach = reachOf(name);
  const before = state.changes[name];
  const [low, high] = driver.whole && name === "war_end" ? [0, driver.maximum] : reach.bounds;
  rowKeys.delete(name); // what is typed and refused goes when the row is next shown
  if (by === null) { message.textContent = say("This is no number: write it as 0,5 or -0.5"); return; }
  if (by < low - 1e-12 || by > high + 1e-12 || (driver.whole && by !== Math.round(by))) {
    const factor = shownFactor(driver), places = 4;
    const trim = (value) => signed(value * factor, places).replace(/([.,]\d*?)0+$/, "$1").replace(/[.,]$/, "");
    message.textContent = driver.whole && by !== Math.round(by) ? say("This must be a whole number")
      : say("The driver would leave its bounds; possible is a change from {low} to {high}",
        {low: trim(low), high: trim(high)});
    return;
  }
  const next = {shape: "step", from: state.since, ...(before || {}), by};
  const trial = {...state, changes: {...state.changes, [name]: next}};
  if (!by && name !== "war_end" && (!before || before.shape !== "points")) delete trial.changes[name];
  const problem = attempt(() => tryScenario(trial));
  if (problem) { message.textContent = problem; return; }
  moving = source;
  step(`move-${name}`, () => { state.changes = trial.changes; });
  moving = "";
  if (source.startsWith("f-")) showSliders(`row-${name}`);
}

function attempt(action) {
  try { action(); return ""; } catch (problem) { return problemText(problem); }
}

/** The folded notes of a driver: shape, points to drag, what it is, clauses, what was seen. */
function showNotes(name) {
  const box = document.querySelector(`details[data-notes="${name}"] .notes`);
  if (!box) return;
  const driver = PAGE.model.drivers[name], change = state.changes[name], parts = [];
  if (!driver.whole) {
    const shape = change ? change.shape : "step";
    parts.push(`<p><label>${escaped(say("The change is"))} <select data-shape="${name}">${Object.entries(shapeTitles()).map(
      ([key, words]) => `<option value="${key}"${key === shape ? " selected" : ""}>${escaped(words)}</option>`).join("")}</select></label></p>`);
    if (change && change.shape !== "points") {
      parts.push(`<p>${yearField(name, "from", say("From year"), change.from)} ${
        ["ramp", "brief"].includes(shape) ? yearField(name, "to", say("To year"), change.to) : ""}</p>`);
    }
    if (change && change.shape === "points") parts.push(pointsPicture(name, change));
  }
  parts.push(`<p>${escaped(say(driver.help))}.</p>`);
  for (const clause of PAGE.clauses) {
    if (!clause.scenarios.includes(state.start) || !clause.moves.includes(name)) continue;
    parts.push(`<p class="clause">${clause.words ? `<q lang="uk">${escaped(clause.words)}</q> ` : ""}<cite>${escaped(inWords(clause.title))}, ${escaped(say("assumption {number}, line {line}", clause))}</cite>. ${escaped(inWords(clause.reason))}</p>`);
  }
  for (const reason of (PAGE.reasons[state.start] || {})[name] || []) {
    parts.push(`<p>${escaped(inWords(reason.words))} <small>(${escaped(say(reason.kind))}${reason.source ? `: ${escaped(inWords(reason.source))}` : ""})</small></p>`);
  }
  for (const row of PAGE.observed_ranges[name] || []) {
    parts.push(`<p class="observed">${escaped(say("Observed, {area}, {first} to {last}: from {low} to {high}", {
      area: say(row.area), first: row.first, last: row.last, low: driverValue(driver, row.low), high: driverValue(driver, row.high)}))}</p>`);
  }
  box.innerHTML = parts.join("");
}

const yearField = (name, key, label, value) => `<label>${escaped(label)} <input type="number" data-year="${name}" data-key="${key}" min="${first()}" max="2200" value="${value}"></label>`;

/** A small picture whose points are dragged, and moved by the arrow keys. */
function pointsPicture(name, change) {
  const width = 300, height = 120, reach = reachOf(name), driver = PAGE.model.drivers[name];
  const years = yearsOf(PAGE.model, state.horizon), given = shapePath(change);
  const values = years.map((year) => pathAt(given, year));
  const most = Math.max(...values.map(Math.abs), reach.high, -reach.low);
  const across = scale(years[0], years[years.length - 1], 12, width - 12), up = scale(-most, most, height - 10, 10);
  const line = years.map((year, t) => `${across(year).toFixed(1)},${up(values[t]).toFixed(1)}`).join(" ");
  const dots = Object.keys(change.points).map(Number).filter((year) => year <= state.horizon).map((year) => {
    const value = change.points[year], words = `${year}: ${signed(value * shownFactor(driver), 2)} ${changeUnit(driver)}`;
    return `<circle tabindex="0" role="slider" aria-label="${escaped(say(driver.label))} ${year}" aria-valuemin="${(-most * shownFactor(driver)).toFixed(4)}" aria-valuemax="${(most * shownFactor(driver)).toFixed(4)}" aria-valuenow="${(value * shownFactor(driver)).toFixed(4)}" aria-valuetext="${escaped(words)}" data-point="${name}" data-at="${year}" cx="${across(year).toFixed(1)}" cy="${up(value).toFixed(1)}" r="7" fill="${MINE_STYLE.color}"><title>${escaped(words)}</title></circle>`;
  }).join("");
  return `<svg class="points" data-most="${most}" viewBox="0 0 ${width} ${height}" role="group" aria-label="${escaped(say("Points of the change by year; drag them, or use the arrow keys"))}"><line x1="12" x2="${width - 12}" y1="${up(0)}" y2="${up(0)}" stroke="${INK.axis}"/><polyline points="${line}" fill="none" stroke="${MINE_STYLE.color}" stroke-width="2"/>${dots}</svg>`;
}

function movePoint(name, year, value) {
  const change = state.changes[name], most = Number(document.querySelector(`details[data-notes="${name}"] svg.points`).dataset.most);
  const next = {shape: "points", points: {...change.points, [year]: Math.min(most, Math.max(-most, value))}};
  const trial = {...state, changes: {...state.changes, [name]: next}};
  const problem = attempt(() => tryScenario(trial));
  byId(`m-${name}`).textContent = problem;
  if (problem) return;
  step(`point-${name}`, () => { state.changes = trial.changes; });
  showNotes(name);
  const again = document.querySelector(`circle[data-point="${name}"][data-at="${year}"]`);
  if (again) again.focus({preventScroll: true});
}

/** Another shape for a change; the size stays what it is. */
function reshape(name, shape) {
  const now = state.changes[name] || {shape: "step", by: 0, from: state.since};
  const by = now.shape === "points" ? lastPoint(now) : now.by, from = now.from || state.since;
  let next = {shape, by, from};
  if (shape === "ramp" || shape === "brief") next.to = Math.max(now.to || from + 4, from + 1);
  if (shape === "points") {
    next = {shape, points: {}};
    const years = yearsOf(PAGE.model, state.horizon), every = Math.max(1, Math.round(years.length / 5));
    for (let at = 0; at < years.length; at += every) next.points[years[at]] = pathAt(shapePath(now), years[at]);
    next.points[state.horizon] = pathAt(shapePath(now), state.horizon);
  }
  const trial = {...state, changes: {...state.changes, [name]: next}};
  const problem = attempt(() => tryScenario(trial));
  byId(`m-${name}`).textContent = problem;
  if (!problem) step("", () => { state.changes = trial.changes; });
  showNotes(name);
}
