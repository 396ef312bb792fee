// Opens the report in a browser and uses it as a person would. node report.mjs FOLDER, where
// FOLDER holds sample.html and hostile.html (run.sh makes them). Exits 1 if anything fails.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const folder = process.argv[2];
if (!folder) throw new Error("usage: node report.mjs FOLDER");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

// A page that notes every request and every complaint.
async function open(name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.requests = [];
  page.complaints = [];
  page.on("request", (r) => page.requests.push(r.url()));
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && page.complaints.push(m.text()));
  page.on("pageerror", (e) => page.complaints.push(String(e)));
  page.on("dialog", (d) => { page.complaints.push("dialog: " + d.message()); d.dismiss(); });
  await page.goto("file://" + folder + "/" + name);
  return page;
}
async function close(page) {
  const loaded = page.requests.filter((url) => !url.startsWith("data:") && !url.startsWith("file://" + folder + "/"));
  assert.deepEqual(loaded, [], "something was loaded");
  assert.equal(page.requests.filter((url) => url.startsWith("file:")).length, 1, "one file, one request");
  assert.deepEqual(page.complaints, [], "the console complains");
  await page.context().close();
}
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const tests = {
  async "the front page says the sentence and the five questions"() {
    const page = await open("sample.html");
    const sentence = await page.textContent("#sentence");
    assert.match(sentence, /^By 10 March 2030, 1.080 of 1.540 people in need get survival service/);
    assert.match(sentence, /Bottleneck: Border Gate lets in too few trucks/);
    assert.match(sentence, /Next decision: more trucks a day through Border Gate, now \(1 March 2030\)/);
    for (const id of ["q1", "q2", "q3", "q4", "q5"]) assert.ok(await page.isVisible("#" + id));
    await close(page);
  },

  async "it stands without scripts"() {
    const page = await open("sample.html", { javaScriptEnabled: false });
    assert.ok(await page.isVisible("#sentence"));
    assert.ok((await page.locator("#map-front path.a, #map-front circle.a").count()) >= 3);
    assert.ok((await page.locator("#days svg.chart").count()) >= 4);
    assert.ok(!(await page.isVisible("#controls")), "a control that can do nothing is not shown");
    assert.ok(!(await page.isVisible(".filter")));
    await close(page);
  },

  async "the slider changes the map, the charts' marker and the words beside it"() {
    const page = await open("sample.html");
    const town = page.locator("#map-day [data-p='1']");
    const marker = page.locator("#days .now").first();
    const state = async () => [await town.getAttribute("class"), await marker.getAttribute("transform"), await page.textContent("#readout")];
    await page.selectOption("#need", "0"); // water: 800 of 1000 until day 4, all from day 5 on
    await page.focus("#day");
    await page.keyboard.press("Home");
    const first = await state();
    assert.equal(first[0], "a c1");
    assert.match(first[2], /1 March 2030.*1.340 of 1.540 people in need served at the survival tier with water/);
    assert.equal(await page.textContent("#day-out"), "1 March 2030");
    await page.keyboard.press("End");
    const last = await state();
    assert.equal(last[0], "a c0");
    assert.notEqual(last[1], first[1]);
    assert.match(last[2], /10 March 2030/);
    await page.selectOption("#tier", "1"); // nobody is served at minimum
    assert.equal(await town.getAttribute("class"), "a c4");
    assert.equal(await page.textContent("#days .legend .tier"), "minimum");
    await page.selectOption("#tier", "0");
    assert.equal(await page.textContent("#days .legend .tier"), "survival");
    assert.ok(!(await page.isVisible("#days .legend .worst")), "one need is no worst need");
    await page.selectOption("#need", "-1");
    assert.ok(await page.isVisible("#days .legend .worst"));
    assert.match(await page.textContent("#readout"), /each place counted in the worst of the needs planned at that tier\./);
    const options = await page.$$eval("#need option", (list) => list.map((o) => [o.value, o.textContent]));
    const data = await page.evaluate(() => JSON.parse(document.getElementById("lfl-data").textContent));
    const minimumOnly = options.find(([v]) => v >= 0 && data.places.every((p) => !p.s[v * 2]) && data.places.some((p) => p.s[v * 2 + 1]));
    assert.ok(minimumOnly, "the sample has a need without a survival tier");
    await page.selectOption("#need", minimumOnly[0]);
    assert.match(await page.textContent("#readout"), /[1-9][^ ]* people in need served at the minimum tier/);
    assert.equal(await page.textContent("#days .legend .tier"), "minimum");
    await close(page);
  },

  async "movements and deliveries show on their day only"() {
    const page = await open("sample.html");
    await page.focus("#day");
    await page.keyboard.press("Home");
    assert.equal(await page.locator("#arcs .arc").count(), 0);
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight"); // day 3: 40 people
    assert.equal(await page.locator("#arcs .move").count(), 1);
    assert.match(await page.locator("#arcs .move title").textContent(), /Town to Camp: 40 people/);
    await page.uncheck("#show-moves");
    assert.equal(await page.locator("#arcs .arc").count(), 0);
    await page.check("#show-trips");
    await page.focus("#day");
    for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowLeft"); // day 1: 2 trips
    assert.equal(await page.locator("#arcs .trip").count(), 1);
    await close(page);
  },

  async "play runs through the days and stops at the last"() {
    const page = await open("sample.html");
    await page.focus("#play");
    await page.keyboard.press("Enter");
    assert.equal(await page.getAttribute("#play", "aria-pressed"), "true");
    await page.waitForFunction(() => document.getElementById("play").getAttribute("aria-pressed") === "false", null, { timeout: 20000 });
    assert.equal(await page.inputValue("#day"), "9");
    await close(page);
  },

  async "tables sort by mouse and keyboard, numbers as numbers"() {
    const page = await open("sample.html");
    const table = page.locator("#sector-wash table.sort").first();
    const people = () => table.locator("tbody tr td:nth-child(2)").evaluateAll((cells) => cells.map((c) => Number(c.dataset.v)));
    const head = table.locator("thead th").nth(1);
    await head.locator("button").click();
    assert.deepEqual(await people(), [960, 300, 240, 40]);
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    await head.locator("button").focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await people(), [40, 240, 300, 960]);
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    await table.locator("thead th").first().locator("button").click();
    assert.equal(await head.getAttribute("aria-sort"), null);
    assert.equal(await table.locator("tbody th").first().textContent(), "Camp");
    await close(page);
  },

  async "the filter leaves only rows that match, and gives them back"() {
    const page = await open("sample.html");
    const visible = () => page.locator("#sectors tbody tr:not([hidden])").count();
    const all = await visible();
    await page.fill("#filter", "hill");
    const some = await visible();
    assert.ok(some > 0 && some < all);
    for (const text of await page.locator("#sectors tbody tr:not([hidden])").allTextContents()) assert.match(text, /hill/i);
    assert.match(await page.textContent("#filter-out"), new RegExp("^" + some + " of " + all + " rows$"));
    await page.fill("#filter", "");
    assert.equal(await visible(), all);
    await close(page);
  },

  async "a figure opens its source, also in closed details"() {
    const page = await open("sample.html");
    await page.locator("#sector-wash a[href='#r-places-1']").first().click();
    await page.waitForFunction(() => document.getElementById("t-places").open);
    assert.ok(await page.isVisible("#r-places-1"));
    assert.match(await page.textContent("#r-places-1"), /1000/);
    await close(page);
  },

  async "the keyboard reaches everything that can be used, in order"() {
    const page = await open("sample.html");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    const seen = new Set();
    for (let i = 0; i < 400; i++) {
      const what = await page.evaluate(() => document.activeElement.id || document.activeElement.tagName);
      seen.add(what);
      if (what === "BODY" && i > 10) break;
      await page.keyboard.press("Tab");
    }
    for (const id of ["need", "tier", "show-moves", "play", "day", "filter", "SUMMARY", "BUTTON"]) assert.ok(seen.has(id), id + " is not reached");
    await close(page);
  },

  async "hostile names are inert"() {
    const page = await open("hostile.html");
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("script").count(), 2);
    assert.ok((await page.textContent("#front")).includes("</script><script>window.hacked=1</script>"), "the name is shown as it is");
    await page.focus("#day");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight"); // puts names into the readout
    assert.ok((await page.textContent("#readout")).includes("<script>"));
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    await close(page);
  },

  async "a script put into the page by other means is refused"() {
    const page = await open("sample.html");
    await page.evaluate(() => {
      const s = document.createElement("script");
      s.textContent = "window.hacked=1";
      document.body.appendChild(s);
    });
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(page.complaints.length, 1);
    assert.match(page.complaints[0], /Content Security Policy/);
    page.complaints = [];
    await close(page);
  },

  async "tables have captions and headers, pictures have names, ids are single"() {
    const page = await open("sample.html");
    const bad = await page.evaluate(() => {
      const list = [];
      for (const t of document.querySelectorAll("table")) {
        if (!t.caption || !t.caption.textContent.trim()) list.push("table without caption");
        for (const th of t.tHead ? t.tHead.querySelectorAll("th") : []) if (th.scope !== "col") list.push("header without scope");
      }
      for (const s of document.querySelectorAll("svg"))
        if (!s.getAttribute("aria-hidden") && !s.getAttribute("aria-label") && !document.getElementById(s.getAttribute("aria-labelledby"))) list.push("picture without name");
      const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
      for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) list.push("id twice: " + id);
      for (const e of document.querySelectorAll("input, select")) if (!e.labels.length) list.push("no label: " + e.id);
      return list;
    });
    assert.deepEqual(bad, []);
    await close(page);
  },

  async "text stands out from its ground (WCAG AA)"() {
    const page = await open("sample.html");
    const weak = await page.evaluate(() => {
      const lum = (c) => c.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
      const rgb = (t) => t.match(/[\d.]+/g).map(Number);
      const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0.5) return c.slice(0, 3); } return [255, 255, 255]; };
      const list = new Set();
      for (const e of document.querySelectorAll("body *:not(script):not(svg):not(svg *)")) {
        if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.offsetParent) continue;
        const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(ground(e));
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < 4.5) list.add(e.tagName + "." + e.className + " " + contrast.toFixed(2));
      }
      return [...list];
    });
    assert.deepEqual(weak, []);
    await close(page);
  },

  async "on a telephone letters of drawings and captions of wide tables can be read"() {
    const page = await open("sample.html", { viewport: { width: 390, height: 800 } });
    const seen = await page.evaluate(() => {
      const small = [...document.querySelectorAll("#front figure text, #map-front text, #map-day text")].filter((t) => t.getBoundingClientRect().height > 0)
        .filter((t) => parseFloat(getComputedStyle(t).fontSize) * t.ownerSVGElement.getBoundingClientRect().width / t.ownerSVGElement.viewBox.baseVal.width < 9);
      const cut = [...document.querySelectorAll(".scroll > table > caption")].filter((c) => c.offsetParent && c.getBoundingClientRect().right > innerWidth + 1);
      return [small.map((t) => t.textContent), cut.map((c) => c.textContent)];
    });
    assert.deepEqual(seen, [[], []]);
    await close(page);
  },

  async "paper has the entered tables and notes, and the page folds them again"() {
    const page = await open("sample.html", { viewport: { width: 703, height: 1000 } });
    const folded = () => page.locator("details:not([open])").count();
    const before = await folded();
    assert.ok(before > 0);
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    assert.equal(await folded(), 0);
    assert.ok(await page.isVisible("#r-places-1"));
    const wide = await page.evaluate(() => [...document.querySelectorAll("table")].filter((t) => t.offsetParent && t.getBoundingClientRect().right > innerWidth + 1).map((t) => t.caption.textContent));
    assert.deepEqual(wide, [], "tables wider than the paper");
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    assert.equal(await folded(), before);
    await close(page);
  },

  async "nothing overflows on a desk, a telephone or A4"() {
    for (const name of ["sample.html", "hostile.html"]) {
      for (const width of [1280, 820, 390]) {
        const page = await open(name, { viewport: { width, height: 800 } });
        assert.ok((await overflow(page)) <= 0, name + " overflows at " + width);
        await close(page);
      }
      const page = await open(name, { viewport: { width: 703, height: 1000 } }); // A4 less margins, at 96 dpi
      await page.emulateMedia({ media: "print" });
      assert.ok((await overflow(page)) <= 0, name + " overflows in print");
      const wide = await page.evaluate(() => [...document.querySelectorAll("table")].filter((t) => t.offsetParent && t.getBoundingClientRect().right > innerWidth + 1).map((t) => t.caption.textContent));
      assert.deepEqual(wide, [], "tables wider than the paper");
      assert.ok(!(await page.isVisible("#controls")) && !(await page.isVisible("nav")));
      const shown = await page.evaluate(() => { const b = document.querySelector("table.sort th button"); return b ? getComputedStyle(b).display : "none"; });
      assert.equal(shown, "contents", "a button that is a box keeps Chromium from repeating the header on the next page");
      const pdf = await page.pdf({ format: "A4" });
      assert.ok(pdf.length > 10000);
      await close(page);
    }
  },
};

let failed = 0;
for (const [name, run] of Object.entries(tests)) {
  try {
    await run();
    console.log("ok   " + name);
  } catch (error) {
    failed++;
    console.log("FAIL " + name + "\n     " + String(error.message).replaceAll("\n", "\n     "));
  }
}
await browser.close();
console.log(failed ? failed + " of " + Object.keys(tests).length + " failed" : "all " + Object.keys(tests).length + " passed");
process.exit(failed ? 1 : 0);
