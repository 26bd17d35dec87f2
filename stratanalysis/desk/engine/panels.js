// Questions under the picture: targets, why it differs, what it would take; keeping and taking away.

/** What fills each panel; some work for long and do it in slices. */
const PANELS = {
  budget: () => once(showBudget), targets: () => once(showTargets), why: showWhy, matters: showMatters,
  peers: () => once(showPeers), steps: () => once(showSteps),
};

function* once(show) { show(); }

function* showPanels() {
  for (const [id, show] of Object.entries(PANELS)) {
    if (byId(id) && byId(id).open) yield* show();
    yield;
  }
  showKept();
}

/** What each scenario gives in the years of the indicators and of the strategy's figures. */
function showTargets() {
  const parts = [], titles = viewTitles(), all = outcomesShown();
  for (const row of PAGE.indicators) {
    if (row.year <= first() || row.year > state.horizon) continue;
    const wanted = [row.lower !== null ? say("at least {value}", {value: writtenValue(row.variable, row.lower)}) : "",
      row.upper !== null ? say("at most {value}", {value: writtenValue(row.variable, row.upper)}) : ""].filter(Boolean);
    const lines = all.map((one) => {
      const value = valueAt(one.outcome, row.variable, row.year, row.basis);
      if (!Number.isFinite(value)) return "";
      const hair = 1e-9 * Math.max(1, Math.abs(value));
      const met = (row.lower === null || value >= row.lower - hair) && (row.upper === null || value <= row.upper + hair);
      return `<tr><th scope="row">${escaped(labelOf(one.id))}</th><td>${escaped(writtenValue(row.variable, value))}</td><td class="${met ? "yes" : "no"}">${met ? "✓ " : "✗ "}${escaped(say(met ? "met" : "not met"))}</td></tr>`;
    }).join("");
    if (lines) parts.push(`<table><caption>${escaped(`${row.name} (${row.code}): ${wanted.join(", ")}, ${row.year}${row.basis ? `; ${say("current prices")}` : ""}`)}</caption><tbody>${lines}</tbody></table>`);
  }
  for (const claim of PAGE.claims) {
    const lines = all.map((one) => {
      const cells = claim.years.map((year) => valueAt(one.outcome, claim.variable, year, basisOf(claim.variable)));
      return cells.every(Number.isFinite) ? `<tr><th scope="row">${escaped(labelOf(one.id))}</th>${cells.map((value) => `<td>${escaped(writtenValue(claim.variable, value))}</td>`).join("")}</tr>` : "";
    }).join("");
    if (!lines) continue;
    const said = say("The strategy's own forecast, “{scenario}”: {figure} {value} in {first} to {last} (line {line}); a forecast, not a target", {
      scenario: labelOf(claim.scenario).split(" (")[0], figure: titles[claim.variable] || claim.variable,
      value: writtenValue(claim.variable, claim.value), first: claim.years[0], last: claim.years[1], line: claim.line});
    parts.push(`<table><caption>${escaped(said)}</caption><thead><tr><th scope="col">${escaped(say("Scenario"))}</th>${claim.years.map((year) => `<th scope="col">${year}</th>`).join("")}</tr></thead><tbody>${lines}</tbody></table>`);
  }
  byId("targets-body").innerHTML = parts.join("")
    || `<p>${escaped(say("No indicator of this community is a figure of the projection within these years."))}</p>`;
}

/** Which slider makes how much of the difference. */
function* showWhy() {
  const box = byId("why-body"), name = state.view === "pyramid" ? "population" : state.view;
  const count = Object.keys(state.changes).length;
  if (!count) { box.innerHTML = `<p>${escaped(say("Mine is still the scenario “{start}”: move a slider.", {start: labelOf(state.start)}))}</p>`; return; }
  const key = JSON.stringify([scenarioPart(), name, state.horizon, state.basis, language, box.clientWidth]);
  if (box.dataset.key === key) return;
  const found = yield* decompose(state, name, state.horizon, basisOf(name));
  if (!Number.isFinite(found.to)) { box.innerHTML = `<p>${escaped(say("{subject}: the data do not allow a projection.", {subject: viewTitles()[name]}))}</p>`; return; }
  const groups = Object.fromEntries(Object.keys(GROUP_TITLES).map((group, at) => [group, groupTitles()[at]]));
  const rows = found.rows.map((row) => ({value: row.value, written: writtenValue(name, row.value, true),
    label: found.grouped ? groups[PAGE.model.drivers[row.names[0]].group] : say(PAGE.model.drivers[row.names[0]].label)}));
  const words = say("{figure} in {year}: {from} in “{start}”, {to} in mine; the parts sum to the difference, each is its effect averaged over all orders of change", {
    figure: viewTitles()[name], year: state.horizon, from: writtenValue(name, found.from),
    to: writtenValue(name, found.to), start: labelOf(state.start).split(" (")[0]});
  const alternative = rows.map((row) => `${row.label}: ${row.written}`).join("; ");
  box.innerHTML = `<p>${escaped(words)}</p>${barChart(rows, Math.min(640, Math.max(260, box.clientWidth)), alternative)}`;
  box.dataset.key = key;
}

// -- what it would take ----------------------------------------------------------------------------

const TAKES = ["population", "own_revenue", "revenue", "balance", "working_age", "pupils"];

const targetsAhead = () => PAGE.indicators.filter((row) => row.year > first() && row.year <= PAGE.model.last_year);
let takeBasis = ""; // of a target that was chosen; else the prices of the page
const takePrices = (name) => takeBasis || basisOf(name);

/** Put a target of the strategy into the form, in the prices that it is written in. */
function takeTarget(row) {
  const size = isMoney(PAGE.model, row.variable) ? 1e6 : unitOf(PAGE.model, row.variable) === "share" ? 0.01 : 1;
  takeBasis = row.basis;
  byId("take-variable").value = row.variable;
  byId("take-value").value = String(Number(((row.lower !== null ? row.lower : row.upper) / size).toPrecision(12))).replace(".", language === "uk" ? "," : ".");
  byId("take-year").value = row.year;
  takeUnit();
}

function showTake() {
  const titles = viewTitles();
  const usable = [...new Set([...TAKES, ...targetsAhead().map((row) => row.variable)])].filter((name) => series(PAGE.model, outcome, name));
  const drivers = Object.entries(PAGE.model.drivers).filter(([, driver]) => !driver.whole);
  const options = (rows) => rows.map(([key, words]) => `<option value="${escaped(key)}">${escaped(words)}</option>`).join("");
  const targets = targetsAhead();
  byId("take-body").innerHTML = `<form id="take-form" autocomplete="off">${
    targets.length ? `<p><label>${escaped(say("Target of the strategy"))} <select id="take-target">${options([["", "—"], ...targets.map((row, at) => [at, `${row.name}: ${row.year}`])])}</select></label></p>` : ""}
<p><label>${escaped(say("Figure"))} <select id="take-variable">${options(usable.map((name) => [name, titleOf(name)]))}</select></label>
<label>${escaped(say("Value"))} <input id="take-value" inputmode="decimal" aria-describedby="take-message"></label> <span id="take-unit"></span>
<label>${escaped(say("in the year"))} <input id="take-year" type="number" min="${first() + 1}" max="${PAGE.model.last_year}" value="${state.horizon}"></label>
<label>${escaped(say("by the driver"))} <select id="take-driver">${options(drivers.map(([name, driver]) => [name, say(driver.label)]))}</select></label>
<button type="submit">${escaped(say("Find out"))}</button></p></form><p class="message" id="take-message" role="status"></p><div id="take-answer"></div>`;
  byId("take-driver").value = PAGE.model.drivers.net_migration_rate ? "net_migration_rate" : drivers[0][0];
  takeUnit();
}

function takeUnit() {
  const name = byId("take-variable").value;
  byId("take-unit").textContent = isMoney(PAGE.model, name) ? `${say("UAH million")}, ${takePrices(name) === "nominal" ? say("current prices") : basisWords()}` : unitOf(PAGE.model, name) === "share" ? "%" : say(unitOf(PAGE.model, name));
}

let answered = null;
function findOut() {
  const message = byId("take-message"), answer = byId("take-answer"), name = byId("take-variable").value;
  const isAmount = isMoney(PAGE.model, name), typed = parseNumber(byId("take-value").value);
  const year = Number(byId("take-year").value), driver = byId("take-driver").value;
  answer.innerHTML = "";
  answered = null;
  message.textContent = typed === null ? say("This is no number: write it as 0,5 or -0.5")
    : !(Number.isInteger(year) && year > state.since && year <= PAGE.model.last_year)
      ? say("Choose a year from {first} to {last}", {first: state.since + 1, last: PAGE.model.last_year}) : "";
  if (message.textContent) return;
  const value = typed * (isAmount ? 1e6 : unitOf(PAGE.model, name) === "share" ? 0.01 : 1);
  const target = {variable: name, value, year, basis: takePrices(name)};
  const entry = PAGE.model.drivers[driver], label = say(entry.label);
  const found = whatItTakes(state, driver, target);
  if (!found.found) {
    answer.innerHTML = `<p>${escaped(say("No value of “{driver}” within its bounds gives that: it leads from {lowest} to {highest}", {
      driver: label, lowest: writtenValue(name, found.lowest), highest: writtenValue(name, found.highest)}))}</p>`;
    return;
  }
  const next = withChange(state, driver, found.change, year);
  const path = runScenario(next, year).drivers[driver], level = path.slice(state.since - first());
  const extreme = found.change > 0 ? Math.max(...level) : Math.min(...level);
  const seen = neverSeen(driver, extreme);
  const needs = say("“{driver}” would have to change by {change} {unit} from {since} on: {level} in {year}", {
    driver: label, change: signed(found.change * shownFactor(entry), 3), unit: changeUnit(entry),
    since: state.since, level: driverValue(entry, path[path.length - 1]), year});
  let verdict = say("What is known has no past values of this driver.");
  if (seen.known && seen.seen) verdict = say("Such values have been seen.");
  else if (seen.known) {
    verdict = say(seen.above ? "Never seen: the largest ever seen is {value} ({area}, {first} to {last})"
      : "Never seen: the smallest ever seen is {value} ({area}, {first} to {last})",
    {value: driverValue(entry, seen.value), area: say(seen.row.area), first: seen.row.first, last: seen.row.last});
  }
  answered = {driver, change: found.change, target};
  answer.innerHTML = `<p>${escaped(needs)}. <strong${seen.known && !seen.seen ? ' class="no"' : ""}>${escaped(verdict)}</strong></p><p><button id="put" type="button">${escaped(say("Put it there"))}</button></p>`;
}

function putThere() {
  const {driver, change, target} = answered, next = withChange(state, driver, change, target.year);
  const problem = attempt(() => runScenario(next, PAGE.model.last_year));
  if (problem) { byId("take-message").textContent = problem; return; }
  step("", () => {
    state.changes = next.changes;
    state.horizon = Math.max(state.horizon, target.year);
  });
  byId("horizon").value = state.horizon;
  const reached = valueAt(runScenario(state, state.horizon), target.variable, target.year, target.basis);
  byId("take-message").textContent = say("{figure} in {year} is now {value}", {
    figure: titleOf(target.variable), year: target.year, value: writtenValue(target.variable, reached)});
}

// -- kept scenarios --------------------------------------------------------------------------------

function showKept() {
  const list = byId("kept");
  if (list.contains(document.activeElement) && document.activeElement.matches("input, textarea")) return;
  list.innerHTML = state.kept.map((one) => `<li data-kept="${one.id}"><input value="${escaped(one.label)}" maxlength="60" aria-label="${escaped(say("Name"))}" data-do="rename">
<button type="button" data-do="open">${escaped(say("Open"))}</button>
<button type="button" data-do="beside" aria-pressed="${one.id === state.compared}">${escaped(say("Compare"))}</button>
<button type="button" data-do="delete">${escaped(say("Delete"))}</button>
<textarea rows="1" aria-label="${escaped(say("Note on {name}", {name: one.label}))}" placeholder="${escaped(say("Note"))}" data-do="note">${escaped(one.note || "")}</textarea></li>`).join("");
  byId("none-kept").hidden = state.kept.length > 0;
}

function keepMine() {
  const label = byId("keep-name").value.trim().slice(0, 60) || `${say("My scenario")} ${state.kept.length + 1}`;
  const message = byId("keep-message");
  if (state.kept.some((one) => one.label === label)) {
    message.textContent = say("There is a scenario of this name already");
    return;
  }
  keepScenario({...copyOf(state), label, note: ""});
  byId("keep-name").value = "";
  untouched = true;
  message.textContent = remember() ? say("Kept as “{label}” in this browser", {label})
    : say("This browser stores nothing: save the file or copy the link");
  afterwards();
}

/** What was deleted last, to be put back where it was. */
let deleted = null;
function putBack() {
  state.kept.splice(deleted.place, 0, deleted.one);
  byId("keep-message").textContent = say("“{label}” is back", {label: deleted.one.label});
  changed();
}

function doKept(id, action, target) {
  const one = state.kept.find((kept) => kept.id === id);
  if (action === "open") {
    step("", () => Object.assign(state, copyOf(one)));
    untouched = true;
    showControls();
  } else if (action === "beside") {
    state.compared = state.compared === id ? "" : id;
    changed();
  } else if (action === "delete") {
    const place = state.kept.indexOf(one);
    state.kept.splice(place, 1);
    if (state.compared === id) state.compared = "";
    deleted = {one, place};
    byId("keep-message").innerHTML = `${escaped(say("“{label}” is deleted", {label: one.label}))} <button id="put-back" type="button">${escaped(say("Put it back"))}</button>`;
    changed();
    byId("put-back").focus();
    showKept();
  } else if (action === "rename") {
    const label = target.value.trim().slice(0, 60);
    if (!label || state.kept.some((kept) => kept !== one && kept.label === label)) {
      byId("keep-message").textContent = say("There is a scenario of this name already");
      target.value = one.label;
    } else {
      one.label = label;
      changed();
    }
  } else if (action === "note") {
    one.note = target.value.slice(0, 1000);
    remember();
  }
}

// -- taking away -----------------------------------------------------------------------------------

function save(name, kind, ...content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(content, {type: kind}));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** The picture of this moment as a file of its own. */
function savePicture() {
  const svg = byId("picture").querySelector("svg");
  if (svg) save(`${PAGE.key}-${state.view}-${state.horizon}.svg`, "image/svg+xml", new XMLSerializer().serializeToString(svg));
}

function scenariosToSave() {
  const mine = {...copyOf(state), label: byId("keep-name").value.trim() || say("My scenario"), note: ""};
  const same = state.kept.some((one) => changesText(one.changes) === changesText(mine.changes) && one.start === mine.start);
  return Object.keys(state.changes).length && !same ? [...state.kept, mine] : state.kept;
}

function saveToml() {
  const wanted = scenariosToSave();
  if (!wanted.length) { byId("save-message").textContent = say("There is nothing to save: move a slider first"); return; }
  save(`${PAGE.key}-scenarios.toml`, "text/plain;charset=utf-8", fileText(wanted));
  untouched = true;
}

async function openToml(file) {
  const message = byId("save-message");
  try {
    const found = readToml(await file.text());
    found.forEach(keepScenario);
    const last = found[found.length - 1];
    step("", () => Object.assign(state, copyOf(last)));
    showControls();
    message.textContent = say("Opened “{label}”; the sliders stand as it says.", {label: last.label});
  } catch (problem) {
    message.textContent = problemText(problem);
  }
}

/** A wide table: a line a figure and scenario, a column a year; numbers as the spreadsheet reads them. */
function csvText() {
  const mark = language === "uk" ? "," : ".", separator = language === "uk" ? ";" : ",";
  const cell = (text) => {
    const harmless = /^[=+\-@\t]/.test(text) ? `'${text}` : String(text);
    return /["\n;,]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
  };
  const amount = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(12))).replace(".", mark) : "");
  const rows = wideRows([...FIGURES, ...BESIDES, ...lineNames()])
    .map((row, at) => row.map((value) => (typeof value === "string" || !at ? cell(value) : amount(value))).join(separator));
  return `\ufeff${rows.join("\r\n")}\r\n`;
}

async function copyLink() {
  settle();
  const message = byId("save-message"), field = byId("link");
  if (location.protocol === "about:") {
    message.textContent = say("A page inside a notebook has no address of its own: save the scenario file");
    return;
  }
  field.value = location.href;
  field.hidden = false;
  field.select();
  untouched = true;
  try {
    await navigator.clipboard.writeText(location.href);
    message.textContent = say("The link is copied; it holds the whole scenario");
  } catch {
    message.textContent = say("Copy this link; it holds the whole scenario");
  }
}
