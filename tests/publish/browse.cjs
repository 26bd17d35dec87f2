// Opens pages in headless Chromium: node browse.cjs CHROMIUM MODULES PAGE...
// Prints one JSON object a page: violations of axe-core, requests, scripts that ran, overflow, texts cut off.
const [chromium, modules, ...pages] = process.argv.slice(2);
const puppeteer = require(`${modules}/puppeteer-core`);
const axe = require("fs").readFileSync(`${modules}/axe-core/axe.min.js`, "utf8");
const flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const looks = [
  { width: 1280, scheme: "light" }, { width: 1280, scheme: "dark" },
  { width: 360, scheme: "light" }, { width: 360, scheme: "dark" },
];

(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, args: flags });
  for (const file of pages) {
    const found = { file, violations: [], requests: [], ran: [], overflow: [], cut: [], keyboard: null };
    for (const look of looks) {
      const tab = await browser.newPage();
      await tab.setViewport({ width: look.width, height: 800 });
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: look.scheme }]);
      tab.on("request", (r) => {
        if (!r.url().startsWith("data:") && r.url() !== `file://${encodeURI(file)}`) {
          found.requests.push(r.url());
        }
      });
      tab.on("dialog", (d) => { found.ran.push(d.message()); d.dismiss(); });
      await tab.goto(`file://${encodeURI(file)}`, { waitUntil: "load" });
      const state = await tab.evaluate(() => ({
        ran: window.ran || null,
        wide: document.documentElement.scrollWidth > window.innerWidth,
      }));
      if (state.ran) found.ran.push(state.ran);
      if (state.wide) found.overflow.push(look.width);
      // What is drawn of a picture lies inside it; half a pixel is rounding.
      found.cut.push(...await tab.evaluate(() => [...document.querySelectorAll("figure svg text")]
        .filter((text) => {
          const own = text.getBoundingClientRect(), all = text.ownerSVGElement.getBoundingClientRect();
          return own.width && (own.left < all.left - 2 || own.right > all.right + 2
            || own.top < all.top - 2 || own.bottom > all.bottom + 2);
        }).map((text) => text.textContent)));
      if (found.keyboard === null) {
        await tab.keyboard.press("Tab");
        found.keyboard = await tab.evaluate(() => document.activeElement.className);
      }
      await tab.evaluate(axe);
      const result = await tab.evaluate(() => window.axe.run(document));
      for (const broken of result.violations) {
        found.violations.push({
          rule: broken.id, look,
          nodes: broken.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)), count: broken.nodes.length,
        });
      }
      await tab.close();
    }
    console.log(JSON.stringify(found));
  }
  await browser.close();
})().catch((error) => { console.error(error); process.exit(1); });
