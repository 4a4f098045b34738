import { describe, expect, it } from 'vitest';
import { best, ladder, spread } from './depth';

const BOOK = {
  bids: [
    { price: '100.01', size: '0.1', orders: '3' },
    { price: '100.00', size: '0.2', orders: '0' },
    { price: '99.50', size: '1000', orders: '1200' },
  ],
  asks: [
    { price: '100.03', size: '500', orders: '1' },
    { price: '101', size: '250', orders: '0' },
  ],
};

describe('an order book', () => {
  it('is a ladder with the best prices in its middle, added up exactly', () => {
    const { asks, bids, deeper } = ladder(BOOK, 10);
    expect(asks.map(({ price, size, total, orders }) => [price, size, total, orders])).toEqual([
      ['101.00', '250', '750', ''],
      ['100.03', '500', '500', '1'],
    ]);
    expect(bids.map(({ price, size, total, orders }) => [price, size, total, orders])).toEqual([
      ['100.01', '0.1', '0.1', '3'],
      ['100.00', '0.2', '0.3', ''],
      ['99.50', '1,000', '1,000.3', '1,200'],
    ]);
    expect(deeper).toBe(0);
  });

  it('has bars that are as long as its sizes, the largest of what is shown the longest', () => {
    const { asks, bids } = ladder(BOOK, 10);
    expect([...asks, ...bids].map((rung) => rung.share)).toEqual([0.25, 0.5, 0.0001, 0.0002, 1]);
    expect(ladder(BOOK, 2).asks.map((rung) => rung.share)).toEqual([0.5, 1]);
  });

  it('says how many levels are left out, and leaves out the worst', () => {
    const { asks, bids, deeper } = ladder(BOOK, 1);
    expect([asks.length, bids.length, deeper]).toEqual([1, 1, 3]);
    expect([asks[0]?.price, bids[0]?.price]).toEqual(['100.03', '100.01']);
  });

  it('may have one side alone, or none', () => {
    expect(ladder({ asks: [{ price: '2', size: '1' }] }, 5)).toEqual({ asks: [{ price: '2', size: '1', total: '1', orders: '', share: 1 }], bids: [], deeper: 0 });
    expect(ladder({}, 5)).toEqual({ asks: [], bids: [], deeper: 0 });
    expect(best('X.Y', {})).toBe('X.Y: nobody bids, nobody offers');
    expect(best('X.Y', BOOK)).toBe('X.Y: bid 100.01, ask 100.03');
  });

  it('tells how far apart its prices are, and when they are crossed', () => {
    expect(spread('100.01', '100.03')).toBe('0.02');
    expect(spread('100.03', '100.01')).toBe('−0.02 (crossed)');
    expect(spread('-2', '-1')).toBe('1');
    expect(spread(null, '1')).toBe('');
  });
});
