// The order book of an instrument, as the simulated market of the stack publishes it. After story.test.ts.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, axe, close, complaintsOf, settled, shoot, start, stop, tabTo } from './rig.ts';

beforeAll(start);
afterAll(stop);

const PAGE = '/market?of=XNAS.AAPL&resolution=1s';

function book(page: Page): Locator {
  return page.getByRole('region', { name: /^Order book/ });
}

/** The levels as a reader of the table finds them: side, price, size, sum, orders. */
async function levels(page: Page): Promise<string[][]> {
  return book(page)
    .locator('tbody tr:not(.depth-between)')
    .evaluateAll((rows) => rows.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.textContent ?? '')));
}

async function opened(page: Page): Promise<void> {
  await book(page).getByRole('rowheader').first().waitFor({ timeout: 40_000 });
}

function asOf(page: Page): Locator {
  return book(page).locator('[data-part="at-book"]');
}

/** Waits for the next book. */
async function moved(page: Page): Promise<void> {
  const before = await asOf(page).textContent();
  await expect.poll(() => asOf(page).textContent(), { timeout: 30_000 }).not.toBe(before);
}

const number = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));

describe('the order book', () => {
  it('is a table from the worst offer to the worst bid, and moves', async () => {
    const page = await as('viewer', {}, PAGE);
    await opened(page);
    const all = await levels(page);
    const asks = all.filter(([side]) => side === 'Ask');
    const bids = all.filter(([side]) => side === 'Bid');
    expect([asks.length, bids.length]).toEqual([10, 10]);
    expect(all.map(([, price]) => number(price))).toEqual(all.map(([, price]) => number(price)).sort((a, b) => b - a));
    // What is at a level or better, added up from the best one.
    expect(number(bids[2]?.[3])).toBe(number(bids[0]?.[2]) + number(bids[1]?.[2]) + number(bids[2]?.[2]));
    expect(number(asks[7]?.[3])).toBe(number(asks[9]?.[2]) + number(asks[8]?.[2]) + number(asks[7]?.[2]));
    expect(all.every(([, , , , orders]) => number(orders) >= 1)).toBe(true);
    await book(page).getByText(/^0\.\d\d between$/).waitFor();
    const bars = await book(page).locator('.rung-bar').evaluateAll((each) => each.map((bar) => bar.getBoundingClientRect().width));
    expect(bars.length).toBe(20);
    expect(Math.max(...bars)).toBeGreaterThan(Math.min(...bars));
    await moved(page);
    await settled(page);
    await shoot(page, 'market-depth');
    expect(await axe(page)).toEqual([]);
    expect(complaintsOf(page)).toEqual([]);
    await close(page);
  });

  it('stands still and goes on by the keyboard, and its depth stands in the address', async () => {
    const page = await as('viewer', { theme: 'dark' }, PAGE);
    await opened(page);
    // A list to choose from is known by what is in it.
    await tabTo(page, /^51025all$/);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => new URL(page.url()).searchParams.get('levels')).toBe('5');
    await expect.poll(async () => (await levels(page)).length).toBe(10);
    await book(page).getByText('10 more levels').waitFor();
    await tabTo(page, /^Pause$/);
    await page.keyboard.press('Enter');
    const at = asOf(page);
    // Another page of the same tells when books came. The first may have been on its way when it was pressed.
    const other = await as('viewer', {}, PAGE);
    await opened(other);
    await moved(other);
    const before = await at.textContent();
    await moved(other);
    await moved(other);
    expect(await at.textContent()).toBe(before);
    await close(other);
    await page.bringToFront();
    await page.keyboard.press('Enter');
    await expect.poll(() => at.textContent(), { timeout: 30_000 }).not.toBe(before);
    await shoot(page, 'market-depth-dark');
    expect(await axe(page)).toEqual([]);
    await close(page);
  });

  it('fits a phone', async () => {
    const page = await as('viewer', { width: 360, height: 740 }, `${PAGE}&levels=5`);
    await opened(page);
    await book(page).scrollIntoViewIfNeeded();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await book(page).locator('.depth-frame').evaluate((frame) => frame.scrollWidth <= frame.clientWidth)).toBe(true);
    await shoot(page, 'market-depth-phone');
    expect(await axe(page)).toEqual([]);
    await close(page);
  });

  it('says what to do where nobody publishes one, and that none of the past is stored', async () => {
    const page = await as('viewer', {}, '/market?of=XNAS.NOBODY');
    await page.getByText('Waiting for a book').waitFor();
    await page.getByText('Nobody has published a book of it').waitFor({ timeout: 20_000 });
    await book(page).getByText('platform.data.book.XNAS.NOBODY').waitFor();
    expect(await axe(page)).toEqual([]);
    await shoot(page, 'market-depth-nobody');
    await page.goto('/market?of=XNAS.AAPL&at=2026-01-01T00:00:00.000Z');
    await page.getByText('Books are not stored').waitFor();
    await close(page);
  });

  it('is told to a screen reader, and not at each change', async () => {
    const page = await as('viewer', {}, PAGE);
    await opened(page);
    // Each thing that is said, with when.
    await page.evaluate(() => {
      const said: number[] = [];
      (globalThis as unknown as { said: number[] }).said = said;
      const speaker = document.querySelector('.unseen[aria-live]') as HTMLElement;
      new MutationObserver(() => {
        if (/XNAS\.AAPL: bid [\d.]+, ask [\d.]+/.test(speaker.textContent ?? '')) {
          said.push(performance.now());
        }
      }).observe(speaker, { childList: true });
    });
    await expect.poll(() => page.evaluate(() => (globalThis as unknown as { said: number[] }).said.length), { timeout: 45_000 }).toBeGreaterThan(1);
    const said = await page.evaluate(() => (globalThis as unknown as { said: number[] }).said);
    for (let i = 1; i < said.length; i++) {
      expect((said[i] as number) - (said[i - 1] as number)).toBeGreaterThan(4_500);
    }
    await close(page);
  });
});

describe('a message with a book', () => {
  it('shows its levels as tables', async () => {
    const page = await as('viewer', {}, '/messages?pattern=platform.data.book.*.*');
    const list = page.getByRole('listbox', { name: /Messages/ });
    await list.getByRole('option').first().waitFor({ timeout: 40_000 });
    await list.focus();
    await page.keyboard.press('End');
    const bids = page.getByRole('table', { name: 'bids: 10' });
    await bids.getByRole('columnheader', { name: 'price' }).waitFor();
    expect(await bids.getByRole('row').count()).toBe(11);
    await page.getByRole('table', { name: 'asks: 10' }).scrollIntoViewIfNeeded();
    await shoot(page, 'message-book');
    expect(await axe(page)).toEqual([]);
    await close(page);
  });
});
