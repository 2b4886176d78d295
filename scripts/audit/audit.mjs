// Looks at each page of a running site in Chromium and writes what Lighthouse and axe find, what was loaded and how much
// the page moved. Usage: node audit.mjs TASK.json RESULT.json; scripts/audit/__main__.py writes the one and reads the other.
import { readFile, writeFile } from "node:fs/promises";
import axe from "axe-core";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const NARROW = { width: 320, height: 700, deviceScaleFactor: 1 };
const WIDE = { width: 1280, height: 900, deviceScaleFactor: 1 };
const [taskPath, resultPath] = process.argv.slice(2);
const task = JSON.parse(await readFile(taskPath, "utf8"));
const browser = await puppeteer.launch({ executablePath: task.chromium, args: task.flags, defaultViewport: WIDE });

/** What is on purpose for a page costs it no points: a page that robots shall not list, or an error's status. */
function skippedAudits(page) {
  return [...(page.is_listed ? [] : ["is-crawlable"]), ...(page.status === 200 ? [] : ["http-status-code", "errors-in-console"])];
}

/** The middle one of several runs, by its performance. */
async function lighthouseOf(tab, page) {
  const runs = [];
  for (let run = 0; run < task.runs; run += 1) {
    const flags = { onlyCategories: CATEGORIES, disableStorageReset: true, ignoreStatusCode: true, logLevel: "silent" };
    const settings = { skipAudits: skippedAudits(page) };
    const { lhr } = await lighthouse(page.url, flags, { extends: "lighthouse:default", settings }, tab);
    runs.push(lhr);
  }
  runs.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
  const lhr = runs[Math.floor((runs.length - 1) / 2)];
  const scores = Object.fromEntries(CATEGORIES.map((key) => [key, Math.round(100 * lhr.categories[key].score)]));
  const failed = CATEGORIES.flatMap((key) =>
    lhr.categories[key].auditRefs
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
      .map(({ id }) => `${id}: ${lhr.audits[id].displayValue ?? nodesOf(lhr.audits[id])}`),
  );
  return { scores, failed, shift: lhr.audits["cumulative-layout-shift"].numericValue, paint: lhr.audits["largest-contentful-paint"].numericValue };
}

function nodesOf(audit) {
  return (audit.details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? item.source ?? "").join(" ");
}

async function axeOf(tab, page, look) {
  await tab.setViewport(look.viewport);
  await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: look.scheme }]);
  await tab.goto(page.url, { waitUntil: "load" });
  await tab.evaluate(axe.source);
  const found = await tab.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return { sideways, violations: violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map((node) => node.html.slice(0, 160)), count: nodes.length })) };
  });
  return { ...found, look: look.name };
}

/** Bytes that came over the wire for a first view, on a telephone, nothing cached. */
async function weightOf(tab, page) {
  await tab.setViewport({ width: 412, height: 823, deviceScaleFactor: 1.75, isMobile: true });
  await tab.setCacheEnabled(false);
  const session = await tab.createCDPSession();
  await session.send("Network.enable");
  const names = new Map();
  const loaded = {};
  session.on("Network.responseReceived", ({ requestId, response }) => names.set(requestId, response.url));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const path = new URL(names.get(requestId) ?? page.url).pathname;
    loaded[path] = (loaded[path] ?? 0) + encodedDataLength;
  });
  await tab.goto(page.url, { waitUntil: "networkidle0" });
  await session.detach();
  await tab.setCacheEnabled(true);
  return loaded;
}

const LOOKS = [
  { name: "wide", viewport: WIDE, scheme: "light" },
  { name: "dark", viewport: WIDE, scheme: "dark" },
  { name: "narrow", viewport: NARROW, scheme: "light" },
];

async function lookAt(page) {
  const context = await browser.createBrowserContext();
  const result = { name: page.name, axe: [], loaded: {} };
  try {
    const tab = await context.newPage();
    if (page.session) await context.setCookie({ name: "sessionid", value: page.session, domain: new URL(page.url).hostname, path: "/" });
    result.loaded = await weightOf(tab, page);
    for (const look of LOOKS) result.axe.push(await axeOf(tab, page, look));
    if (task.runs) result.lighthouse = await lighthouseOf(tab, page);
  } catch (error) {
    result.broken = String(error).slice(0, 300); // told as a fault; the other pages are looked at all the same
  }
  await context.close().catch(() => {});
  return result;
}

const results = [];
for (const page of task.pages) {
  const result = await lookAt(page);
  results.push(result);
  const scores = Object.values(result.lighthouse?.scores ?? {}).join(" ");
  process.stderr.write(`${results.length}/${task.pages.length} ${page.name} ${result.broken ?? scores}\n`);
}
await writeFile(resultPath, JSON.stringify(results));
await browser.close();
