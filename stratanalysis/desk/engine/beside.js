// What lies beside the picture: the budget by item, what matters most, similar communities, the steps.

const shareOf = (value, other) => (other ? percent(value / Math.abs(other), 0) : GAP);
const tableText = (caption, head, rows) => `<div class="scroll" role="region" tabindex="0" aria-label="${escaped(caption)}"><table><caption>${escaped(caption)}</caption><thead><tr>${
  head.map((text) => `<th scope="col">${escaped(text)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
const startName = () => labelOf(state.start).split(" (")[0];

/** The scenario that mine is set against: one kept that is compared, else the start. */
function besideMine() {
  const other = state.kept.find((one) => one.id === state.compared);
  return other ? {name: other.label, outcome: heldOutcome(other.id, other)} : {name: startName(), outcome: startOutcome};
}

/** Every line of the budget in the first and the last year, and what the changes cost in all years. */
function showBudget() {
  const box = byId("budget-body"), last = outcome.years.length - 1, {name, outcome: other} = besideMine();
  const ours = (line) => series(PAGE.model, outcome, line, state.basis);
  if (!ours("revenue") && !ours("expenditure")) {
    box.innerHTML = `<p>${escaped(say("{subject}: the data do not allow a projection.", {subject: say("Budget by item")}))}</p>`;
    return;
  }
  const write = (value, how = number) => how(value / 1e6, 1);
  const row = (line, label, strong) => {
    const mine = ours(line), theirs = series(PAGE.model, other, line, state.basis);
    if (!mine || !theirs) return "";
    const by = mine[last] - theirs[last];
    if (!strong && !mine[0] && !mine[last] && !theirs[last]) return "";
    return `<tr data-item="${escaped(line)}"${strong ? ' class="sum"' : ""}><th scope="row">${escaped(label)}</th><td>${write(mine[0])}</td><td>${write(theirs[last])}</td><td class="mine" data-value="${mine[last]}">${write(mine[last])}</td><td>${write(by, signed)}</td><td>${Math.abs(by) < 1e-9 * Math.abs(theirs[last]) ? "" : (by > 0 ? "+" : "") + shareOf(by, theirs[last])}</td></tr>`;
  };
  const lines = (kind) => Object.keys(outcome.values).filter((one) => one.startsWith(`${kind}|`));
  const rows = ["revenue", "expenditure"].flatMap((kind) => [
    row(kind, say(VIEWS[kind]), true), ...lines(kind).map((line) => row(line, say(PAGE.titles[line] || line)))]);
  rows.push(row("balance", say("Balance"), true));
  const effect = (line) => {
    const mine = ours(line), theirs = series(PAGE.model, other, line, state.basis);
    return mine && theirs ? mine.reduce((sum, value, t) => sum + value - theirs[t], 0) : null;
  };
  const parts = ["revenue", "expenditure", "balance"].map((line) => [line, effect(line)]).filter(([, sum]) => sum !== null);
  const words = parts.some(([, sum]) => Math.abs(sum) > 1) ? say("Against “{name}”, over all years from {first} to {last}: {parts}; {prices}", {
    name, first: first(), last: state.horizon, prices: basisWords(),
    parts: parts.map(([line, sum]) => `${say(VIEWS[line]).toLowerCase()} ${money(sum, true)}`).join(", ")})
    : say("Mine costs and brings the same as “{name}”.", {name});
  const caption = `${say("Budget by item")}, ${say("UAH million")}; ${basisWords()}`;
  box.innerHTML = `<p id="budget-effect">${escaped(words)}</p>${tableText(caption,
    [say("Budget line"), first(), `${name}, ${state.horizon}`, `${say("Mine")}, ${state.horizon}`, say("Difference"), say("In percent")], rows)}`;
}

/** What the ranges of the scenario file move, one driver at a time. */
function* showMatters() {
  const box = byId("matters-body"), name = state.view === "pyramid" ? "population" : state.view;
  const key = JSON.stringify([scenarioPart(), name, state.horizon, state.basis, language, measured.width]);
  if (box.dataset.key === key) return;
  const found = yield* whatMatters(state, name, state.horizon, basisOf(name));
  box.dataset.key = key;
  if (!Number.isFinite(found.middle) || !found.rows.length) {
    box.innerHTML = `<p>${escaped(say("No driver with a range in the scenario file moves this figure."))}</p>`;
    return;
  }
  const rows = found.rows.slice(0, 10).map((row) => ({...row, label: say(PAGE.model.drivers[row.name].label),
    written: `${writtenValue(name, Math.min(row.low, row.high))} … ${writtenValue(name, Math.max(row.low, row.high))}`}));
  const words = say("{figure} in {year} in mine: {value}; each bar is what one driver moves within the range of the scenario file: orange its low end, blue its high end", {
    figure: viewTitles()[name], year: state.horizon, value: writtenValue(name, found.middle)});
  box.innerHTML = `<p>${escaped(words)}</p>${tornadoChart(rows, found.middle, Math.min(640, Math.max(260, box.clientWidth)),
    rows.map((row) => `${row.label}: ${row.written}`).join("; "))}`;
}

/** Own figures per head by year beside what similar communities had in the year of comparison. */
function showPeers() {
  const box = byId("peers-body"), {peers} = PAGE;
  const usable = Object.keys(peers.figures).filter((name) => series(PAGE.model, outcome, name));
  if (!usable.length) {
    box.innerHTML = `<p>${escaped(say("{subject}: the data do not allow a projection.", {subject: say("Similar communities")}))}</p>`;
    return;
  }
  const name = usable.includes(state.peers) ? state.peers : usable[0], values = peers.figures[name];
  const isAmount = isMoney(PAGE.model, name), factor = isAmount ? 1 : 100, last = outcome.years.length - 1;
  const line = (one) => [...series(PAGE.model, one, name, isAmount ? "real" : "")].map((value) => value * factor);
  const lines = outcomesShown().map((one) => ({id: one.id, label: labelOf(one.id), values: line(one.outcome)}));
  const mine = lines[lines.length - 1].values, known = values.map((value) => value * factor).sort((a, b) => a - b);
  const quantile = (share) => interpolate(share * (known.length - 1), known.map((value, at) => at), known);
  const stripe = {lower: quantile(0.25), median: quantile(0.5), upper: quantile(0.75)};
  const write = (value) => (isAmount ? money(value) : percent(value / 100));
  const below = known.filter((value) => value < mine[last]).length;
  const words = say("{figure}: half of the {count} most similar communities had from {low} to {high} in {year}, the middle one {median}. Mine in {last}: {value}; {below} of them had less.", {
    figure: say(PAGE.titles[name]), count: known.length, low: write(stripe.lower), high: write(stripe.upper), year: peers.year,
    median: write(stripe.median), last: state.horizon, value: write(mine[last]), below});
  const width = Math.min(720, Math.max(280, box.clientWidth || measured.width));
  const picture = lineChart({years: outcome.years, lines, observed: {}, stripe, unit: isAmount ? `${say("UAH")}, ${say("prices of {year}", {year: PAGE.model.price_year})}` : "%",
    money: isAmount, width, height: 240, alternative: words});
  box.innerHTML = `<p><label>${escaped(say("Figure"))} <select id="peers-figure">${usable.map((one) => `<option value="${one}"${one === name ? " selected" : ""}>${escaped(say(PAGE.titles[one]))}</option>`).join("")}</select></label></p>
${svgFrame(picture.width, picture.height, words, picture.parts)}<p id="peers-words">${escaped(words)}</p>
<p class="legend">${escaped(say("Shaded: the middle half of the similar communities, dashed: the middle one. Nearest by people with displaced persons, density and share of urban population, not by money: {names}.", {names: peers.names.map(inWords).join(", ")}))}</p>`;
}

/** All steps in order; a press goes to that state. */
function showSteps() {
  const all = [...past, scenarioPart(), ...[...future].reverse()], here = past.length;
  const rows = all.map((text, at) => {
    const words = at ? stepName(all[at - 1], text) : say("At the beginning");
    return `<li><button type="button" data-step="${at - here}"${at === here ? ' aria-current="step" disabled' : ""}>${escaped(words)}</button></li>`;
  });
  byId("steps-body").innerHTML = `<ol start="0" class="steps">${rows.join("")}</ol>`;
}
