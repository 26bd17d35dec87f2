// One run of the page's model: drivers of a setting in, every variable of the projection out.
// The same order of things as stratanalysis/projection/run.py and scenarios/scenario.py.

/** Values of the drivers of a setting: those of its start scenario and its changes. */
function driverValues(data, setting, years) {
  const start = data.scenarios[setting.start];
  if (!start) throw new Refused("there is no such scenario: {name}", {name: String(setting.start)});
  const values = {}, first = years[0] - data.first_year;
  const changes = setting.changes || {};
  for (const [name, driver] of Object.entries(data.drivers)) {
    const stated = start.drivers[name];
    const base = stated ? stated.slice(first, first + years.length) : years.map(() => driver.neutral);
    const change = changes[name];
    if (!change) {
      values[name] = base;
    } else {
      const path = pathValues(change.path, years, data.official);
      values[name] = change.instead ? path : base.map((value, t) => value + path[t]);
    }
    checkBounds(name, driver, values[name]);
  }
  const stated = start.national_tax_growth, change = changes.national_tax_growth;
  if (stated || change) {
    const own = stated ? stated.slice(first, first + years.length) : years.map(() => 0);
    const tax = change ? pathValues(change.path, years, data.official)
      .map((value, t) => (change.instead ? value : own[t] + value)) : own;
    checkBounds("national_tax_growth", data.national_tax, tax);
    values.national_tax_beyond_wages = tax.map((growth, t) => {
      const followed = (1 + values.consumer_prices[t]) * (1 + values.real_wage_growth[t]);
      return ((1 + growth) / followed) * (1 + values.national_tax_beyond_wages[t]) - 1;
    });
  }
  return values;
}

function checkBounds(name, driver, values) {
  for (const value of values) {
    if (driver.whole && value !== Math.round(value)) {
      throw new Refused("{driver} must be a whole number", {driver: driver.label, name});
    }
    if (!(value >= driver.minimum && value <= driver.maximum)) {
      throw new Refused("{driver} leaves its bounds",
        {driver: driver.label, name, low: driver.minimum, high: driver.maximum, value});
    }
  }
}

/** Years of a setting: the base year to its horizon. */
function yearsOf(data, horizon) {
  const years = [];
  for (let year = data.first_year; year <= horizon; year += 1) years.push(year);
  return years;
}

/** Every variable of one run; money nominal, except investments (prices of the base year). */
function runDrivers(data, drivers, years, keepAges = false) {
  const rules = {...data.rules, military_months: years.map((year) => data.rules.military_months[year])};
  const base = {...data.budget, rules};
  const found = levelsOf(drivers, rules);
  const {out, ages} = simulatePeople(data.start, drivers, years, base, found, keepAges);
  const {employed, ...people} = out;
  if (!people.project_jobs.some((value) => value !== 0)) delete people.project_jobs;
  if (!people.unfilled_jobs.some((value) => value > 0)) delete people.unfilled_jobs;
  if (people.children) {
    people.demographic_load = over(
      people.population.map((value, t) => value - people.working_age[t]), people.working_age)
      .map((value) => 1000 * value);
  }
  const {lines, index} = simulateBudget(base, out, drivers, years, found);
  const all = {...people};
  if (Object.keys(lines).length) {
    all.employed_index = employed.map((value) => value / (employed[0] === 0 ? NaN : employed[0]));
    if (index) all.tax_capacity_index = index;
    Object.assign(all, lines, budgetSums(lines, out.population, rules));
  }
  all.price_level = found.consumer;
  all.wage_level = found.wages;
  all.energy_level = found.energy;
  return {years, drivers, values: all, ages};
}

function runSetting(data, setting, keepAges = false) {
  const years = yearsOf(data, setting.horizon || data.horizon);
  return runDrivers(data, driverValues(data, setting, years), years, keepAges);
}

const isMoney = (data, name) => ["UAH", "UAH per person"].includes(unitOf(data, name));
const unitOf = (data, name) => data.units[name] || "UAH";

/** A variable in the wanted price basis: "" for what is no money, "nominal" or "real" (prices of data.price_year). */
function series(data, outcome, name, basis = "") {
  const values = outcome.values[name];
  if (!values || !values.some(Number.isFinite)) return null;
  if (!isMoney(data, name) || !basis) return values;
  const prices = outcome.values.price_level, always = data.always_real.includes(name), factor = data.price_factor;
  if (always) return values.map((value, t) => value * (basis === "nominal" ? prices[t] : factor));
  return basis === "real" ? values.map((value, t) => value / prices[t] * factor) : values;
}

/** The long table of one run: variable, unit, price basis, year, value. */
function tableOf(data, outcome) {
  const rows = [];
  for (const name of Object.keys(outcome.values)) {
    if (name === "capped") continue;
    for (const basis of isMoney(data, name) ? ["nominal", "real"] : [""]) {
      const values = series(data, outcome, name, basis) || outcome.values[name];
      values.forEach((value, t) => rows.push([name, unitOf(data, name), basis, outcome.years[t], value]));
    }
  }
  return rows;
}
