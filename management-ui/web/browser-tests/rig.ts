// A real browser at a real gateway. What is there: the address of the gateway, and a way to become its first admin.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { zip } from './zip.ts';

export const ADDRESS = required('MERIDIAN_UI').replace(/\/$/, '');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const PASSWORD = 'correct horse battery';
export const SCREENSHOTS = new URL('../../target/screenshots/', import.meta.url).pathname;

export const ROLES = {
  viewer: ['VIEWER'],
  operator: ['VIEWER', 'OPERATOR'],
  approver: ['VIEWER', 'APPROVER'],
  author: ['VIEWER', 'AUTHOR'],
} as const;
export type Person = keyof typeof ROLES | 'boss';

/** Text that would run if a page took it for markup. */
export const EVIL = `<img src=x onerror="document.title='hacked'"><script>document.title='hacked'</script>`;

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set. It is the address of a running gateway, as in http://127.0.0.1:9090; see README.md.`);
  }
  return value;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser | undefined;

export async function start(): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export async function stop(): Promise<void> {
  await browser?.close();
}

/** What a page complained of. The policy of the gateway complains there, too. */
const complaints = new Map<Page, string[]>();

/** What is no defect: a browser writes each refused answer into its console, and tests ask for refusals. */
const EXPECTED = /Failed to load resource: the server responded with a status of (401|403|404|409)/;

export interface Look {
  theme?: 'light' | 'dark' | 'contrast';
  width?: number;
  height?: number;
  density?: 'roomy' | 'dense';
}

/** A browser of its own, with nobody logged in. */
export async function fresh(look: Look = {}): Promise<Page> {
  return tab(await context(), look);
}

async function context(): Promise<BrowserContext> {
  if (!browser) {
    throw new Error('The browser is not started.');
  }
  return browser.newContext({ baseURL: ADDRESS });
}

async function tab(own: BrowserContext, { theme = 'light', width = 1360, height = 860, density = 'roomy' }: Look): Promise<Page> {
  const page = await own.newPage();
  await page.setViewportSize({ width, height });
  await page.addInitScript(
    (preferences) => localStorage.setItem('meridian.preferences', preferences),
    JSON.stringify({ theme, density }),
  );
  const said: string[] = [];
  complaints.set(page, said);
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) {
      said.push(`${message.text()} ${message.location().url}`);
    }
  });
  page.on('pageerror', (failure) => said.push(String(failure)));
  return page;
}

export function complaintsOf(page: Page): string[] {
  return complaints.get(page) ?? [];
}

export async function close(page: Page): Promise<void> {
  await page.close();
}

export async function logIn(page: Page, name: string, at = '/'): Promise<void> {
  await page.goto(at);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).waitFor();
}

const people = new Map<Person, BrowserContext>();

/** A tab of a browser in which somebody is logged in. Each person has one browser: a log-in takes time on purpose. */
export async function as(person: Person, look: Look = {}, at = '/'): Promise<Page> {
  const own = people.get(person);
  if (own) {
    const page = await tab(own, look);
    await page.goto(at);
    return page;
  }
  const made = await context();
  people.set(person, made);
  const page = await tab(made, look);
  await logIn(page, person, at);
  return page;
}

/** Waits until the page shows what it is about. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('main .spinner'), undefined, { timeout: 30_000 });
}

export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
}

/** What axe finds that is serious or worse, in words. */
export async function axe(page: Page): Promise<string[]> {
  // The policy keeps scripts out of the page; a test comes in by the debugger.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    interface Found {
      violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[];
    }
    const run = (globalThis as unknown as { axe: { run(on: Document, options: object): Promise<Found> } }).axe;
    const found = await run.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return found.violations
      .filter((each) => each.impact === 'serious' || each.impact === 'critical')
      .flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.target.join(' ')} ${node.failureSummary.replaceAll('\n', ' ')}`));
  });
}

/** Presses Tab, when it is not there yet, until what has the focus has this text or name. */
export async function tabTo(page: Page, name: RegExp, most = 120): Promise<void> {
  for (let i = 0; i < most; i++) {
    const text = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels?.[0]?.textContent : '';
      return `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent ?? ''} ${label ?? ''}`.trim();
    });
    if (name.test(text)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not come to ${name}.`);
}

/** A plugin that is a script: it writes text that would run if a page took it for markup, and goes on. */
export function scriptPlugin(id: string): Buffer {
  return zip({
    'plugin.yaml': [
      'manifest: 1',
      `id: ${id}`,
      'version: 1.0.0',
      `description: ${JSON.stringify(`Says ${EVIL}`)}`,
      'pool: SIGNAL',
      'command: [sh, run.sh]',
      'subscribes:',
      '  - platform.data.quote.*.AAPL',
      'publishes:',
      `  - platform.signal.insight.${id}.*`,
      'settings:',
      '  - name: fast',
      '    type: integer',
      '    default: 12',
      `    doc: ${JSON.stringify(`Bars of the fast average. ${EVIL}`)}`,
      '  - name: apiKey',
      '    type: string',
      '    secret: true',
      '',
    ].join('\n'),
    'run.sh': [
      'n=0',
      'while true; do',
      '  n=$((n + 1))',
      '  echo "$(date -u +%Y-%m-%dT%H:%M:%S.000Z) INFO line $n of a script"',
      `  echo "$(date -u +%Y-%m-%dT%H:%M:%S.000Z) WARN ${EVIL.replaceAll('"', '\\"')} trace=0af7651916cd43dd8448eb211c80319c"`,
      '  sleep 2',
      'done',
      '',
    ].join('\n'),
  });
}
