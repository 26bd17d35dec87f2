// What would it take, and why it differs; the same methods as stratanalysis/questions.

/** Value of a variable in a year, money in the chosen prices. */
function valueAt(outcome, name, year, basis) {
  const values = series(PAGE.model, outcome, name, isMoney(PAGE.model, name) ? basis : "");
  return values ? values[year - outcome.years[0]] : NaN;
}

const copyOf = (scenario) => JSON.parse(JSON.stringify(
  {start: scenario.start, since: scenario.since, unlinked: scenario.unlinked, changes: scenario.changes}));

/** The scenario with a driver changed by so much more, from its first year of changes on. */
function withChange(scenario, name, more, horizon) {
  const next = copyOf(scenario), now = next.changes[name];
  if (!more) return next;
  if (!now) {
    next.changes[name] = {shape: "step", by: more, from: scenario.since};
  } else if (now.shape === "step" && now.from === scenario.since) {
    now.by += more;
    if (!now.by) delete next.changes[name];
  } else {
    const points = {};
    for (const year of yearsOf(PAGE.model, PAGE.model.last_year)) {
      points[year] = pathAt(shapePath(now), year) + (year >= scenario.since ? more : 0);
    }
    next.changes[name] = {shape: "points", points};
  }
  return next;
}

/** Smallest and largest change of a driver that keep it within its bounds in every year. */
function roomOf(scenario, name) {
  const model = PAGE.model, driver = model.drivers[name], years = yearsOf(model, state.horizon);
  const values = driverValues(model, {start: scenario.start,
    changes: effective(scenario, state.horizon)}, years)[name].filter((v, t) => years[t] >= scenario.since);
  return [driver.minimum - Math.min(...values), driver.maximum - Math.max(...values)];
}

/** The smallest change of one driver with which a variable has a value in a year. */
function whatItTakes(scenario, name, target) {
  const [low, high] = roomOf(scenario, name);
  const gap = (change) => {
    try {
      return valueAt(runScenario(withChange(scenario, name, change), target.year), target.variable,
        target.year, target.basis) - target.value;
    } catch (problem) {
      if (problem instanceof Refused) return NaN;
      throw problem;
    }
  };
  const close = (apart) => Math.abs(apart) <= 1e-12 * Math.max(Math.abs(target.value), 1);
  const now = gap(0);
  if (close(now)) return {found: true, change: 0};
  let grid = [0];
  for (let at = 0; at <= 48; at += 1) grid.push(low + ((high - low) * at) / 48);
  // close to no change the answer is likelier, and a step of the whole room is coarse there
  for (let size = 1e-4; size < 1; size *= 4) grid.push(low * size, high * size);
  grid = [...new Set(grid)].sort((a, b) => a - b);
  const gaps = grid.map(gap);
  const ends = gaps.filter(Number.isFinite);
  let best = null;
  for (let at = 0; at + 1 < grid.length; at += 1) {
    if (gaps[at] * gaps[at + 1] > 0 || !Number.isFinite(gaps[at] * gaps[at + 1])) continue;
    const size = Math.min(Math.abs(grid[at]), Math.abs(grid[at + 1]));
    if (gaps[at] !== gaps[at + 1] && (!best || size < best.size)) best = {at, size};
  }
  if (!best) {
    return {found: false, lowest: Math.min(...ends) + target.value, highest: Math.max(...ends) + target.value};
  }
  let [one, other] = [grid[best.at], grid[best.at + 1]], [left, right] = [gaps[best.at], gaps[best.at + 1]];
  let change = Math.abs(left) < Math.abs(right) ? one : other;
  for (let round = 0; round < 200 && other - one > 0; round += 1) {
    // straight line, halving every other time: the bracket always shrinks
    const line = one + (left / (left - right)) * (other - one);
    const middle = round % 2 || !(line > one && line < other) ? (one + other) / 2 : line;
    if (!(middle > one && middle < other)) break;
    const apart = gap(middle);
    change = middle;
    if (close(apart)) break;
    if (apart * left > 0) [one, left] = [middle, apart];
    else [other, right] = [middle, apart];
  }
  return {found: true, change};
}

/** The area whose observed values come nearest to a level that none has reached; null if one has. */
function neverSeen(name, level) {
  const rows = PAGE.observed_ranges[name] || [];
  if (!rows.length) return {known: false};
  if (rows.some((row) => row.low - 1e-9 <= level && level <= row.high + 1e-9)) return {known: true, seen: true};
  const above = level > Math.max(...rows.map((row) => row.high));
  const row = rows.reduce((best, one) => {
    if (above) return one.high > best.high ? one : best;
    return one.low < best.low ? one : best;
  });
  return {known: true, seen: false, value: above ? row.high : row.low, row, above};
}

/** Shapley values of the changes (or of their groups): contributions that sum to the difference. */
function* decompose(scenario, variable, year, basis) {
  let parts = Object.keys(scenario.changes).map((name) => [name]), grouped = false;
  if (parts.length > 8) {
    const groups = {};
    for (const [name] of parts) {
      const {group} = PAGE.model.drivers[name];
      (groups[group] = groups[group] || []).push(name);
    }
    parts = Object.values(groups);
    grouped = true;
  }
  const count = parts.length, values = [];
  for (let set = 0; set < 2 ** count; set += 1) {
    const one = copyOf(scenario);
    one.changes = {};
    parts.forEach((names, bit) => {
      if ((set >> bit) & 1) for (const name of names) one.changes[name] = scenario.changes[name];
    });
    values.push(valueAt(runScenario(one, year), variable, year, basis));
    yield;
  }
  const factorial = (n) => (n < 2 ? 1 : n * factorial(n - 1));
  const bits = (set) => set.toString(2).replace(/0/g, "").length;
  const rows = parts.map((names, bit) => {
    let sum = 0;
    for (let set = 0; set < 2 ** count; set += 1) {
      if ((set >> bit) & 1) continue;
      const k = bits(set);
      sum += (factorial(k) * factorial(count - k - 1) / factorial(count)) * (values[set | (1 << bit)] - values[set]);
    }
    return {names, value: sum};
  });
  rows.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return {rows, grouped, from: values[0], to: values[values.length - 1]};
}

/** What the range of each driver moves, the largest swing first; the others stay where they are. */
function* whatMatters(scenario, variable, year, basis) {
  const model = PAGE.model, years = yearsOf(model, year);
  const drivers = driverValues(model, {start: scenario.start, changes: effective(scenario, year)}, years);
  const at = (name, change) => {
    const {minimum, maximum, flow} = model.drivers[name], from = years[0] + (flow ? 0 : 1);
    const moved = drivers[name].map((value, t) => (years[t] < from ? value
      : Math.min(maximum, Math.max(minimum, value + change))));
    return valueAt(runDrivers(model, {...drivers, [name]: moved}, years), variable, year, basis);
  };
  const middle = valueAt(runScenario(scenario, year), variable, year, basis), rows = [];
  for (const [name, range] of Object.entries(PAGE.ranges[scenario.start] || {})) {
    if (!model.drivers[name] || model.drivers[name].whole) continue;
    const low = at(name, range.low), high = at(name, range.high);
    const swing = Math.max(low, high, middle) - Math.min(low, high, middle);
    if (swing > 1e-9 * Math.max(1, Math.abs(middle))) rows.push({name, range, low, high, swing});
    yield;
  }
  rows.sort((a, b) => b.swing - a.swing);
  return {middle, rows};
}

/** Why a driver can have no effect now: a reason in words; "" where it has one. */
function idleReason(scenario, name, outcome) {
  const driver = PAGE.model.drivers[name], [low, high] = roomOf(scenario, name);
  const more = driver.whole ? (high >= 1 ? 1 : -1) : (high > -low ? high : low) * 0.02;
  let moved;
  try {
    if (name === "war_end") return "";
    moved = runScenario(withChange(scenario, name, more), state.horizon);
  } catch (problem) {
    if (problem instanceof Refused) return "";
    throw problem;
  }
  for (const [variable, values] of Object.entries(moved.values)) {
    const before = outcome.values[variable];
    if (!before) return "";
    for (let t = 0; t < values.length; t += 1) {
      const size = Math.max(Math.abs(before[t]), 1e-9);
      if (Math.abs(values[t] - before[t]) > 1e-10 * size && Math.abs(values[t] - before[t]) > 1e-7) return "";
    }
  }
  const budget = PAGE.model.budget, at = outcome.drivers;
  const never = (key) => at[key] && at[key].every((value) => !(value > 0));
  const reasons = {
    migration_lag: never("migration_job_elasticity") && say("migration does not answer to jobs here"),
    migration_job_elasticity: say("no jobs come or go"),
    commuters: say("every job is filled by residents"),
    jobs_per_million: say("nothing is invested"),
    return_share: never("war_end") ? say("no end of the fighting is set") : say("nobody is away"),
    return_share_men: never("war_end") ? say("no end of the fighting is set") : say("nobody is away"),
    return_half_life: never("war_end") ? say("no end of the fighting is set") : say("nobody is away or returns"),
    entrepreneurs_growth: say("there is no executed single tax of the base year"),
    taxed_property_growth: say("there is no executed property tax of the base year"),
    real_transfer_growth: say("there are no executed transfers of the base year"),
    national_tax_beyond_wages: say("no subsidy depends on the nation's taxes here"),
  };
  if (reasons[name]) return reasons[name];
  const spends = Object.keys(budget.expenditure).length, earns = Object.keys(budget.revenue).length;
  if (driver.group === "expenditure" && !spends) return say("there is no executed expenditure of the base year");
  if (["revenue", "prices", "labour", "investment"].includes(driver.group) && !earns) {
    return say("there is no executed revenue of the base year");
  }
  return say("no figure of this page depends on it with these data");
}
