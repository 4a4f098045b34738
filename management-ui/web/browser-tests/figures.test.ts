// What flows, how long it takes, what is traded, and why somebody may: on what the stack itself does. After story.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, axe, close, complaintsOf, settled, shoot, start, stop, tabTo } from './rig.ts';

beforeAll(start);
afterAll(stop);

const INSTANCE = 'evil-1';
const QUOTES = 'platform.data.quote.{venue}.{symbol}';

/** So many instances, each of which publishes on topics of its own, and one that is denied them. As the gateway sends it: without what is zero. */
function many(topics: number): object {
  const instance = (name: string, own: object[]) => ({
    name,
    state: 'READY',
    attached: true,
    latched: false,
    first: 0,
    last: 60_000,
    heardMs: 60_000,
    coveredMs: 60_000,
    untold: 0,
    topics: own,
  });
  const all = Array.from({ length: topics }, (_, i) => instance(`desk-${i}`, [{ topic: `desk.f${i % 7}.t${i}`, published: i + 1 }]));
  return {
    now: 60_000,
    since: 0,
    missed: 0,
    unreadable: 0,
    untold: 0,
    instances: [...all, instance('sly', [{ topic: 'desk.f0.t0', denied: 12 }])],
  };
}

describe('the topology', () => {
  it('shows who publishes what to whom, and one box alone by the keyboard', async () => {
    const page = await as('viewer', {}, '/topology');
    const drawing = page.getByRole('region', { name: /^Drawing/ });
    await drawing.getByRole('button', { name: /^market: / }).first().waitFor({ timeout: 40_000 });
    await drawing.getByText(/\d\/s$/).first().waitFor();
    const table = page.getByRole('region', { name: 'Who publishes what to whom' });
    const row = table.getByRole('row').filter({ hasText: 'market' }).filter({ hasText: QUOTES });
    await row.getByText('publishes').waitFor();
    await tabTo(page, new RegExp(`^${QUOTES.replace(/[.{}]/g, '\\$&')}: show only it`));
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(QUOTES);
    await page.locator('.node[aria-pressed="true"]').waitFor();
    expect(await drawing.getByRole('button', { name: /^platform\./ }).count()).toBe(1);
    await shoot(page, 'topology-one');
    expect(await axe(page)).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
    await close(page);
  });

  it('stays of use with hundreds of topics, and says what is denied in words', async () => {
    const page = await as('viewer', { theme: 'dark' });
    // No stack of a test has so many: the answer of the gateway is another one here.
    await page.route('**/ui/traffic', (route) => route.fulfill({ json: many(400) }));
    await page.goto('/topology');
    await page.getByText('60 topics are drawn').waitFor();
    const denied = page.locator('.edge-denied');
    await denied.getByText('denied 12').waitFor();
    expect(await denied.locator('path').evaluate((path) => getComputedStyle(path).strokeDasharray)).not.toBe('none');
    const table = page.getByRole('region', { name: 'Who publishes what to whom' });
    expect(await table.locator('table').getAttribute('aria-rowcount')).toBe('402');
    expect(await table.getByRole('row').count()).toBeLessThan(60);
    await shoot(page, 'topology-many');
    expect(await axe(page)).toEqual([]);
    await page.getByLabel('Group topics').selectOption('family');
    await page.locator('.node').filter({ hasText: 'desk.f0.**' }).waitFor();
    await page.getByLabel('Show', { exact: true }).selectOption('denied');
    await expect.poll(() => page.locator('.edge').count()).toBe(1);
    await close(page);
  });

  it('says what to do when nothing is like what was looked for', async () => {
    const page = await as('viewer', {}, '/topology?q=nobody-is-called-so');
    await page.getByText('Nothing is like that').waitFor();
    await close(page);
  });
});

describe('latency', () => {
  it('is drawn, and each count of the drawing is in its table', async () => {
    const page = await as('viewer', {}, '/latency');
    await page.locator('.heat rect title').first().waitFor({ state: 'attached', timeout: 40_000 });
    const counted = await page.evaluate(() => document.querySelectorAll('.heat rect title').length);
    const summary = page.getByText(/^As a table: [\d,]+ counts$/);
    const told = Number((await summary.textContent())?.replace(/\D/g, ''));
    // A report may have come between the two looks.
    expect(Math.abs(told - counted)).toBeLessThan(60);
    await tabTo(page, /^As a table/);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Deliveries by time and by how long they took' }).getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: QUOTES }).click();
    await page.getByRole('heading', { name: `When: ${QUOTES}` }).waitFor();
    await shoot(page, 'latency-one');
    expect(await axe(page)).toEqual([]);
    await close(page);
  });

  it('is read from the store for longer', async () => {
    const page = await as('viewer', {}, '/latency?span=1&instance=hello');
    await page.getByText(/^[\d,]+ reports from/).waitFor({ timeout: 40_000 });
    await page.getByRole('region', { name: 'Topics, and how long their messages took' }).getByRole('button', { name: QUOTES }).waitFor();
    await close(page);
  });
});

describe('the market', () => {
  it('shows bars, fills and a quote that moves; the resolution stands in the address', async () => {
    const page = await as('viewer', {}, '/market?of=XNAS.AAPL&resolution=1s');
    await page.locator('.candles canvas').first().waitFor({ timeout: 40_000 });
    const at = page.locator('[data-part="at"]');
    await expect.poll(() => at.textContent(), { timeout: 20_000 }).toMatch(/\d\d:\d\d:\d\d\.\d{3}/);
    const before = await at.textContent();
    await expect.poll(() => at.textContent(), { timeout: 20_000 }).not.toBe(before);
    const bars = page.getByRole('region', { name: 'Bars' });
    await bars.last().getByRole('row').nth(1).waitFor();
    await page.getByLabel('Bars of', { exact: true }).selectOption('5s');
    await expect.poll(() => new URL(page.url()).searchParams.get('resolution')).toBe('5s');
    await page.locator('.candles canvas').first().waitFor({ timeout: 40_000 });
    await shoot(page, 'market-bars');
    expect(await axe(page)).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
    await close(page);
  });

  it('says how an instrument is written', async () => {
    const page = await as('viewer', {}, '/market?of=AAPL');
    await page.getByText('This is no instrument').waitFor();
    await close(page);
  });
});

describe('grants', () => {
  it('are explained: what may be, by which grant, and what may not', async () => {
    const page = await as('author', {}, '/grants?tab=why');
    await page.getByText('Say who, what and where').waitFor();
    await page.getByLabel('Instance').fill(INSTANCE);
    await page.getByLabel('Topics').fill('platform.data.quote.*.AAPL');
    await page.keyboard.press('Enter');
    await page.locator('.badge', { hasText: /IT MAY$/ }).waitFor();
    await page.getByText('The grant that allows it').waitFor();
    await page.getByLabel('May', { exact: true }).selectOption('PUBLISH');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('.badge', { hasText: 'IT MAY NOT' }).waitFor();
    expect(new URL(page.url()).searchParams.get('action')).toBe('PUBLISH');
    await shoot(page, 'grants-explained');
    expect(await axe(page)).toEqual([]);
    await page.goto('/grants?tab=why&instance=started-elsewhere&action=PUBLISH&pattern=a.b');
    await page.getByText('Only what is managed here has grants here.').waitFor();
    await close(page);
  });

  it('that nothing came of are listed, with since when', async () => {
    const page = await as('approver', {}, `/grants?tab=unused&q=${INSTANCE}`);
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'platform.data.quote.*.AAPL' }) });
    await row.first().getByText('nothing').waitFor({ timeout: 45_000 });
    await row.first().locator('time').waitFor();
    await shoot(page, 'grants-nothing-came-of');
    await close(page);
  });
});

describe('messages', () => {
  it('are looked for by a filter that was kept, and copied as a test takes them', async () => {
    const page = await as('operator', {}, '/messages?pattern=platform.data.quote.*.*&filter=size+%3E+1');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await settled(page);
    await page.getByRole('button', { name: 'Save …' }).click();
    await page.getByLabel('Called').fill('all quotes');
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete saved' }).waitFor();
    await page.goto('/messages');
    await page.getByLabel('Saved').selectOption('all quotes');
    await expect.poll(() => new URL(page.url()).searchParams.get('filter')).toBe('size > 1');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Copied: a link').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
    const list = page.getByRole('listbox', { name: /Messages/ });
    await list.getByRole('option').nth(3).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await list.focus();
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Copy as test' }).click();
    await page.getByText('Copied: a call').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /^\/\/ Quote of .*\nsim\.publish\("platform\.data\.quote\.[^"]+", 2, \d+, HexFormat\.of\(\)\.parseHex\(\n {8}"[0-9a-f]+"/,
    );
    await shoot(page, 'message-copied');
    await page.getByRole('button', { name: 'Delete saved' }).click();
    await page.getByText('Deleted: all quotes').waitFor();
    await close(page);
  });

  it('cannot be copied by who is not shown their bytes, and says so', async () => {
    const page = await as('viewer', {}, '/messages?pattern=platform.data.quote.*.*');
    const list = page.getByRole('listbox', { name: /Messages/ });
    await list.getByRole('option').nth(3).waitFor();
    await list.focus();
    await page.keyboard.press('End');
    await page.getByText('A viewer is not shown the bytes').waitFor();
    expect(await page.getByRole('button', { name: 'Copy as test' }).count()).toBe(0);
    await close(page);
  });
});
