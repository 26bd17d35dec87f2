// A workbook for a spreadsheet: wide sheets, figures as numbers, one chart. Office Open XML
// (ECMA-376) in a ZIP without compression; texts are texts, also those that begin like a formula.

const BESIDES = ["births", "deaths", "natural_change", "net_migration"];

/** A line a figure, price basis and scenario, a column a year: texts and numbers. */
function wideRows(names) {
  const rows = [[say("Figure"), say("Unit"), say("Prices"), say("Scenario"), ...outcome.years]], shown = outcomesShown();
  for (const name of names) {
    for (const one of shown) {
      for (const basis of isMoney(PAGE.model, name) ? ["real", "nominal"] : [""]) {
        const values = series(PAGE.model, one.outcome, name, basis);
        if (!values) continue;
        const prices = basis === "real" ? say("prices of {year}", {year: PAGE.model.price_year}) : basis ? say("current prices") : "";
        rows.push([say(PAGE.titles[name] || name), say(unitOf(PAGE.model, name)), prices, labelOf(one.id), ...values]);
      }
    }
  }
  return rows;
}

const lineNames = () => Object.keys(outcome.values).filter((one) => one.includes("|"));

/** Paths of the drivers: those of the start and of mine, the changed ones first. */
function driverRows() {
  const names = Object.keys(PAGE.model.drivers), changed = names.filter((name) => state.changes[name]);
  const rows = [[say("Driver"), say("Unit"), say("Scenario"), ...outcome.years]];
  for (const name of [...changed, ...names.filter((one) => !changed.includes(one))]) {
    const driver = PAGE.model.drivers[name];
    for (const [label, one] of [[labelOf(state.start), startOutcome], [say("Mine"), outcome]]) {
      rows.push([say(driver.label), say(driver.unit), label, ...one.drivers[name]]);
    }
  }
  return rows;
}

/** The figure of the picture by year, a column a scenario; what the chart draws. */
function pictureRows() {
  const name = state.view === "pyramid" ? "population" : state.view, shown = outcomesShown()
    .map((one) => [labelOf(one.id), series(PAGE.model, one.outcome, name, basisOf(name))]).filter(([, values]) => values);
  const title = isMoney(PAGE.model, name) ? `${viewTitles()[name]}, ${say("UAH")}, ${basisWords()}` : viewTitles()[name];
  return {title, rows: [[say("Year"), ...shown.map(([label]) => label)],
    ...outcome.years.map((year, t) => [year, ...shown.map(([, values]) => values[t])])]};
}

const xmlText = (text) => escaped(String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ""));
const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OPEN_XML = "http://schemas.openxmlformats.org/"; // a name, not an address
const MAIN = `${OPEN_XML}spreadsheetml/2006/main`, RELATED = `${OPEN_XML}officeDocument/2006/relationships`;

function columnName(at) {
  return at < 26 ? String.fromCharCode(65 + at) : columnName(Math.floor(at / 26) - 1) + columnName(at % 26);
}

function sheetXml(rows, drawing) {
  const wide = rows[0].map((head, at) => Math.min(60, Math.max(10, ...rows.slice(0, 400).map((row) => (typeof row[at] === "string" ? row[at].length + 2 : 0)))));
  const cells = rows.map((row, r) => `<row r="${r + 1}">${row.map((value, c) => {
    const place = `${columnName(c)}${r + 1}`;
    if (typeof value === "string") return value === "" ? "" : `<c r="${place}" s="${r ? 3 : 1}" t="inlineStr"><is><t xml:space="preserve">${xmlText(value)}</t></is></c>`;
    if (!Number.isFinite(value)) return "";
    const year = r === 0 || (rows[0].year && c === 0);
    return `<c r="${place}" s="${year ? 1 : Math.abs(value) >= 1000 ? 2 : 0}"><v>${Number(value.toPrecision(12))}</v></c>`;
  }).join("")}</row>`).join("");
  return `${XML_HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${RELATED}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><cols>${
    wide.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join("")}</cols><sheetData>${cells}</sheetData>${drawing ? '<drawing r:id="rId1"/>' : ""}</worksheet>`;
}

function chartXml(sheet, {title, rows}) {
  const last = rows.length, name = `'${sheet.replace(/'/g, "''")}'`;
  const cached = (kind, from, values) => `<c:f>${xmlText(`${name}!${from}`)}</c:f><c:${kind}Cache>${kind === "num" ? "<c:formatCode>General</c:formatCode>" : ""}<c:ptCount val="${values.length}"/>${
    values.map((value, at) => (typeof value === "string" || Number.isFinite(value) ? `<c:pt idx="${at}"><c:v>${xmlText(value)}</c:v></c:pt>` : "")).join("")}</c:${kind}Cache>`;
  const text = (words) => `<c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>${xmlText(words)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/>`;
  const lines = rows[0].slice(1).map((label, at) => {
    const column = columnName(at + 1), mine = at === rows[0].length - 2;
    return `<c:ser><c:idx val="${at}"/><c:order val="${at}"/><c:tx><c:strRef>${cached("str", `$${column}$1`, [label])}</c:strRef></c:tx>${
      mine ? `<c:spPr><a:ln w="38100"><a:solidFill><a:srgbClr val="${MINE_STYLE.color.slice(1)}"/></a:solidFill></a:ln></c:spPr>` : ""}<c:marker><c:symbol val="none"/></c:marker><c:cat><c:numRef>${
      cached("num", `$A$2:$A$${last}`, rows.slice(1).map((row) => row[0]))}</c:numRef></c:cat><c:val><c:numRef>${
      cached("num", `$${column}$2:$${column}$${last}`, rows.slice(1).map((row) => row[at + 1]))}</c:numRef></c:val><c:smooth val="0"/></c:ser>`;
  }).join("");
  const axis = (kind, id, other, place, more) => `<c:${kind}><c:axId val="${id}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="${place}"/>${more}<c:crossAx val="${other}"/></c:${kind}>`;
  return `${XML_HEAD}<c:chartSpace xmlns:c="${OPEN_XML}drawingml/2006/chart" xmlns:a="${OPEN_XML}drawingml/2006/main"><c:chart><c:title>${text(title)}</c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${
    lines}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>${axis("catAx", 1, 2, "b", '<c:numFmt formatCode="General" sourceLinked="0"/><c:tickLblPos val="low"/>')}${
    axis("valAx", 2, 1, "l", '<c:majorGridlines/><c:numFmt formatCode="#,##0" sourceLinked="0"/><c:tickLblPos val="low"/>')}</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>`;
}

/** Parts of the package by name; `sheets` = [[name, rows]], the chart is drawn on the first. */
function workbookParts(sheets, picture) {
  const kind = "application/vnd.openxmlformats-officedocument.", relations = (rows) => `${XML_HEAD}<Relationships xmlns="${OPEN_XML}package/2006/relationships">${
    rows.map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${RELATED}/${type}" Target="${target}"/>`).join("")}</Relationships>`;
  const from = sheets[0][1][0].length + 1;
  const parts = {
    "[Content_Types].xml": `${XML_HEAD}<Types xmlns="${OPEN_XML}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}spreadsheetml.styles+xml"/><Override PartName="/xl/drawings/drawing1.xml" ContentType="${kind}drawing+xml"/><Override PartName="/xl/charts/chart1.xml" ContentType="${kind}drawingml.chart+xml"/>${
      sheets.map((sheet, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${kind}spreadsheetml.worksheet+xml"/>`).join("")}</Types>`,
    "_rels/.rels": relations([["officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": `${XML_HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATED}"><sheets>${sheets.map(([name], at) => `<sheet name="${xmlText(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([...sheets.map((sheet, at) => ["worksheet", `worksheets/sheet${at + 1}.xml`]), ["styles", "styles.xml"]]),
    "xl/styles.xml": `${XML_HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="3" applyNumberFormat="1"/><xf xfId="0" quotePrefix="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    "xl/worksheets/_rels/sheet1.xml.rels": relations([["drawing", "../drawings/drawing1.xml"]]),
    "xl/drawings/_rels/drawing1.xml.rels": relations([["chart", "../charts/chart1.xml"]]),
    "xl/drawings/drawing1.xml": `${XML_HEAD}<xdr:wsDr xmlns:xdr="${OPEN_XML}drawingml/2006/spreadsheetDrawing" xmlns:a="${OPEN_XML}drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>${from}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>${from + 9}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>24</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="${xmlText(picture.title)}" descr="${xmlText(picture.title)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="${OPEN_XML}drawingml/2006/chart"><c:chart xmlns:c="${OPEN_XML}drawingml/2006/chart" xmlns:r="${RELATED}" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>`,
    "xl/charts/chart1.xml": chartXml(sheets[0][0], picture),
  };
  sheets.forEach(([, rows], at) => { parts[`xl/worksheets/sheet${at + 1}.xml`] = sheetXml(rows, at === 0); });
  return parts;
}

function crc32(bytes) {
  if (!crc32.table) {
    crc32.table = Uint32Array.from({length: 256}, (none, n) => {
      for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
      return n;
    });
  }
  let sum = 0xffffffff;
  for (const byte of bytes) sum = crc32.table[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** A ZIP of texts, stored as they are (APPNOTE 6.3); names are UTF-8, the date is 1 January 1980. */
function zipped(parts) {
  const encoder = new TextEncoder(), pieces = [], directory = [];
  let offset = 0;
  const little = (...fields) => Uint8Array.from(fields.flatMap(([value, size]) => Array.from({length: size}, (none, at) => (value >>> (8 * at)) & 255)));
  for (const [name, text] of Object.entries(parts)) {
    const title = encoder.encode(name), bytes = encoder.encode(text), size = bytes.length;
    const common = [[20, 2], [0x0800, 2], [0, 2], [0, 2], [33, 2], [crc32(bytes), 4], [size, 4], [size, 4], [title.length, 2], [0, 2]];
    const head = little([0x04034b50, 4], ...common);
    directory.push(little([0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), title);
    pieces.push(head, title, bytes);
    offset += head.length + title.length + size;
  }
  const length = directory.reduce((sum, piece) => sum + piece.length, 0), count = directory.length / 2;
  return [...pieces, ...directory, little([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [length, 4], [offset, 4], [0, 2])];
}

/** The whole workbook as pieces of bytes. */
function workbook() {
  const picture = pictureRows(), about = [[say("Scenario desk"), inWords(PAGE.name)], [say("Scenario"), say("Mine")],
    [say("Start from"), labelOf(state.start)], [say("Changes from"), String(state.since)],
    ...Object.keys(state.changes).map((name) => stepRow(name)), ...PAGE.notes[language].map((note) => ["", note])];
  picture.rows[0].year = true;
  return zipped(workbookParts([[say("Picture"), picture.rows], [say("Figures"), wideRows([...FIGURES, ...BESIDES])],
    [say("Budget by item"), wideRows(lineNames())], [say("Drivers"), driverRows()], [say("About"), about], [say("Sources"), PAGE.sources]], picture));
}

const stepRow = (name) => {
  const now = outcome.drivers[name], before = startOutcome.drivers[name], last = now.length - 1, driver = PAGE.model.drivers[name];
  return [say(driver.label), `${driverValue(driver, before[last])} → ${driverValue(driver, now[last])} (${state.horizon})`];
};

function saveWorkbook() {
  save(`${PAGE.key}-${state.horizon}.xlsx`, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ...workbook());
}
