// Population, jobs and migration of one run, year by year; the same equations as
// stratanalysis/projection/people.py, cohorts.py, labour.py, displaced.py and demography/_kernel.py.

/** Survival ratios of one sex at a row of the grid of life expectancies; kept once made. */
function survivalRow(rates, period, row, sex) {
  const table = rates.periods[period];
  table.made = table.made || {};
  const key = row * 2 + sex;
  if (table.made[key]) return table.made[key];
  const alpha = table.alpha[row][sex], logit = table.logit[sex], ax = table.ax[sex];
  const ages = logit.length, alive = new Float64Array(ages), years = new Float64Array(ages);
  for (let x = 0; x < ages; x += 1) {
    alive[x] = x === 0 ? 1 : 1 / (1 + Math.exp(2 * (alpha + logit[x])));
  }
  for (let x = 0; x < ages - 1; x += 1) {
    years[x] = alive[x + 1] + ax[x] * (alive[x] - alive[x + 1]);
  }
  const dead = alive[ages - 2] - alive[ages - 1];
  const closed = dead / (alive[ages - 1] + ax[ages - 2] * dead);
  const change = closed / table.mx[sex][0];
  const rate = table.mx[sex][1] * (Number.isFinite(change) && change > 0 ? change : 1);
  years[ages - 1] = alive[ages - 1] / rate;
  const open = rates.open_age, ratios = new Float64Array(open + 1);
  ratios[0] = years[0] / alive[0];
  for (let x = 1; x < open; x += 1) ratios[x] = years[x - 1] > 0 ? years[x] / years[x - 1] : 0;
  let above = 0;
  for (let x = ages - 1; x >= open; x -= 1) above += years[x];
  ratios[open] = above / (above + years[open - 1]);
  table.made[key] = ratios;
  return ratios;
}

function survival(rates, year, sex, expectancy) {
  const grid = rates.grid, period = rates.period_of[year];
  const place = Math.min(Math.max((expectancy - grid.first) / grid.step, 0), grid.count - 1);
  const low = Math.min(Math.trunc(place), grid.count - 2), weight = place - low;
  const one = survivalRow(rates, period, low, sex), other = survivalRow(rates, period, low + 1, sex);
  const ratios = new Float64Array(one.length);
  for (let a = 0; a < ratios.length; a += 1) ratios[a] = one[a] + weight * (other[a] - one[a]);
  return ratios;
}

/** One year of cohorts: people = [women, men] by single age; flows = [net migrants, movers for jobs]. */
function stepCohorts(people, year, rates, fertility, expectancy, flows) {
  const last = rates.open_age, after = [new Float64Array(last + 1), new Float64Array(last + 1)];
  const boys = rates.sex_ratio[year], pattern = rates.fertility[rates.period_of[year]];
  let births = 0, capped = 0, counted = 0;
  const kinds = [rates.migrants[flows[0] > 0 ? 0 : 1], rates.migrants[0]];
  const move = (sex, a) => {
    const there = after[sex][a] + flows[0] * kinds[0][sex][a] + flows[1] * kinds[1][sex][a];
    after[sex][a] = Math.max(there, 0);
    capped += after[sex][a] - there;
  };
  const mothers = [];
  for (const sex of [0, 1]) {
    const ratio = survival(rates, year, sex, expectancy[sex]);
    for (let a = 1; a < last; a += 1) after[sex][a] = people[sex][a - 1] * ratio[a];
    after[sex][last] = (people[sex][last - 1] + people[sex][last]) * ratio[last];
    for (let a = 1; a <= last; a += 1) move(sex, a);
    if (sex === 0) {
      for (let a = 1; a <= last; a += 1) {
        mothers[a] = 0.5 * pattern[a] * (people[0][a] + after[0][a]);
        births += mothers[a];
      }
      births *= fertility;
    }
    const girls = 1 / (1 + boys);
    after[sex][0] = births * (sex === 0 ? girls : 1 - girls) * ratio[0];
    move(sex, 0);
  }
  const girls = 1 / (1 + boys);
  for (let a = 10; a < 60; a += 1) {
    counted += girls * fertility * mothers[a] + (1 - girls) * fertility * mothers[a];
  }
  return {people: after, births: counted, moved: flows[0] + flows[1] + capped, capped};
}

function ageGroups(people, groups) {
  const ages = people[0].length, up = new Float64Array(ages), found = {};
  let sum = 0;
  for (let a = 0; a < ages; a += 1) {
    sum += people[0][a] + people[1][a];
    up[a] = sum;
  }
  for (const [name, [first, stop]] of Object.entries(groups)) {
    found[name] = up[Math.min(stop, ages) - 1] - (first ? up[first - 1] : 0);
  }
  found.population = up[ages - 1];
  return found;
}

/** Shares of residents who are present, for men of 18 to 59 and for all others, by year. */
function presentShares(drivers, years) {
  const away = drivers.displacement, end = drivers.war_end, time = years.length;
  if (!end || !end.some((year) => year > 0)) {
    const here = away.map((share) => 1 - share);
    return {others: here, men: here, one: true};
  }
  const first = Math.trunc(Math.min(Math.max(end[time - 1] - years[0], 0), time - 1));
  const share = (name) => years.map((year, t) => {
    const back = 1 - 2 ** (-Math.max(year - end[t], 0) / drivers.return_half_life[t]);
    const over = end[t] > 0 && year >= end[t];
    return 1 - (over ? away[first] * (1 - drivers[name][t] * back) : away[t]);
  });
  const others = share("return_share"), men = share("return_share_men");
  return {others, men, one: others.every((value, t) => value === men[t])};
}

function presentPeople(people, present, t) {
  return people.map((ages, sex) => ages.map(
    (count, a) => count * (sex === 1 && a >= 18 && a < 60 ? present.men[t] : present.others[t])));
}

/** Employment of year t: jobs are filled once. */
function labourOf(own, came, jobs, drivers, t, firstFilled) {
  const rate = drivers.employment_rate[t], first = drivers.employment_rate[0];
  const atRate = own * rate;
  const free = own + came + drivers.commuters[t] - atRate;
  const filled = Math.max(Math.min(Math.max(free, 0), jobs), -0.999 * atRate);
  const before = firstFilled === null ? filled : firstFilled;
  const base = own * first + before;
  const moved = own * (rate - first) + filled - before;
  return {employed: atRate + filled, filled, unfilled: Math.max(jobs - filled, 0), change: base > 0 ? Math.min(moved / base, 1 / first) : 0};
}

/** Carry one lane forward; the result has an array a variable. */
function simulatePeople(start, drivers, years, budget, found, keepAges) {
  const time = years.length, rates = start.rates, cohortsKnown = start.ages !== null;
  const base = budget && Object.keys(budget.revenue).length
    && drivers.own_investment_share.some((share) => share > 0) ? budget : null;
  const invests = base !== null || drivers.outside_investment.some((amount) => amount > 0);
  const names = ["population", "working_age", "employed", "project_jobs", "unfilled_jobs",
    "natural_change", "net_migration", "displacement_change"];
  if (cohortsKnown) names.push(...Object.keys(start.age_groups), "births", "deaths", "capped");
  if (invests) names.push("investment", "own_investment");
  const out = {}, kept = [];
  for (const name of names) out[name] = new Float64Array(time).fill(NaN);
  const present = presentShares(drivers, years);
  let residents = start.population / present.others[0], cohorts = null, groups = null;
  if (cohortsKnown) {
    let whole = 0;
    for (const ages of start.ages) for (const count of ages) whole += count;
    cohorts = start.ages.map((ages, sex) => Float64Array.from(ages, (count, a) => {
      const here = sex === 1 && a >= 18 && a < 60 ? present.men[0] : present.others[0];
      return present.one ? (count / whole) * residents : ((count / whole) * start.population) / here;
    }));
    groups = ageGroups(cohorts, start.age_groups);
  }
  let created = 0, firstFilled = null, persons = 0, workers = 0;
  const changes = [];
  for (let t = 0; t < time; t += 1) {
    const here = present.others[t];
    if (!cohortsKnown) {
      groups = {population: residents, working_age: residents * drivers.working_age_share[t]};
    }
    residents = groups.population;
    const all = cohortsKnown && (keepAges || !present.one) ? presentPeople(cohorts, present, t) : null;
    const those = cohortsKnown && !present.one ? ageGroups(all, start.age_groups) : groups;
    const factor = cohortsKnown && !present.one ? 1 : here;
    for (const [name, count] of Object.entries(those)) out[name][t] = count * factor;
    if (keepAges && all) kept.push(all);
    const came = Math.min(workers * here, out.working_age[t]), demand = drivers.project_jobs[t] + created;
    const year = labourOf(out.working_age[t] - came, came, demand, drivers, t, firstFilled);
    if (firstFilled === null) firstFilled = year.filled;
    changes.push(year.change);
    out.project_jobs[t] = demand;
    out.unfilled_jobs[t] = year.unfilled;
    out.employed[t] = year.employed;
    if (invests) {
      const own = base === null ? 0 : ownInvestment(base, out, found, drivers, t);
      out.own_investment[t] = own;
      out.investment[t] = drivers.outside_investment[t] + own;
      created += (drivers.jobs_per_million[t] * out.investment[t]) / 1e6;
    }
    if (t === time - 1) break;
    let forJobs = 0;
    const elasticity = drivers.migration_job_elasticity[t];
    if (elasticity > 0) {
      const now = t - Math.trunc(drivers.migration_lag[t]);
      const wanted = now >= 0 ? elasticity * changes[now] : 0;
      forJobs = wanted * (residents - persons) - persons;
    }
    const net = residents * drivers.net_migration_rate[t];
    let moved = net + forJobs;
    const before = residents;
    let natural, ofAge;
    if (!cohortsKnown) {
      natural = residents * drivers.natural_change_rate[t];
      residents += natural + moved;
      ofAge = drivers.working_age_share[t];
      out.natural_change[t] = natural * here;
    } else {
      const next = stepCohorts(cohorts, years[t], rates, drivers.total_fertility_rate[t],
        [drivers.life_expectancy_women[t], drivers.life_expectancy_men[t]], [net, forJobs]);
      cohorts = next.people;
      moved = next.moved;
      groups = ageGroups(cohorts, start.age_groups);
      natural = groups.population - residents - moved;
      const deaths = next.births - natural;
      const ofAll = out.population[t] / (residents > 0 ? residents : 1);
      out.births[t] = next.births * here;
      out.deaths[t] = deaths * ofAll;
      out.capped[t] = next.capped;
      out.natural_change[t] = out.births[t] - out.deaths[t];
      ofAge = start.working_migrants;
    }
    const rate = natural / (before > 0 ? before : 1);
    persons = persons * (1 + rate) + forJobs;
    workers = workers * (1 + rate) + forJobs * ofAge;
    out.net_migration[t] = moved * here;
  }
  for (let t = 0; t < time - 1; t += 1) {
    const total = out.population[t + 1] - out.population[t];
    out.displacement_change[t] = total - out.natural_change[t] - out.net_migration[t];
  }
  return keepAges ? {out, ages: kept} : {out};
}

/** What the council invests in year t from its own revenue, prices of the base year. */
function ownInvestment(base, out, found, drivers, t) {
  const at = {};
  for (const [name, values] of Object.entries(found)) at[name] = values[t];
  const lines = ownRevenue(base, at, out.population[t] / out.population[0],
    out.employed[t] / out.employed[0]);
  let sum = 0;
  for (const amount of Object.values(lines)) sum += amount;
  const share = drivers.own_investment_share[t];
  return share > 0 ? (share * sum) / at.consumer : 0;
}
