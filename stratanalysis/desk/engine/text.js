// Words, numbers and money in the reader's language.

let language = "uk";
const NBSP = "\u00a0", GAP = "…";

function say(message, values = {}) {
  const found = (language === "uk" && PAGE.words[message]) || message;
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

const inWords = (by) => (by && (by[language] || by.uk || by.en)) || "";

function number(value, decimals = 0) {
  if (value === null || value === undefined || !Number.isFinite(value)) return GAP;
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, language === "uk" ? NBSP : ",");
  const written = part ? spaced + (language === "uk" ? "," : ".") + part : spaced;
  return (value < 0 && /[1-9]/.test(written) ? "−" : "") + written;
}

function signed(value, decimals = 0) {
  const written = number(value, decimals);
  return value > 0 && /[1-9]/.test(written) ? `+${written}` : written;
}

const percent = (share, decimals = 1) => number(share * 100, decimals) + (language === "uk" ? NBSP : "") + "%";

const MONEY_STEPS = [[1e9, "UAH {number} billion"], [1e6, "UAH {number} million"],
  [1e3, "UAH {number} thousand"]];

function money(value, sign = false) {
  const write = sign ? signed : number;
  for (const [step, words] of MONEY_STEPS) {
    if (Math.abs(value) >= step * 0.99995) {
      return say(words, {number: write(value / step, 1)}).replace(/ /g, NBSP);
    }
  }
  return say("UAH {number}", {number: write(value)}).replace(/ /g, NBSP);
}

/** A number that a person typed: comma or point, spaces, any minus sign, %; null for none. */
function parseNumber(text) {
  let plain = text.replace(/[−–]/g, "-").replace(/[%\s\u00a0]+/g, "");
  if (language === "en" && /^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replace(/,/g, "");
  plain = plain.replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** A variable's value with its unit. */
function writtenValue(name, value, sign = false) {
  if (value === null || !Number.isFinite(value)) return GAP;
  if (isMoney(PAGE.model, name)) return money(value, sign);
  const write = sign ? signed : number, unit = unitOf(PAGE.model, name);
  if (unit === "share") return (sign && value > 0 ? "+" : "") + percent(value);
  return write(value, unit === "persons" || unit === "persons per 1,000" ? 0 : 2);
}

const escaped = (text) => String(text).replace(/[&<>"]/g,
  (sign) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})[sign]);

// -- drivers ---------------------------------------------------------------------------------------

const PERCENT_UNITS = ["share per year", "share"];

/** What a change is multiplied by to be shown: percentage points for shares, millions for money. */
function shownFactor(driver) {
  if (PERCENT_UNITS.includes(driver.unit)) return 100;
  return driver.unit === "UAH per year" ? 1e-6 : 1;
}

function changeUnit(driver) {
  if (PERCENT_UNITS.includes(driver.unit)) return say("points");
  if (driver.unit === "UAH per year") return say("UAH million a year");
  return say(driver.unit);
}

function driverValue(driver, value) {
  if (PERCENT_UNITS.includes(driver.unit)) {
    return percent(value) + (driver.unit === "share" ? "" : say(" a year"));
  }
  if (driver.unit === "UAH per year") return money(value) + say(" a year");
  if (driver.whole) return String(value);
  return `${number(value, Math.abs(value) < 10 ? 2 : 1)} ${say(driver.unit)}`;
}
