// A real browser at a real gateway. What is found goes to standard output, an object a line.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const ADDRESS = required('MERIDIAN_UI').replace(/\/$/, '');

/** As much as is to be measured. */
export function pick(full, quick, smoke) {
  const chosen = { FULL: full, QUICK: quick, SMOKE: smoke }[required('MEASURE_SCALE')];
  if (chosen === undefined) {
    throw new Error('MEASURE_SCALE must be FULL, QUICK or SMOKE.');
  }
  return chosen;
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set. It is started by ./bench.sh ui.`);
  }
  return value;
}

export function say(object) {
  process.stdout.write(`${JSON.stringify(object)}\n`);
}

/** @param most its goal: it should be no more; left out: it has none */
export function figure(name, unit, value, { runs = 1, most = null } = {}) {
  say({ figure: name, unit, value: Number(value.toFixed(3)), runs, most });
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** What whoever started this says next. */
export async function told() {
  const { value, done } = await lines.next();
  if (done) {
    throw new Error('Nobody says what to do any more.');
  }
  return value;
}

export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** A browser, and the cookie of somebody who is logged in. */
export async function start() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A page that nobody sees would be painted less often.
      '--disable-backgrounding-occluded-windows',
    ],
  });
  const page = await (await browser.newContext({ baseURL: ADDRESS })).newPage();
  await page.goto('/');
  await page.getByLabel('Name').fill(required('MERIDIAN_UI_NAME'));
  await page.getByLabel('Password').fill(required('MERIDIAN_UI_PASSWORD'));
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const storageState = await page.context().storageState();
  await page.context().close();
  return { browser, storageState };
}

/** A tab of a browser that has never been here: nothing is in its cache. */
export async function cold({ browser, storageState }) {
  const page = await (await browser.newContext({ baseURL: ADDRESS, storageState, viewport: { width: 1360, height: 860 } })).newPage();
  page.on('pageerror', (failure) => {
    console.error(`The page failed: ${failure}`);
    process.exit(1);
  });
  return page;
}

/** Bytes that garbage does not hold. */
export async function heapAfterCollecting(page) {
  const debug = await page.context().newCDPSession(page);
  await debug.send('HeapProfiler.enable');
  await debug.send('HeapProfiler.collectGarbage');
  const { usedSize } = await debug.send('Runtime.getHeapUsage');
  await debug.detach();
  return usedSize;
}
