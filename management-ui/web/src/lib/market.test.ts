import { describe, expect, it } from 'vitest';
import type { Row } from '../api/types';
import { barsOf, candles, fillsOf, instrumentOf, marks, secondsOf } from './market';

const bar = (begin: string, venue = 'XNAS'): Row => ({ begin, venue, open: '1.10', high: '1.30', low: '1.05', close: '1.20' });
const fill = (time: string, side: string, quantity: string, some: Row = {}): Row => ({
  time,
  side,
  quantity,
  venue: 'XNAS',
  portfolio: 'p',
  kind: 'NEW',
  trade_id: time,
  referenced_trade_id: '',
  ...some,
});

describe('the market', () => {
  it('reads instruments as people write them', () => {
    expect(instrumentOf('XNAS.AAPL')).toEqual({ venue: 'XNAS', symbol: 'AAPL' });
    expect(instrumentOf('XNYS.BRK.B')).toEqual({ venue: 'XNYS', symbol: 'BRK.B' });
    expect(instrumentOf('AAPL')).toBeNull();
    expect(instrumentOf('XNAS.')).toBeNull();
    expect(secondsOf('5m')).toBe(300);
  });

  it('shows the bars of one venue, the oldest first, each once', () => {
    const rows = [bar('2026-01-01T00:02:00Z'), bar('2026-01-01T00:01:00Z'), bar('2026-01-01T00:01:00Z'), bar('2026-01-01T00:01:00Z', 'XLON')];
    const own = barsOf(rows, 'XNAS');
    expect(own.map((row) => row.begin)).toEqual(['2026-01-01T00:01:00Z', '2026-01-01T00:02:00Z']);
    expect(candles(own)[0]).toEqual({ time: Date.UTC(2026, 0, 1, 0, 1) / 1000, open: 1.1, high: 1.3, low: 1.05, close: 1.2 });
  });

  it('puts fills on their bars, exactly added, by side', () => {
    const all = candles(barsOf([bar('2026-01-01T00:01:00Z'), bar('2026-01-01T00:02:00Z')], 'XNAS'));
    const found = marks(
      [
        fill('2026-01-01T00:01:59.999Z', 'BUY', '0.1'),
        fill('2026-01-01T00:01:00Z', 'BUY', '0.2'),
        fill('2026-01-01T00:01:30Z', 'SELL', '1000'),
        fill('2026-01-01T00:02:00Z', 'SELL', '7'),
        fill('2026-01-01T00:03:00Z', 'SELL', '9'),
      ],
      all,
      60,
    );
    expect(found.map((mark) => `${mark.side} ${mark.text}`)).toEqual(['BUY bought 0.3 (2)', 'SELL sold 1,000', 'SELL sold 7']);
  });

  it('leaves out what was cancelled, and shows what stands corrected once', () => {
    const rows = [
      fill('t1', 'BUY', '1', { trade_id: 'a' }),
      fill('t2', 'BUY', '2', { trade_id: 'b' }),
      fill('t3', 'BUY', '3', { trade_id: 'c' }),
      fill('t4', 'BUY', '0', { trade_id: 'x', kind: 'CANCEL', referenced_trade_id: 'a' }),
      fill('t5', 'BUY', '5', { trade_id: 'y', kind: 'CORRECTION', referenced_trade_id: 'b' }),
      fill('t6', 'BUY', '6', { trade_id: 'a', portfolio: 'q' }),
      fill('t7', 'BUY', '7', { venue: 'XLON' }),
    ];
    expect(fillsOf(rows, 'XNAS').map((row) => row.quantity)).toEqual(['3', '5', '6']);
  });
});
