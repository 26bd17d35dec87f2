// Paths of a driver over the years; the same formulas as stratanalysis/scenarios/paths.py.

/** Straight lines between known points, level outside (numpy.interp). */
function interpolate(x, known, given) {
  const last = known.length - 1;
  if (x <= known[0]) return given[0];
  if (x >= known[last]) return given[last];
  let at = 0;
  while (known[at + 1] <= x) at += 1;
  const slope = (given[at + 1] - given[at]) / (known[at + 1] - known[at]);
  return slope * (x - known[at]) + given[at];
}

const PATHS = {
  constant: (p) => p.value,
  linear: (p, year) => interpolate(year, [p.from_year, p.to_year], [p.start, p.end]),
  compound: (p, year) => p.start * (1 + p.rate) ** Math.max(year - p.from_year, 0),
  logistic(p, year) {
    const steps = ((year - p.midpoint) * Math.log(81)) / p.duration;
    return p.start + (p.end - p.start) * 0.5 * (1 + Math.tanh(steps / 2));
  },
  table(p, year) {
    const known = Object.keys(p).filter((key) => key !== "kind").map(Number).sort((a, b) => a - b);
    return interpolate(year, known, known.map((key) => p[key]));
  },
  step: (p, year) => (year < p.year ? p.before : p.after),
  shock(p, year) {
    const since = year - p.year, half = p.half_life || 0;
    if (half === 0) return since === 0 ? p.size : 0;
    return since < 0 ? 0 : p.size * 0.5 ** (Math.max(since, 0) / half);
  },
  ramp: (p, year) => interpolate(year, [p.from_year - 1, p.to_year], [0, p.size]),
  sum: (p, year, official) => p.parts.reduce((all, part) => all + pathAt(part, year, official), 0),
  official(p, year, official) {
    const values = official && !p.scenario && !p.as_of ? official.series[p.series] : null;
    if (!values) throw new Refused("this published path is not in the page: {series}", {series: p.series});
    return values[Math.min(Math.max(year - official.first, 0), values.length - 1)];
  },
};

/** Keys that a path must have; what is missing or no number is refused with its name. */
const PATH_KEYS = {
  constant: ["value"], linear: ["start", "end", "from_year", "to_year"],
  compound: ["start", "rate", "from_year"], logistic: ["start", "end", "midpoint", "duration"],
  step: ["before", "after", "year"], shock: ["size", "year"], ramp: ["size", "from_year", "to_year"],
  table: [], sum: [], official: [],
};

class Refused extends Error {
  constructor(message, values = {}) {
    super(message);
    this.values = values;
  }
}

function checkedPath(path) {
  const keys = path && PATH_KEYS[path.kind];
  if (!keys) throw new Refused("unknown kind of path: {kind}", {kind: String(path && path.kind)});
  const numbers = path.kind === "table"
    ? Object.keys(path).filter((key) => key !== "kind") : keys;
  if (path.kind === "table" && (!numbers.length || numbers.some((key) => !/^\d{4}$/.test(key)))) {
    throw new Refused("a path by years needs a year and a number");
  }
  for (const key of numbers) {
    if (typeof path[key] !== "number" || !Number.isFinite(path[key])) {
      throw new Refused("a path lacks a number: {key}", {key});
    }
  }
  const ends = {linear: 0, ramp: 1}[path.kind];
  if (ends !== undefined && path.to_year + ends <= path.from_year) {
    throw new Refused("a path ends before it begins");
  }
  if (path.kind === "sum") path.parts.forEach(checkedPath);
  return path;
}

function pathAt(path, year, official) {
  return PATHS[path.kind](path, year, official);
}

function pathValues(path, years, official) {
  return years.map((year) => pathAt(path, year, official));
}
