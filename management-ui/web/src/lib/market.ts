// Bars and fills as a chart takes them. A line on a screen has fewer points than a double has digits; figures in words stay exact.
import type { Row } from '../api/types';
import { grouped, sum } from './decimal';

export interface Candle {
  /** Epoch seconds. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
}

export interface Mark {
  time: number;
  side: 'BUY' | 'SELL';
  /** How much, and of how many fills. */
  text: string;
}

export const RESOLUTIONS: ReadonlyArray<readonly [value: string, title: string, seconds: number]> = [
  ['1s', '1 second', 1],
  ['5s', '5 seconds', 5],
  ['15s', '15 seconds', 15],
  ['1m', '1 minute', 60],
  ['5m', '5 minutes', 300],
  ['15m', '15 minutes', 900],
  ['1h', '1 hour', 3600],
  ['1d', '1 day', 86_400],
];

export function secondsOf(resolution: string): number {
  return RESOLUTIONS.find(([value]) => value === resolution)?.[2] ?? 60;
}

/** VENUE.SYMBOL, as people write it. A symbol may have points itself; a venue has none. */
export function instrumentOf(text: string): { venue: string; symbol: string } | null {
  const point = text.indexOf('.');
  return point > 0 && point < text.length - 1 ? { venue: text.slice(0, point), symbol: text.slice(point + 1) } : null;
}

/** Those of one venue, the oldest first, each time once. */
export function barsOf(rows: readonly Row[], venue: string): Row[] {
  const found = new Map(rows.filter((row) => row.venue === venue).map((row) => [String(row.begin), row]));
  return [...found.values()].sort((a, b) => String(a.begin).localeCompare(String(b.begin)));
}

export function candles(bars: readonly Row[]): Candle[] {
  return bars.map((row) => ({
    time: Date.parse(String(row.begin)) / 1000,
    open: Number(row.open),
    high: Number(row.high),
    low: Number(row.low),
    close: Number(row.close),
  }));
}

function nameOf(row: Row, trade: unknown): string {
  return `${row.portfolio} ${row.venue} ${String(trade)}`;
}

/** Those of a venue that count: not those that were cancelled or stand corrected. */
export function fillsOf(rows: readonly Row[], venue: string): Row[] {
  const own = rows.filter((row) => row.venue === venue);
  const replaced = new Set(own.filter((row) => row.kind !== 'NEW').map((row) => nameOf(row, row.referenced_trade_id)));
  return own.filter((row) => row.kind === 'CORRECTION' || (row.kind === 'NEW' && !replaced.has(nameOf(row, row.trade_id))));
}

/** Fills on the bars that they happened in; those of one side in one bar are one mark. What is on no bar has none. */
export function marks(fills: readonly Row[], bars: readonly Candle[], seconds: number): Mark[] {
  const begins = new Set(bars.map((bar) => bar.time));
  const found = new Map<string, { time: number; side: Mark['side']; quantities: string[] }>();
  for (const fill of fills) {
    const time = Math.floor(Date.parse(String(fill.time)) / 1000 / seconds) * seconds;
    if (begins.has(time)) {
      const side = fill.side === 'SELL' ? 'SELL' : 'BUY';
      const mark = found.get(`${time} ${side}`) ?? { time, side, quantities: [] };
      mark.quantities.push(String(fill.quantity));
      found.set(`${time} ${side}`, mark);
    }
  }
  return [...found.values()]
    .sort((a, b) => a.time - b.time || a.side.localeCompare(b.side))
    .map(({ time, side, quantities }) => ({
      time,
      side,
      text: `${side === 'BUY' ? 'bought' : 'sold'} ${grouped(sum(quantities))}${quantities.length > 1 ? ` (${quantities.length})` : ''}`,
    }));
}
