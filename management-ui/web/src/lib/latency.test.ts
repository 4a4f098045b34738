import { describe, expect, it } from 'vitest';
import type { Latency } from '../api/traffic';
import { bound, byConsumer, byTopic, grid, ofStore, percentile } from './latency';

const TOLD: Latency = {
  now: 900_000,
  since: 0,
  missed: 0,
  unreadable: 0,
  untold: 0,
  from: 0,
  slotMs: 30_000,
  slots: 30,
  // As they came, not in order.
  buckets: [
    [10_000, 15_000],
    [1_000, 1_500],
    [10_000_000_000, 0],
  ],
  hops: [
    { instance: 'a', topic: 'quotes', lag: 3, lagAt: 1, unplaced: 0, counts: [[0, 1, 90], [29, 0, 9]] },
    { instance: 'b', topic: 'quotes', lag: 4, lagAt: 1, unplaced: 0, counts: [[29, 0, 1]] },
    { instance: 'b', topic: 'orders', lag: 0, lagAt: 1, unplaced: 0, counts: [[29, 2, 1]] },
  ],
};

describe('latency', () => {
  it('is added bucket by bucket, and percentiles are found in the sum', () => {
    const quotes = byTopic(TOLD).find((row) => row.topic === 'quotes');
    expect(quotes).toMatchObject({ count: 100, lag: 7 });
    expect(quotes?.buckets.map((bucket) => [bucket.above, bucket.count])).toEqual([
      [1_000, 90],
      [10_000, 10],
    ]);
    expect(bound(percentile(quotes as never, 0.5))).toBe('≤ 1.5 µs');
    expect(bound(percentile(quotes as never, 0.9))).toBe('≤ 1.5 µs');
    expect(bound(percentile(quotes as never, 0.91))).toBe('≤ 15 µs');
    expect(bound(percentile(byTopic(TOLD)[1] as never, 0.5))).toBe('> 10 s');
    expect(bound(percentile({ count: 0, buckets: [] }, 0.5))).toBe('—');
  });

  it('is told for each who is delivered to', () => {
    expect(byConsumer(TOLD).map((row) => [row.key, row.count, row.lag])).toEqual([
      ['a quotes', 99, 3],
      ['b quotes', 1, 4],
      ['b orders', 1, 0],
    ]);
  });

  it('is a grid from fast to slow, from old to new, in which nothing is lost', () => {
    const all = grid(TOLD, '');
    // Between buckets that are apart there is a row, in which nothing is.
    expect(all.bounds.map((each) => each.above)).toEqual([1_000, 1_500, 10_000, 15_000, 10_000_000_000]);
    expect(all.counts[0]).toEqual([90, 0, 0, 0, 0]);
    expect(all.counts[29]).toEqual([0, 0, 10, 0, 1]);
    expect(all.counts.flat().reduce((a, b) => a + b)).toBe(101);
    expect(all.most).toBe(90);
    expect(all.slots[29]).toBe(29 * 30_000);
    expect(grid(TOLD, 'orders').bounds).toEqual([{ above: 10_000_000_000, upTo: Number.POSITIVE_INFINITY }]);
    expect(grid(TOLD, 'none').most).toBe(0);
  });

  it('is read from rows of the store, those of the time alone', () => {
    const row = (at: number, buckets: string) => ({ time: new Date(at).toISOString(), instance: 'a', topic: 'quotes', buckets });
    const told = ofStore([row(0, '0-1:5'), row(1, '0-1000:1'), row(100_000, '0-1000:2,1000-1500:3'), row(3_000_000, '1000-:4'), row(3_000_001, '0-1000:9')], 0, 3_000_000);
    expect(told.slotMs).toBe(100_000);
    expect(byTopic(told)[0]?.count).toBe(10);
    expect(told.hops[0]?.counts).toEqual([
      [0, 0, 3],
      [0, 1, 3],
      [29, 2, 4],
    ]);
    expect(bound(percentile(byTopic(told)[0] as never, 1))).toBe('> 1 µs');
    expect(() => ofStore([row(5, 'what')], 0, 10)).toThrow('cannot be read');
  });
});
