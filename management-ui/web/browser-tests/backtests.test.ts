// Runs of backtests that were kept: at least two of the hello strategy with different settings. After story.test.ts, whose people look at them.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, axe, close, complaintsOf, settled, shoot, start, stop, tabTo } from './rig.ts';

beforeAll(start);
afterAll(stop);

interface Kept {
  id: string;
  run: { settings: Record<string, string> };
  figures: Record<string, number | string | null>;
}

async function kept(page: Page): Promise<Kept[]> {
  const { items } = (await (await page.request.get('/ui/backtests')).json()) as { items: Kept[] };
  expect(items.length, 'runs that were kept before these tests').toBeGreaterThan(1);
  return items;
}

/** All that the portfolio of the stack was worth, the latest first. */
async function worths(page: Page): Promise<number[]> {
  const values: number[] = [];
  let cursor = '';
  do {
    const answer = await page.request.get(`/v1/data/values?portfolio=hello&limit=100${cursor}`);
    const { items, next } = (await answer.json()) as { items: { view: string; value: string }[]; next: string | null };
    values.push(...items.filter((each) => each.view === 'TRADE_DATE').map((each) => Number(each.value)));
    cursor = next === null ? '' : `&cursor=${next}`;
  } while (cursor !== '');
  return values;
}

const percent = (share: unknown) => `${(Number(share) * 100).toFixed(2)}%`.replace('-', '−');

describe('backtests', () => {
  it('are listed, filtered in the address, and chosen by the keyboard to be compared', async () => {
    const page = await as('author', {}, '/backtests');
    const table = page.getByRole('region', { name: 'Backtests' });
    const rows = table.getByRole('row').filter({ has: page.getByRole('link', { name: /^Report of hello/ }) });
    const all = await kept(page);
    await expect.poll(() => rows.count()).toBe(all.length);
    await table.getByRole('button', { name: 'Return' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('return');
    const own = all.find((each) => Object.keys(each.run.settings).length > 0) as Kept;
    const [name, value] = Object.entries(own.run.settings)[0] as [string, string];
    await page.getByLabel('Filter').fill(`${name}=${value}`);
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(`${name}=${value}`);
    await expect.poll(() => rows.count()).toBeLessThan(all.length);
    await page.getByLabel('Filter').fill('no-run-is-like-that');
    await page.getByText('No run is like that').waitFor();
    await page.getByLabel('Filter').fill('');
    await page.getByText(/^Choose 2 to 4 runs/).waitFor();
    await tabTo(page, /^Compare hello/);
    await page.keyboard.press('Space');
    await page.getByText('Choose one more').waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    const before = await focused();
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).not.toBe(before);
    await page.keyboard.press('Space');
    await expect.poll(() => new URL(page.url()).searchParams.get('runs')?.split(',').length).toBe(2);
    const compare = page.getByRole('link', { name: 'Compare 2 runs' });
    await compare.waitFor();
    await shoot(page, 'backtests-chosen');
    await compare.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Backtests compared' }).waitFor();
    expect(complaintsOf(page)).toEqual([]);
    await close(page);
  });

  it('are shown with the figures that the run had, and every point as a table', async () => {
    const page = await as('viewer', {}, '/backtests');
    const [first] = (await kept(page)) as [Kept];
    await page.getByRole('link', { name: /^Report of hello/ }).first().click();
    await page.getByRole('heading', { name: /^Backtest of hello/, level: 1 }).waitFor();
    await page.locator('.chart canvas').first().waitFor();
    expect(new URL(page.url()).pathname).toBe(`/backtests/${first.id}`);
    const figure = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) }).getByRole('cell').textContent();
    expect(await figure('Total return')).toBe(percent(first.figures.total_return));
    expect(await figure('Deepest drawdown')).toBe(percent(-Number(first.figures.drawdown)));
    expect(await figure('Round trips')).toBe(String(first.figures.round_trips));
    await page.getByText('Again', { exact: true }).waitFor();
    await page.getByText(/^meridian backtest /).waitFor();
    const summary = page.getByText(/^As a table: [\d,]+ points$/);
    const points = Number((await summary.textContent())?.replace(/\D/g, ''));
    await tabTo(page, /^As a table/);
    await page.keyboard.press('Enter');
    const table = page.getByRole('region', { name: 'What it was worth over time' });
    await table.getByRole('row').nth(1).waitFor();
    expect(await table.locator('table').getAttribute('aria-rowcount')).toBe(String(points + 1));
    expect(points).toBeGreaterThan(10);
    expect(complaintsOf(page)).toEqual([]);
    await close(page);
  });

  it('are compared: figures with their difference, settings that differ, and curves', async () => {
    const page = await as('viewer', {}, '/backtests');
    const all = await kept(page);
    const bare = all.find((each) => Object.keys(each.run.settings).length === 0) as Kept;
    const other = all.find((each) => each.run.settings['venue.takerFee'] !== undefined) as Kept;
    await page.goto(`/backtests/compare?runs=${bare.id},${other.id}`);
    await page.locator('.chart canvas').waitFor();
    const figures = page.getByRole('region', { name: 'Figures side by side' });
    const row = figures.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Total return', exact: true }) });
    const difference = (Number(other.figures.total_return) - Number(bare.figures.total_return)) * 100;
    await row.getByText(percent(bare.figures.total_return), { exact: true }).waitFor();
    await row.getByText(`${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(2)} points`, { exact: true }).waitFor();
    const differently = page.getByRole('region', { name: 'What was run differently' });
    await differently.getByRole('row').filter({ hasText: 'venue.takerFee' }).getByText('not set').waitFor();
    await page.getByLabel('Beside each other by').selectOption('calendar');
    await expect.poll(() => new URL(page.url()).searchParams.get('by')).toBe('calendar');
    await page.getByRole('button', { name: /^compare with it\b.*2: hello/ }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('runs')).toBe(`${other.id},${bare.id}`);
    await page.getByText(/^Under each figure/).waitFor();
    expect(complaintsOf(page)).toEqual([]);
    await close(page);
  });

  it('stand beside what the portfolio has been worth since it trades', { timeout: 120_000 }, async () => {
    const page = await as('viewer', {}, '/backtests');
    const [first] = (await kept(page)) as [Kept];
    await page.goto(`/backtests/${first.id}?tab=live`);
    await page.getByText(/^Live since/).waitFor({ timeout: 60_000 });
    await page.locator('.chart canvas').waitFor();
    const figures = page.getByRole('region', { name: 'Figures of the backtest and of the portfolio' });
    const cells = figures.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Total return', exact: true }) }).getByRole('cell');
    // The whole backtest; its beginning; and live, which is much shorter.
    expect(await cells.count()).toBe(3);
    expect(await cells.first().textContent()).toBe(percent(first.figures.total_return));
    const told = await cells.nth(2).textContent();
    expect(told).toMatch(/^−?\d+\.\d\d%$/);
    await page.getByRole('heading', { name: 'Not the same thing' }).waitFor();
    await page.getByText(/Money that was paid in or out/).waitFor();
    // The same by another way, from all values: it is one of the returns that there were, but for the last digits.
    const values = await worths(page);
    const returns = values.map((each) => each / (values.at(-1) as number) - 1);
    const share = Number(told?.replace('−', '-').replace('%', '')) / 100;
    expect(share).toBeGreaterThan(Math.min(...returns) - 0.0003);
    expect(share).toBeLessThan(Math.max(...returns) + 0.0003);
    await page.getByLabel('Show', { exact: true }).selectOption('whole');
    await expect.poll(() => new URL(page.url()).searchParams.get('length')).toBe('whole');
    expect(complaintsOf(page)).toEqual([]);
    await close(page);
  });

  it('stand beside nothing live for who may not see what was traded, and says so', async () => {
    const page = await as('boss', {}, '/backtests');
    const [first] = (await kept(page)) as [Kept];
    await page.route('**/ui/session', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), roles: ['AUTHOR'] } });
    });
    await page.goto(`/backtests/${first.id}?tab=live`);
    await page.getByText('You may not see what was traded').waitFor();
    await close(page);
  });

  it('say what to do when there are none, when one is broken, and when one is gone', async () => {
    const page = await as('viewer');
    await page.route('**/ui/backtests', (route) => route.fulfill({ json: { items: [] } }));
    await page.goto('/backtests');
    await page.getByText('./meridian backtest examples/hello-strategy').waitFor();
    await shoot(page, 'backtests-none');
    await page.unroute('**/ui/backtests');
    await page.route('**/ui/backtests', async (route) => {
      const answer = await route.fetch();
      const { items } = (await answer.json()) as { items: object[] };
      await route.fulfill({ json: { items: [{ id: '20260101-000000-000-00000000', problem: 'The file x is cut short.' }, ...items] } });
    });
    await page.goto('/backtests');
    await page.getByText('One file is no run that can be read').click();
    await page.getByText('The file x is cut short.').waitFor();
    await page.goto('/backtests/20260101-000000-000-00000000');
    await page.getByText(/There is no run 20260101-000000-000-00000000/).waitFor();
    await page.goto('/backtests/compare');
    await page.getByRole('heading', { name: 'Backtests compared' }).waitFor();
    await page.getByText('Choose 2 to 4 runs').waitFor();
    await close(page);
  });

  describe.each(['light', 'dark'] as const)('in %s', (theme) => {
    it('have nothing serious for axe', { timeout: 120_000 }, async () => {
      const page = await as('viewer', { theme });
      const all = await kept(page);
      const runs = all
        .slice(0, 3)
        .map((each) => each.id)
        .join(',');
      for (const [name, address] of [
        ['backtests', '/backtests'],
        ['backtest', `/backtests/${all[0]?.id}`],
        ['backtests-compared', `/backtests/compare?runs=${runs}`],
        ['backtest-live', `/backtests/${all[0]?.id}?tab=live`],
      ] as const) {
        await page.goto(address);
        await settled(page);
        if (name !== 'backtests') {
          await page.locator('.chart canvas').first().waitFor({ timeout: 60_000 });
        }
        await shoot(page, `${name}-${theme}`);
        expect(await axe(page), name).toEqual([]);
      }
      expect(complaintsOf(page)).toEqual([]);
      await close(page);
    });
  });

  it('fit a phone', { timeout: 120_000 }, async () => {
    const page = await as('viewer', { width: 390, height: 844 });
    const all = await kept(page);
    for (const [name, address] of [
      ['backtests', '/backtests'],
      ['backtest', `/backtests/${all[0]?.id}`],
      ['backtests-compared', `/backtests/compare?runs=${all[0]?.id},${all[1]?.id}`],
      ['backtest-live', `/backtests/${all[0]?.id}?tab=live`],
    ] as const) {
      await page.goto(address);
      await settled(page);
      if (name !== 'backtests') {
        await page.locator('.chart canvas').first().waitFor({ timeout: 60_000 });
      }
      await shoot(page, `phone-${name}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(390);
    }
    await close(page);
  });
});
