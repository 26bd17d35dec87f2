// The arithmetic of a projected budget; the same equations as stratanalysis/projection/budget_model.py
// and later.py. Which driver moves a line comes from the tables of stratanalysis/finance.

/** Level over the base year from yearly changes; the base year's own change does not count. */
function levelOf(growth) {
  const levels = new Float64Array(growth.length);
  let level = 1;
  for (let t = 0; t < growth.length; t += 1) {
    if (t > 0) level *= growth[t] + 1;
    levels[t] = level;
  }
  return levels;
}

const times = (one, other) => one.map((value, t) => value * other[t]);
const overFirst = (values) => values.map((value) => value / (values[0] === 0 ? NaN : values[0]));
const lagged = (values) => values.map((value, t) => (t === 0 ? values[0] : values[t - 1]));

function levelsOf(drivers, rules) {
  const consumer = levelOf(drivers.consumer_prices);
  const wages = times(consumer, levelOf(drivers.real_wage_growth));
  const months = Float64Array.from(rules.military_months);
  return {
    consumer, wages,
    local_wages: levelOf(drivers.relative_wage_growth),
    national_tax: times(wages, levelOf(drivers.national_tax_beyond_wages)),
    energy: times(consumer, levelOf(drivers.real_energy_prices)),
    entrepreneurs_per_head: levelOf(drivers.entrepreneurs_growth),
    taxed_area: levelOf(drivers.taxed_property_growth),
    pit_share: overFirst(Float64Array.from(drivers.pit_community_share)),
    military: months.map((count) => (months[0] > 0 ? count / months[0] : 0)),
  };
}

/** Lines of own revenue of one year, UAH, nominal. */
function ownRevenue(base, at, population, employment) {
  const ratios = {
    population, employment, entrepreneurs: population * at.entrepreneurs_per_head,
    taxed_area: at.taxed_area, wages: at.wages, consumer: at.consumer, "": 1,
  };
  const lines = {};
  for (const [name, amount] of Object.entries(base.revenue)) {
    const rule = base.rules.lines[name];
    if (!rule || !rule.own) continue;
    lines[name] = amount * ratios[rule.quantity] * ratios[rule.price];
  }
  if ("pit" in lines) lines.pit = lines.pit * at.pit_share * at.local_wages;
  if ("military_pit" in base.revenue) lines.military_pit = base.revenue.military_pit * at.military;
  return lines;
}

/** A projected line with the executed years in their places, moved from the last one on. */
function splicedLine(line, known, years, prices, even = true) {
  const places = [];
  years.forEach((year, t) => { if (known && year in known) places.push(t); });
  if (!places.length) return line;
  const moved = Float64Array.from(line), last = places[places.length - 1], value = known[years[last]];
  const against = places.map((p) => known[years[p]] / line[p]);
  let mean = 1;
  for (const ratio of against) mean += ratio;
  mean /= against.length + 1;
  for (let t = last; t < years.length; t += 1) {
    const byModel = (value * line[t]) / line[last], moves = line[last] > 0 && Number.isFinite(byModel);
    moved[t] = moves ? byModel : value * (prices[t] / prices[last]);
    if (!even && moves && Number.isFinite(mean)) moved[t] = mean * line[t];
  }
  for (const p of places) moved[p] = known[years[p]];
  return moved;
}

function equalisationOf(base, population, pit, found, years) {
  const rule = base.rules.equalisation, paid = base.revenue.base_subsidy || 0;
  const ratio = overFirst(population);
  const moved = ratio.map((value, t) => paid * value * found.consumer[t]);
  const none = new Float64Array(years.length);
  if (base.tax_capacity_index === null || !pit) {
    return {base_subsidy: moved, reverse_subsidy: none, reverse_base: 0, index: null};
  }
  const oneShare = pit.map((value, t) => value / found.pit_share[t]);
  const known = oneShare[0] > 0 ? base.tax_capacity_index : NaN;
  const perPerson = overFirst(oneShare.map((value, t) => value / population[t]));
  const relative = lagged(perPerson.map((value, t) => value / found.national_tax[t]));
  let index = relative.map((value) => known * value);
  index = splicedLine(index, base.later.index, years, new Float64Array(years.length).fill(1));
  const scale = oneShare[0] / population[0] / known;
  const perHead = lagged(found.national_tax).map((value) => scale * value);
  const given = base.reverse_subsidy === null ? 0 : base.reverse_subsidy;
  const grant = index.map((value, t) =>
    Math.max(rule.lower - value, 0) * rule.base_share * population[t] * perHead[t]);
  const back = index.map((value, t) =>
    Math.max(value - rule.upper, 0) * rule.reverse_share * population[t] * perHead[t]);
  const byRule = Number.isFinite(known) && !(paid > 0 && known >= rule.lower);
  const above = known > rule.upper;
  const factor = above ? (given > 0 ? given / back[0] : 0) : 1;
  const front = base.later.front_from;
  return {
    base_subsidy: byRule ? grant.map((value) => value * (paid > 0 ? paid / grant[0] : 1)) : moved,
    reverse_subsidy: back.map((value, t) => {
      if (!Number.isFinite(known) || (front !== null && years[t] >= front)) return 0;
      return value * factor;
    }),
    reverse_base: above && given > 0 ? given : 0,
    index,
  };
}

/** People that each year's budget rests on: in the year of the flight without those who fled in it. */
function afterFlight(people, years, flightYear) {
  const at = years.indexOf(flightYear);
  if (at < 0 || at === years.length - 1) return people;
  const moved = people.displacement_change[at] / people.population[at];
  const stayed = 1 + (Number.isFinite(moved) ? moved : 0);
  const there = {...people};
  for (const name of ["population", "employed", "children", "pupils", "older_people"]) {
    if (name in people) there[name] = people[name].map((value, t) => (t === at ? value * stayed : value));
  }
  return there;
}

/** Revenue by group and expenditure by programme group, UAH, nominal. */
function simulateBudget(base, all, drivers, years, found) {
  const people = afterFlight(all, years, base.rules.flight_year);
  const population = overFirst(people.population), employment = overFirst(people.employed);
  const known = Object.keys(base.revenue).length + Object.keys(base.expenditure).length;
  if (known && [population, employment].some((all) => all.some((value) => value < 0))) {
    throw new Refused("more people would leave than live there");
  }
  const groupRatio = (name) => (name in people ? overFirst(people[name]) : population);
  const children = groupRatio("children"), pupils = groupRatio("pupils");
  const older = groupRatio("older_people");
  const revenue = {}, lines = {};
  years.forEach((year, t) => {
    const at = {};
    for (const [name, values] of Object.entries(found)) at[name] = values[t];
    const own = ownRevenue(base, at, population[t], employment[t]);
    for (const [name, amount] of Object.entries(own)) {
      if (!revenue[name]) revenue[name] = new Float64Array(years.length);
      revenue[name][t] = amount;
    }
  });
  if ("additional_subsidy" in base.revenue) {
    revenue.additional_subsidy = levelOf(drivers.additional_subsidy_growth)
      .map((value) => base.revenue.additional_subsidy * value);
  }
  if ("other_transfers" in base.revenue) {
    const standard = levelOf(drivers.real_transfer_growth), amount = base.revenue.other_transfers;
    revenue.other_transfers = pupils.map(
      (value, t) => amount * (value * standard[t]) * found.wages[t]);
  }
  const later = base.later.amounts;
  for (const name of Object.keys(revenue)) {
    revenue[name] = splicedLine(revenue[name], later[`revenue|${name}`], years, found.consumer,
      !base.rules.uneven.includes(name));
  }
  if ("military_pit" in revenue) {
    revenue.military_pit = revenue.military_pit.map((value, t) => value
      + (base.rules.military_months[t] > 0 ? 0 : drivers.military_pit_returned[t] * base.military_pit));
  }
  const rule = equalisationOf(base, people.population, revenue.pit, found, years);
  if ("pit" in revenue || "base_subsidy" in base.revenue) {
    revenue.base_subsidy = splicedLine(rule.base_subsidy, later["revenue|base_subsidy"], years,
      found.consumer);
  }
  const ones = new Float64Array(years.length).fill(1);
  const needs = {population, children, pupils, older_people: older, area: ones, roads: ones};
  const policy = levelOf(drivers.service_standard_growth);
  const price = years.map((year, t) => {
    let mixed = 0;
    for (const [name, weight] of Object.entries(base.price_weights)) mixed += weight * found[name][t];
    return mixed;
  });
  for (const [name, amounts] of Object.entries(revenue)) lines[`revenue|${name}`] = amounts;
  for (const [code, amount] of Object.entries(base.expenditure)) {
    const own = code === "9000" ? Math.max(amount - rule.reverse_base, 0) : amount;
    const need = needs[base.rules.needs[code]];
    let line = need.map((value, t) => own
      * (Math.pow(value, drivers.need_elasticity[t]) * (price[t] * policy[t]))
      + (code === "9000" ? rule.reverse_subsidy[t] : 0));
    line = splicedLine(line, later[`expenditure|${code}`], years, found.consumer);
    if (code === "7000" && people.own_investment) {
      line = line.map((value, t) => value + people.own_investment[t] * found.consumer[t]);
    }
    lines[`expenditure|${code}`] = line;
  }
  return {lines, index: rule.index};
}

const over = (part, whole) => part.map((value, t) => value / (whole[t] > 0 ? whole[t] : NaN));

/** Sums and shares of the lines that exist; a sum needs all its lines. */
function budgetSums(lines, population, rules) {
  const found = {}, names = Object.keys(lines), zero = () => new Float64Array(population.length);
  const total = (wanted) => {
    const sum = zero();
    let first = true;
    for (const name of wanted) {
      if (!(name in lines)) continue;
      for (let t = 0; t < sum.length; t += 1) sum[t] = first ? lines[name][t] : sum[t] + lines[name][t];
      first = false;
    }
    return sum;
  };
  const spent = names.filter((name) => name.startsWith("expenditure|"));
  if (spent.length < names.length) {
    found.own_revenue = total(rules.regular.map((name) => `revenue|${name}`));
    found.transfers = total(rules.transfers.map((name) => `revenue|${name}`));
    found.revenue = found.own_revenue.map((value, t) => value + found.transfers[t]);
    const military = lines["revenue|military_pit"];
    if (military) found.revenue = found.revenue.map((value, t) => value + military[t]);
    found.own_revenue_per_head = over(found.own_revenue, population);
    found.transfer_share = over(found.transfers, found.revenue);
  }
  if (spent.length) {
    found.expenditure = total(spent);
    found.expenditure_per_head = over(found.expenditure, population);
  }
  if (found.revenue && found.expenditure) {
    found.balance = found.revenue.map((value, t) => value - found.expenditure[t]);
  }
  return found;
}
