// Pictures as SVG: lines with their names at the end, and the pyramid of ages.

const INK = {history: "#33373d", axis: "#6b7280", tick: "#4b5563", grid: "#dfe3e8"};
const MINE_STYLE = {color: "#8a3d82", dash: ""};

function styleOf(id) {
  if (id === "mine") return MINE_STYLE;
  return PAGE.styles[id] || {color: "#6b5b00", dash: "9 3"};
}

/** Round values that hold `low` and `high`, four to six of them. */
function niceTicks(low, high) {
  const span = high - low || 1, rough = span / 4, power = 10 ** Math.floor(Math.log10(rough));
  const size = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough * 0.999);
  const ticks = [];
  for (let at = Math.floor(low / size + 1e-9); ; at += 1) {
    ticks.push(at * size);
    if (at * size >= high - size * 1e-9) break;
  }
  return ticks;
}

const scale = (low, high, from, to) => (value) => from + ((value - low) / (high - low || 1)) * (to - from);
const svgText = (x, y, words, more = "") => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(words)}</text>`;

function shortLabel(words, room) {
  const short = words.split(" (")[0], most = Math.max(6, Math.floor(room / 7.2));
  return short.length > most ? `${short.slice(0, most - 1)}…` : short;
}

/** Lines of one variable; `lines` = [{id, label, values}], the analyst's own last. */
function lineChart({years, lines, observed, band, stripe, unit, money: isAmount, width, height, alternative}) {
  const finite = [], push = (value) => { if (Number.isFinite(value)) finite.push(value); };
  lines.forEach((line) => line.values.forEach(push));
  Object.values(observed).forEach(push);
  if (band) [...band.lower, ...band.upper].forEach(push);
  if (stripe) Object.values(stripe).forEach(push);
  if (!finite.length) return "";
  const ticks = niceTicks(Math.min(0, ...finite), Math.max(0, ...finite));
  const steps = ticks[1] - ticks[0], decimals = isAmount && steps < 1 ? 1 : steps < 0.1 ? 2 : steps % 1 ? 1 : 0;
  const from = Math.min(years[0], ...Object.keys(observed).map(Number)), to = years[years.length - 1];
  const tickWidth = Math.max(...ticks.map((tick) => number(tick, decimals).length)) * 7.2 + 8;
  const narrow = width < 480, left = Math.max(34, tickWidth), right = narrow ? 108 : 134, top = 26, bottom = 24;
  const across = scale(from, to, left, width - right);
  const up = scale(ticks[0], ticks[ticks.length - 1], height - bottom, top);
  const parts = ticks.flatMap((tick) => {
    const y = up(tick), zero = Math.abs(tick) < steps * 1e-9;
    return [`<line x1="${left}" x2="${width - right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="${zero ? INK.axis : INK.grid}"/>`,
      svgText(left - 5, y + 4, number(tick, decimals), 'text-anchor="end"')];
  });
  const gap = Math.max(1, Math.ceil((44 * (to - from)) / (width - left - right)));
  for (let year = to; year >= from; year -= gap) {
    parts.push(svgText(across(year), height - 6, year, 'text-anchor="middle"'));
  }
  parts.push(svgText(2, 11, unit));
  const base = across(years[0]).toFixed(1);
  parts.push(`<line x1="${base}" x2="${base}" y1="${top}" y2="${height - bottom}" stroke="${INK.axis}" stroke-dasharray="2 3"/>`);
  if (stripe) { // of others: the middle half of them, their median
    parts.push(`<rect data-stripe x="${left}" width="${width - right - left}" y="${up(stripe.upper).toFixed(1)}" height="${(up(stripe.lower) - up(stripe.upper)).toFixed(1)}" fill="${INK.history}" fill-opacity="0.12"/>`);
    parts.push(`<line x1="${left}" x2="${width - right}" y1="${up(stripe.median).toFixed(1)}" y2="${up(stripe.median).toFixed(1)}" stroke="${INK.history}" stroke-dasharray="6 3"/>`);
  }
  if (band) {
    const edge = [...band.upper.map((v, t) => [years[t], v]), ...band.lower.map((v, t) => [years[t], v]).reverse()]
      .filter(([, value]) => Number.isFinite(value));
    parts.push(`<polygon data-band="mine" points="${edge.map(([x, y]) => `${across(x).toFixed(1)},${up(y).toFixed(1)}`).join(" ")}" fill="${MINE_STYLE.color}" fill-opacity="0.16"/>`);
  }
  const ends = [];
  for (const line of lines) {
    const {color, dash} = styleOf(line.id), strong = line.id === "mine", points = [];
    line.values.forEach((value, t) => {
      if (Number.isFinite(value)) points.push([across(years[t]), up(value)]);
    });
    if (!points.length) continue;
    parts.push(`<polyline data-line="${line.id}" fill="none" stroke="${color}" stroke-width="${strong ? 3.2 : 1.8}"${dash && ` stroke-dasharray="${dash}"`} stroke-linejoin="round" points="${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}"/>`);
    ends.push({y: points[points.length - 1][1], label: line.label, color, strong});
  }
  for (const [year, value] of Object.entries(observed)) {
    if (Number.isFinite(value)) parts.push(`<circle cx="${across(+year).toFixed(1)}" cy="${up(value).toFixed(1)}" r="2.8" fill="${INK.history}"/>`);
  }
  ends.sort((a, b) => a.y - b.y);
  const room = 16, low = height - bottom;
  ends.forEach((end, at) => { end.at = Math.max(end.y, at ? ends[at - 1].at + room : top); });
  for (let at = ends.length - 1; at >= 0; at -= 1) {
    ends[at].at = Math.min(ends[at].at, at === ends.length - 1 ? low : ends[at + 1].at - room);
  }
  for (const end of ends) {
    const x = width - right;
    parts.push(`<line x1="${x + 1}" x2="${x + 7}" y1="${end.y.toFixed(1)}" y2="${end.at.toFixed(1)}" stroke="${end.color}"/>`);
    parts.push(svgText(x + 9, end.at + 4, shortLabel(end.label, right - 12),
      `fill="${end.color}"${end.strong ? ' font-weight="700"' : ""}`));
  }
  parts.push(`<line class="pointer" y1="${top}" y2="${height - bottom}" stroke="${INK.axis}" visibility="hidden"/>`);
  return {width, height, alternative, parts, across, from, to};
}

/** Put a picture into a box; of one of the same size only what differs is written. */
function paint(box, {width, height, alternative, parts}) {
  const size = `${width} ${height}`, svg = box.firstElementChild, before = box.paintedParts;
  if (!svg || svg.tagName !== "svg" || box.paintedSize !== size || !before || before.length !== parts.length) {
    box.innerHTML = svgFrame(width, height, alternative, parts);
  } else {
    const nodes = [...svg.children];
    parts.forEach((part, at) => { if (part !== before[at]) nodes[at].outerHTML = part; });
    svg.setAttribute("aria-label", alternative);
  }
  box.paintedParts = parts;
  box.paintedSize = size;
}

function svgFrame(width, height, alternative, parts) {
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-size="12" fill="${INK.tick}" aria-label="${escaped(alternative)}">${parts.join("")}</svg>`;
}

/** The open age spread evenly over ten ages, so that it does not stand out. */
const spreadOpen = (ages) => [...ages.slice(0, -1), ...Array(10).fill(ages[ages.length - 1] / 10)];

/** Men to the left and women to the right; the base year filled, mine and the start as outlines. */
function pyramidChart({base, others, width, height, alternative}) {
  const all = [base, ...others.map((one) => one.ages)].map((people) => people.map((ages) => spreadOpen([...ages])));
  const most = Math.max(...all.flat(2)), count = all[0][0].length;
  const bottom = 26, top = 18, middle = width / 2, gutter = 14;
  const up = scale(0, count, height - bottom, top);
  const side = (sex) => scale(0, most, sex ? middle - gutter : middle + gutter, sex ? 6 : width - 6);
  const parts = [];
  const outline = (people, sex) => {
    const x = side(sex), points = [[x(0), up(0)]];
    people[sex].forEach((value, a) => points.push([x(value), up(a)], [x(value), up(a + 1)]));
    points.push([x(0), up(count)]);
    return points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ");
  };
  for (const sex of [0, 1]) {
    parts.push(`<polygon points="${outline(all[0], sex)}" fill="#c9ced6"/>`);
    others.forEach((one, at) => {
      const {color, dash} = styleOf(one.id);
      parts.push(`<polyline data-line="${one.id}" points="${outline(all[at + 1], sex)}" fill="none" stroke="${color}" stroke-width="${one.id === "mine" ? 2 : 1.4}"${dash && ` stroke-dasharray="${dash}"`}/>`);
    });
    const x = side(sex), tick = niceTicks(0, most)[1];
    parts.push(svgText(x(0) + (sex ? -4 : 4), 12, say(sex ? "Men" : "Women"), `text-anchor="${sex ? "end" : "start"}"`));
    parts.push(svgText(x(tick), height - 8, number(tick), 'text-anchor="middle"'));
  }
  for (let age = 0; age < count; age += 20) parts.push(svgText(middle, up(age) + 4, age, 'text-anchor="middle"'));
  return {width, height, alternative, parts};
}

/** Contributions as bars to both sides of zero. */
function barChart(rows, width, alternative) {
  const height = rows.length * 42 + 8, most = Math.max(...rows.map((row) => Math.abs(row.value))) || 1;
  const x = scale(-most, most, 6, width - 6), parts = [];
  rows.forEach((row, at) => {
    const y = at * 42, zero = x(0), end = x(row.value);
    parts.push(svgText(6, y + 14, shortLabel(row.label, (width - 110) * 1.05)));
    parts.push(svgText(width - 6, y + 14, row.written, 'text-anchor="end" font-weight="700"'));
    parts.push(`<rect x="${Math.min(zero, end).toFixed(1)}" y="${y + 20}" width="${Math.max(Math.abs(end - zero), 1).toFixed(1)}" height="12" fill="${row.value < 0 ? "#b34700" : "#00795c"}"/>`);
    parts.push(`<line x1="${zero}" x2="${zero}" y1="${y + 17}" y2="${y + 36}" stroke="${INK.axis}"/>`);
  });
  return svgFrame(width, height, alternative, parts);
}

/** What each driver's range moves: from the outcome at its low end to that at its high end. */
function tornadoChart(rows, middle, width, alternative) {
  const height = rows.length * 42 + 8, ends = rows.flatMap((row) => [row.low, row.high, middle]);
  const x = scale(Math.min(...ends), Math.max(...ends), 6, width - 6), parts = [];
  rows.forEach((row, at) => {
    const y = at * 42, bar = (value, color) => {
      const from = Math.min(x(value), x(middle)), size = Math.abs(x(value) - x(middle));
      parts.push(`<rect x="${from.toFixed(1)}" y="${y + 20}" width="${Math.max(size, 1).toFixed(1)}" height="12" fill="${color}"/>`);
    };
    parts.push(svgText(6, y + 14, shortLabel(row.label, (width - 190) * 1.05)));
    parts.push(svgText(width - 6, y + 14, row.written, 'text-anchor="end" font-weight="700"'));
    bar(row.low, "#b34700");
    bar(row.high, "#1b4f8f");
    parts.push(`<line x1="${x(middle).toFixed(1)}" x2="${x(middle).toFixed(1)}" y1="${y + 17}" y2="${y + 36}" stroke="${INK.axis}"/>`);
  });
  return svgFrame(width, height, alternative, parts);
}
