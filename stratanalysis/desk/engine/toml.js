// Scenario files: written as stratanalysis.scenarios.read_scenarios reads them, and read back.

const quoted = (text) => JSON.stringify(String(text)).replace(/\u007f/g, "\\u007f");

function tomlNumber(value, year) {
  if (year || Number.isInteger(value)) return String(value) + (year ? "" : ".0");
  return String(value).replace(/^(-?\d+)e/, "$1.0e");
}

function tomlPath(path) {
  if (path.kind === "sum") return `{ kind = "sum", parts = [${path.parts.map(tomlPath).join(", ")}] }`;
  const keys = Object.keys(path).filter((key) => key !== "kind");
  const parts = keys.map((key) => `${key} = ${typeof path[key] === "string" ? quoted(path[key])
    : tomlNumber(path[key], key.endsWith("year"))}`);
  return `{ ${[`kind = ${quoted(path.kind)}`, ...parts].join(", ")} }`;
}

const REASON = {
  uk: "Змінено на стенді сценаріїв; судження аналітика",
  en: "Changed at the scenario desk; the analyst's judgement",
};

/** One scenario as a table of a scenario file. */
function tomlScenario(name, one) {
  const model = PAGE.model, lines = [`[${name}]`,
    `label = { uk = ${quoted(one.label)}, en = ${quoted(one.label)} }`, `base = ${quoted(one.start)}`];
  for (const [driver, change] of Object.entries(effective(one, model.last_year))) {
    const entry = model.drivers[driver] || model.national_tax;
    lines.push("", `[[${name}.assumption]]`, `driver = ${quoted(driver)}`,
      `${change.instead ? "path" : "change"} = ${tomlPath(change.path)}`,
      `unit = ${quoted(entry.unit)}`, 'source_kind = "judgement"', 'source = ""',
      `reason = { uk = ${quoted(REASON.uk)}, en = ${quoted(REASON.en)} }`);
  }
  return lines.join("\n");
}

function deskToml(scenarios) {
  const head = ["# " + say("Scenarios of the desk: {community}", {community: inWords(PAGE.name)}),
    "# " + say("This file can be read by stratanalysis, and opened at the desk.")];
  const setting = scenarios.map((one) => `#desk ${JSON.stringify(
    {label: one.label, start: one.start, since: one.since, unlinked: !!one.unlinked, note: one.note || "",
      changes: one.changes})}`);
  const taken = Object.keys(PAGE.model.scenarios);
  let free = 0;
  const tables = scenarios.map((one) => {
    do free += 1; while (taken.includes(`desk_${free}`));
    return tomlScenario(`desk_${free}`, one);
  });
  return [...head, ...setting, "", tables.join("\n\n"), ""].join("\n");
}

/** The community's own scenario file with the desk's scenarios at its end: complete by itself. */
function fileText(scenarios) {
  const own = PAGE.scenario_file.replace(/\s*$/, "\n\n");
  return own + deskToml(scenarios);
}

// -- reading ---------------------------------------------------------------------------------------

class TomlReader {
  constructor(text) {
    this.text = text.replace(/^\ufeff/, "").replace(/\r\n/g, "\n");
    this.at = 0;
  }

  fail() {
    const line = this.text.slice(0, this.at).split("\n").length;
    throw new Refused("line {line} of the file is not understood", {line});
  }

  skip(lines) {
    const signs = lines ? /(?:[ \t\n]|#[^\n]*)*/y : /[ \t]*/y;
    signs.lastIndex = this.at;
    signs.exec(this.text);
    this.at = signs.lastIndex;
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  key() {
    const parts = [];
    do {
      this.skip();
      const bare = this.take(/[A-Za-z0-9_-]+/y);
      parts.push(bare ? bare[0] : this.string());
      this.skip();
    } while (this.take(/\./y));
    return parts;
  }

  string() {
    const triple = this.take(/"""\n?((?:[^"\\]|\\[^]|"(?!""))*)"""/y);
    if (triple) return this.unescaped(triple[1].replace(/\\\n\s*/g, ""));
    const plain = this.take(/"((?:[^"\\\n]|\\.)*)"/y);
    if (plain) return this.unescaped(plain[1]);
    const literal = this.take(/'([^'\n]*)'/y);
    if (!literal) this.fail();
    return literal[1];
  }

  unescaped(text) {
    return text.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/g, (whole, sign) => {
      if (sign.length > 1) return String.fromCodePoint(parseInt(sign.slice(1), 16));
      return {n: "\n", t: "\t", r: "\r", b: "\b", f: "\f"}[sign] || sign;
    });
  }

  value() {
    this.skip();
    const sign = this.text[this.at];
    if (sign === '"' || sign === "'") return this.string();
    if (sign === "[") {
      const list = [];
      this.at += 1;
      for (this.skip(true); this.text[this.at] !== "]"; this.skip(true)) {
        list.push(this.value());
        this.skip(true);
        if (!this.take(/,/y) && this.text[this.at] !== "]") this.fail();
      }
      this.at += 1;
      return list;
    }
    if (sign === "{") {
      const table = {};
      this.at += 1;
      for (this.skip(); this.text[this.at] !== "}"; this.skip()) {
        this.pair(table);
        this.skip();
        if (!this.take(/,/y) && this.text[this.at] !== "}") this.fail();
      }
      this.at += 1;
      return table;
    }
    const word = this.take(/true|false/y);
    if (word) return word[0] === "true";
    const found = this.take(/[-+]?\d[\d_]*(\.[\d_]+)?([eE][-+]?\d+)?/y);
    if (!found) this.fail();
    return Number(found[0].replace(/_/g, ""));
  }

  pair(table) {
    const keys = this.key();
    if (!this.take(/=/y)) this.fail();
    let place = table;
    for (const key of keys.slice(0, -1)) place = place[key] = place[key] || {};
    place[keys[keys.length - 1]] = this.value();
  }

  read() {
    const whole = {};
    let place = whole;
    for (this.skip(true); this.at < this.text.length; this.skip(true)) {
      const head = this.take(/\[\[?/y);
      if (!head) {
        this.pair(place);
      } else {
        const keys = this.key();
        place = whole;
        keys.forEach((key, at) => {
          const last = at === keys.length - 1;
          if (last && head[0] === "[[") (place[key] = place[key] || []).push({});
          else place[key] = place[key] || {};
          place = Array.isArray(place[key]) ? place[key][place[key].length - 1] : place[key];
        });
        if (!this.take(head[0] === "[[" ? /\]\]/y : /\]/y)) this.fail();
      }
      this.skip();
      if (this.at < this.text.length && !/[\n#]/.test(this.text[this.at])) this.fail();
    }
    return whole;
  }
}

/** A path of the file as a shape of the desk; what has no shape becomes points by year. */
function shapeOf(driver, entry, start, horizon) {
  const path = checkedPath(entry.change || entry.path), model = PAGE.model;
  const stated = model.scenarios[start].drivers[driver], neutral = model.drivers[driver].neutral;
  if (entry.path && driver === "war_end" && path.kind === "constant") {
    return {shape: "year", by: path.value, from: first()};
  }
  if (entry.change) {
    if (path.kind === "step" && path.before === 0) return {shape: "step", by: path.after, from: path.year};
    if (path.kind === "ramp") return {shape: "ramp", by: path.size, from: path.from_year, to: path.to_year};
    if (path.kind === "table") {
      const {kind, ...points} = path;
      return {shape: "points", points};
    }
    const [one, other] = path.kind === "sum" ? path.parts : [];
    if (other && path.parts.length === 2 && one.kind === "step" && other.kind === "step"
        && one.before === 0 && other.before === 0 && other.after === -one.after) {
      return {shape: "brief", by: one.after, from: one.year, to: other.year - 1};
    }
  } else if (!stated && path.kind === "step" && path.before === neutral) {
    return {shape: "step", by: path.after - neutral, from: path.year};
  }
  const points = {};
  yearsOf(model, horizon).forEach((year, t) => {
    const value = pathAt(path, year, model.official);
    points[year] = entry.change ? value : value - (stated ? stated[t] : neutral);
  });
  return {shape: "points", points};
}

/** Scenarios of a file that start from one that the page knows; the page's own are exact. */
function readToml(text) {
  if (text.length > 512 * 1024) throw new Refused("the file is too large");
  const tables = new TomlReader(text).read(), model = PAGE.model, found = [];
  const own = [...text.matchAll(/^#desk (\{.*\})\s*$/gm)].map((match) => {
    try { return JSON.parse(match[1]); } catch { return null; }
  });
  for (const [name, table] of Object.entries(tables)) {
    if (model.scenarios[name] || typeof table !== "object") continue;
    if (!model.scenarios[table.base]) {
      throw new Refused("{name} starts from a scenario that this page does not have: {base}",
        {name, base: String(table.base)});
    }
    const changes = {}, label = inWords(table.label) || name;
    for (const entry of table.assumption || []) {
      if (!model.drivers[entry.driver] && entry.driver !== "national_tax_growth") {
        throw new Refused("this page has no such driver: {name}", {name: String(entry.driver)});
      }
      if (entry.driver === "national_tax_growth") continue; // follows prices and wages
      changes[entry.driver] = shapeOf(entry.driver, entry, table.base, model.last_year);
    }
    const one = {label: String(label).slice(0, 60), start: table.base, since: freshState().since,
      unlinked: false, changes, note: ""};
    const exact = own.find((given) => given && given.label === label && given.start === table.base);
    const wanted = exact ? {...one, ...exact} : one;
    const written = (which) => tomlScenario("x", which).replace(/^label.*$/m, "");
    if (exact && !sameAssumptions(table, new TomlReader(written(exact)).read().x)) Object.assign(wanted, one);
    runScenario(wanted, model.last_year);
    found.push(wanted);
  }
  if (!found.length) throw new Refused("the file has no scenario that is not here already");
  return found;
}

/** Whether a file's table still says what the page wrote beside it. */
function sameAssumptions(table, other) {
  const plain = (one) => JSON.stringify((one.assumption || []).map(
    (entry) => [entry.driver, entry.change || null, entry.path || null]));
  return plain(table) === plain(other || {});
}
