// The page itself: its words, what the reader does, and the start.

function words() {
  const option = (value, text, chosen) => `<option value="${escaped(value)}"${chosen ? " selected" : ""}>${escaped(text)}</option>`;
  const names = Object.keys(PAGE.model.scenarios), years = yearsOf(PAGE.model, PAGE.model.last_year);
  const open = {groups: openGroups(), panels: [...document.querySelectorAll("#more > details[open]")].map((one) => one.id)};
  document.documentElement.lang = language;
  document.title = `${say("Scenario desk")}: ${inWords(PAGE.name)}`;
  const exercise = PAGE.exercise ? `<p class="notice">${escaped(say("Exercise: the community and all figures on this page are invented."))}</p>` : "";
  byId("page").innerHTML = `
<header><div><h1>${escaped(say("Scenario desk"))}: ${escaped(inWords(PAGE.name))}</h1>${exercise}${PAGE.served ? SERVED_LINES() : ""}</div>
<div class="tools"><button id="undo" type="button" title="Ctrl+Z">${escaped(say("Undo"))}</button><button id="redo" type="button" title="Ctrl+Y">${escaped(say("Redo"))}</button><button id="reset" type="button">${escaped(say("Reset"))}</button>
<button id="language" type="button" lang="${language === "uk" ? "en" : "uk"}">${language === "uk" ? "English" : "Українська"}</button></div></header>
<p id="connection" role="alert"></p><p id="problems" class="message" role="alert"></p>
<main><section id="show" aria-label="${escaped(say("Picture"))}">
<div class="headline"><p><span id="big-name"></span> <strong id="big"></strong> <span id="big-change"></span></p></div>
<div class="views" role="group" aria-label="${escaped(say("Picture"))}">${Object.entries(viewTitles()).filter(([key]) => VIEWS[key]).map(
    ([key, text]) => `<button type="button" data-view="${key}">${escaped(text)}</button>`).join("")}</div>
<h2 id="picture-title"></h2><div id="picture"></div><p id="tip" aria-hidden="true"></p><p id="note"></p>
</section>
<section id="drive" aria-label="${escaped(say("Drivers"))}">
<p class="choices"><label>${escaped(say("Start from"))} <select id="start">${names.map((name) => option(name, inWords(PAGE.model.scenarios[name].label), name === state.start)).join("")}</select></label>
<label>${escaped(say("Changes from"))} <select id="since">${years.slice(0, -1).map((year) => option(year, year, year === state.since)).join("")}</select></label>
<label>${escaped(say("Look to"))} <select id="horizon">${years.slice(1).map((year) => option(year, year, year === state.horizon)).join("")}</select></label>
<label>${escaped(say("Money in"))} <select id="basis">${option("real", say("prices of {year}", {year: PAGE.model.price_year}), state.basis === "real")}${option("nominal", say("current prices"), state.basis === "nominal")}</select></label></p>
<p id="choice-message" class="message" role="status"></p><p id="since-note" class="idle"></p>
<fieldset id="shown"><legend>${escaped(say("Compare with"))}</legend>${names.map((name) => `<label><input type="checkbox" data-show="${escaped(name)}"> ${escaped(inWords(PAGE.model.scenarios[name].label))}</label>`).join("")}
<label><input type="checkbox" id="fan"> ${escaped(say("Range of past errors"))}</label></fieldset>
<div id="sliders"></div>
<p class="legend">${escaped(say("On the track: a broad band is the plausible range of the scenario file, a thin line what was observed."))}</p></section>
<section id="more"><div id="figures" class="scroll" role="region" tabindex="0" aria-label="${escaped(say("Figures"))}"></div>
${panel("budget", say("Budget by item"))}${panel("targets", say("Targets"))}${panel("why", say("Why it differs"))}${panel("matters", say("What matters most"))}${panel("take", say("What would it take"))}${PAGE.peers ? panel("peers", say("Similar communities")) : ""}${panel("steps", say("Steps taken"))}
<details id="keep" open><summary>${escaped(say("Kept scenarios"))}</summary><p><label>${escaped(say("Name"))} <input id="keep-name" maxlength="60" placeholder="${escaped(say("My scenario"))}"></label> <button id="keep-button" type="button">${escaped(say("Keep as my scenario"))}</button></p><p class="said" id="keep-message" role="status"></p><p id="none-kept">${escaped(say("Nothing is kept yet."))}</p><ul id="kept"></ul></details>
<details id="take-away" open><summary>${escaped(say("Save and share"))}</summary><p><button id="copy" type="button">${escaped(say("Copy the link"))}</button> <button id="save-toml" type="button">${escaped(say("Save the scenario file"))}</button> <button id="open-toml" type="button">${escaped(say("Open a scenario file"))}</button><input id="file" type="file" accept=".toml,text/plain" hidden aria-label="${escaped(say("Open a scenario file"))}"> <button id="save-xlsx" type="button">${escaped(say("Workbook (Excel)"))}</button> <button id="save-csv" type="button">${escaped(say("Table (CSV)"))}</button> <button id="save-picture" type="button">${escaped(say("Picture (SVG)"))}</button> <button id="print" type="button">${escaped(say("Print"))}</button></p>${PAGE.served ? `<p><button id="report" type="button">${escaped(say("Make the report"))}</button> <span id="report-message" class="said" role="status"></span></p>` : ""}<p><input id="link" readonly hidden aria-label="${escaped(say("Link"))}"></p><p class="said" id="save-message" role="status"></p></details>
<details><summary>${escaped(say("The data, the model and what was assumed"))}</summary><ul>${PAGE.notes[language].map((note) => `<li>${escaped(note)}</li>`).join("")}</ul><p>${escaped(say("Made with stratanalysis {version}. The page computes in your browser; nothing you do here leaves it.", PAGE))}</p></details>
</section></main><p id="live" class="unseen" role="status" aria-live="polite"></p>`;
  measured.width = 0;
  const wide = window.matchMedia("(min-width: 800px)").matches;
  for (const id of open.panels) if (byId(id)) byId(id).open = true;
  buildSliders(open.groups.length ? open.groups : ["population", ...(wide ? ["labour"] : [])]);
  showControls();
  showKept();
}

const panel = (id, title) => `<details id="${id}"><summary>${escaped(title)}</summary><div id="${id}-body"></div></details>`;

/** Put the choices where the state is. */
function showControls() {
  for (const id of ["start", "since", "horizon", "basis"]) byId(id).value = state[id];
  byId("fan").checked = state.fan;
  byId("since-note").textContent = state.since > PAGE.model.known_to ? ""
    : say("Years to {year} are known already: a change there asks what would have been", {year: PAGE.model.known_to});
  for (const box of document.querySelectorAll("[data-show]")) box.checked = state.shown.includes(box.dataset.show);
  for (const button of document.querySelectorAll("[data-view]")) {
    button.setAttribute("aria-pressed", button.dataset.view === state.view);
  }
  for (const open of document.querySelectorAll("details[data-notes][open]")) showNotes(open.dataset.notes);
}

function speak() {
  language = language === "uk" ? "en" : "uk";
  words();
  changed();
  byId("language").focus();
}

/** Another start, year or horizon; what cannot be run there is said and not done. */
function choose(id, value) {
  const trial = {...state, [id]: id === "start" || id === "basis" ? value : Number(value)};
  if (id === "since") { // changes that began where all did move with it
    trial.changes = Object.fromEntries(Object.entries(state.changes).map(([name, change]) => [name,
      change.shape === "step" && change.from === state.since ? {...change, from: trial.since} : change]));
  }
  if (trial.since >= trial.horizon) trial.since = Math.max(first(), Math.min(PAGE.model.known_to + 1, trial.horizon - 1));
  const problem = attempt(() => runScenario(trial, PAGE.model.last_year));
  if (!problem) step("", () => Object.assign(state, trial));
  byId("choice-message").textContent = problem;
  showControls();
  showSliders();
}

function listen() {
  const page = byId("page");
  page.addEventListener("input", (event) => {
    const {target} = event;
    if (target.type === "range" && target.closest("[data-driver]")) {
      const name = target.closest("[data-driver]").dataset.driver, value = Number(target.value);
      if (name === "war_end") moveWar(value);
      else moveDriver(name, snapped(value, Number(target.step)), target.id);
    }
    if (target.dataset.do === "note") doKept(target.closest("[data-kept]").dataset.kept, "note", target);
  });
  page.addEventListener("change", (event) => {
    const {target} = event, id = target.id;
    if (id.startsWith("f-")) {
      const name = id.slice(2), typed = parseNumber(target.value);
      moveDriver(name, typed === null ? null : Number((typed / shownFactor(PAGE.model.drivers[name])).toPrecision(15)), id);
    } else if (["start", "since", "horizon", "basis"].includes(id)) choose(id, target.value);
    else if (target.dataset.show !== undefined) {
      const names = Object.keys(PAGE.model.scenarios);
      state.shown = names.filter((name) => (name === target.dataset.show ? target.checked : state.shown.includes(name)));
      changed();
    } else if (id === "fan") { state.fan = target.checked; changed(); }
    else if (id === "linked") step("", () => { state.unlinked = !target.checked; });
    else if (target.dataset.shape) reshape(target.dataset.shape, target.value);
    else if (target.dataset.year) moveYear(target.dataset.year, target.dataset.key, Number(target.value));
    else if (target.dataset.do === "rename") doKept(target.closest("[data-kept]").dataset.kept, "rename", target);
    else if (id === "file" && target.files[0]) { openToml(target.files[0]).then(() => { target.value = ""; }); }
    else if (id === "take-variable") { takeBasis = ""; takeUnit(); }
    else if (id === "peers-figure") { state.peers = target.value; showPeers(); }
    else if (id === "take-target" && target.value !== "") {
      takeTarget(targetsAhead()[target.value]);
    }
  });
  page.addEventListener("click", (event) => {
    const {target} = event, id = target.id, actions = {
      undo: () => travel(-1), redo: () => travel(1),
      reset: () => step("", () => { state.changes = {}; }), language: speak, copy: copyLink,
      "save-toml": saveToml, "open-toml": () => byId("file").click(), print: () => window.print(),
      "save-csv": () => save(`${PAGE.key}-${state.horizon}.csv`, "text/csv;charset=utf-8", csvText()),
      "keep-button": keepMine, put: putThere, "put-back": putBack, "save-xlsx": saveWorkbook, "save-picture": savePicture,
    };
    if (actions[id]) actions[id]();
    else if (target.dataset.step) travel(Number(target.dataset.step));
    else if (target.dataset.view) { state.view = target.dataset.view; showControls(); changed(); }
    else if (target.dataset.do && target.tagName === "BUTTON") doKept(target.closest("[data-kept]").dataset.kept, target.dataset.do, target);
  });
  page.addEventListener("submit", (event) => { event.preventDefault(); if (event.target.id === "take-form") findOut(); });
  page.addEventListener("toggle", (event) => {
    const {target} = event;
    if (!target.open) return;
    if (target.dataset.notes) showNotes(target.dataset.notes);
    if (target.dataset.group) { openGroup(target.dataset.group); showSliders(); afterwards(); }
    if (target.id === "take" && !byId("take-form")) showTake();
    if (target.id in PANELS) drained(PANELS[target.id]());
  }, true);
  page.addEventListener("pointermove", (event) => { if (event.target.closest("#picture svg")) pointAt(event); });
  page.addEventListener("pointerdown", dragPoint);
  page.addEventListener("keydown", (event) => {
    const dot = event.target.closest && event.target.closest("circle[data-point]");
    const by = {ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1}[event.key];
    if (!dot || !by) return;
    event.preventDefault();
    const name = dot.dataset.point, year = Number(dot.dataset.at);
    movePoint(name, year, state.changes[name].points[year] + by * reachOf(name).step);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input:not([type=range]):not([type=checkbox]), textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) { event.preventDefault(); travel(-1); }
    if (key === "y" || (key === "z" && event.shiftKey)) { event.preventDefault(); travel(1); }
  });
  window.addEventListener("resize", () => { clearTimeout(listen.timer); listen.timer = setTimeout(() => { measured.width = 0; changed(); }, 60); });
  window.addEventListener("hashchange", () => {
    const problems = readAddress(location.hash);
    words();
    changed();
    byId("problems").textContent = problems.join(" ");
  });
  window.addEventListener("beforeunload", (event) => {
    if (untouched || !Object.keys(state.changes).length) return;
    event.preventDefault();
    event.returnValue = "";
  });
}

const snapped = (value, size) => Number((Math.round(value / size) * size).toPrecision(12));

function moveWar(year) {
  const never = year > PAGE.model.last_year, by = never ? 0 : year;
  const stated = PAGE.model.scenarios[state.start].drivers.war_end;
  const trial = {...state.changes, war_end: {shape: "year", by, from: first()}};
  if (by === (stated ? stated[0] : 0)) delete trial.war_end;
  const problem = attempt(() => runScenario({...state, changes: trial}, PAGE.model.last_year));
  byId("m-war_end").textContent = problem;
  if (!problem) step("move-war_end", () => { state.changes = trial; });
}

function moveYear(name, key, year) {
  const change = {...state.changes[name], [key]: year};
  const message = byId(`m-${name}`);
  if (!Number.isInteger(year) || year < first() || year > 2200 || (change.to !== undefined && change.to <= change.from)) {
    message.textContent = say("Choose years in order, from {first} on", {first: first()});
    return;
  }
  const trial = {...state, changes: {...state.changes, [name]: change}};
  message.textContent = attempt(() => runScenario(trial, PAGE.model.last_year));
  if (!message.textContent) step("", () => { state.changes = trial.changes; });
}

function dragPoint(event) {
  const dot = event.target.closest && event.target.closest("circle[data-point]");
  if (!dot) return;
  event.preventDefault();
  const name = dot.dataset.point, year = Number(dot.dataset.at);
  const svg = dot.ownerSVGElement, most = Number(svg.dataset.most);
  const move = (one) => {
    const box = document.querySelector(`details[data-notes="${name}"] svg.points`).getBoundingClientRect();
    const y = ((one.clientY - box.top) / box.height) * 120;
    movePoint(name, year, most - ((y - 10) / 100) * 2 * most);
  };
  const up = () => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
}

function begin() {
  language = PAGE.language;
  state = freshState();
  recall();
  const problems = readAddress(location.hash);
  words();
  listen();
  changed();
  byId("problems").textContent = problems.join(" ");
  if (PAGE.served) beginServed();
  document.documentElement.dataset.ready = "1";
  // For tests and for the curious: the same model on any setting, and the table of what is shown.
  window.stratanalysis = {
    run: (setting) => tableOf(PAGE.model, runSetting(PAGE.model, setting)),
    table: () => tableOf(PAGE.model, outcome), redraw: () => redraw, version: PAGE.version,
  };
}
