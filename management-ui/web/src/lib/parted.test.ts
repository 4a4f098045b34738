import { describe, expect, it } from 'vitest';
import { parted } from './parted';

describe('what a message says', () => {
  it('has lists of alike things as tables, in the order of the message, and all else by name', () => {
    const { facts, lists } = parted({
      symbol: 'AAPL',
      price: null,
      fee: { amount: '1.20', currency: 'USD' },
      bids: [{ price: '100.01', size: '5' }, { price: '100', size: '7', orders: '2' }],
      asks: [],
      flags: ['LAST', 'SNAPSHOT'],
      parts: [{ cost: { amount: '3', currency: 'EUR' } }],
    });
    expect(facts).toEqual([
      ['symbol', 'AAPL'],
      ['price', ''],
      ['fee.amount', '1.20'],
      ['fee.currency', 'USD'],
      ['asks', '[]'],
      ['flags.0', 'LAST'],
      ['flags.1', 'SNAPSHOT'],
    ]);
    expect(lists).toEqual([
      {
        name: 'bids',
        columns: ['price', 'size', 'orders'],
        rows: [
          ['100.01', '5', ''],
          ['100', '7', '2'],
        ],
      },
      { name: 'parts', columns: ['cost'], rows: [['3 EUR']] },
    ]);
  });
});
