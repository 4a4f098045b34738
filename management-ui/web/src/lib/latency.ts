// How long deliveries took, from buckets. Buckets of the same bounds are added; percentiles are found in the sum, never added.
import type { Latency } from '../api/traffic';
import type { Row } from '../api/types';
import { nanos } from './time';

/** A bucket and how many fell into it. Nanoseconds; up to infinity where it has no bound. */
export interface Bucket {
  above: number;
  upTo: number;
  count: number;
}

export interface Spread {
  count: number;
  /** The fastest first, none of them empty. */
  buckets: Bucket[];
}

export interface HopRow extends Spread {
  key: string;
  instance: string;
  topic: string;
  lag: number;
  lagAt: number;
}

/** Buckets from fast to slow, half minutes from old to new. */
export interface Grid {
  bounds: { above: number; upTo: number }[];
  /** When each slot begins. */
  slots: number[];
  slotMs: number;
  /** Of a slot and a bucket. */
  counts: number[][];
  most: number;
}

const upTo = (bound: number) => (bound === 0 ? Number.POSITIVE_INFINITY : bound);

function spread(buckets: Latency['buckets'], counts: ReadonlyMap<number, number>): Spread {
  const all = [...counts]
    .filter(([, count]) => count > 0)
    .map(([index, count]) => ({ above: buckets[index]?.[0] ?? 0, upTo: upTo(buckets[index]?.[1] ?? 0), count }))
    .sort((a, b) => a.above - b.above || a.upTo - b.upTo);
  return { count: all.reduce((sum, bucket) => sum + bucket.count, 0), buckets: all };
}

/** The bucket that so large a part of all did not go beyond; null of none. */
export function percentile(of: Spread, part: number): Bucket | null {
  let before = 0;
  for (const bucket of of.buckets) {
    before += bucket.count;
    if (before >= part * of.count) {
      return bucket;
    }
  }
  return null;
}

/** What is known of it: that it took at most so long, or longer than the last bound. */
export function bound(bucket: Bucket | null): string {
  return bucket === null ? '—' : Number.isFinite(bucket.upTo) ? `≤ ${nanos(bucket.upTo)}` : `> ${nanos(bucket.above)}`;
}

function rows(latency: Latency, key: (hop: Latency['hops'][number]) => string): HopRow[] {
  const sums = new Map<string, { hop: Latency['hops'][number]; lag: number; counts: Map<number, number> }>();
  for (const hop of latency.hops) {
    const sum = sums.get(key(hop)) ?? { hop, lag: 0, counts: new Map<number, number>() };
    sum.lag += hop.lag;
    for (const [, bucket, count] of hop.counts) {
      sum.counts.set(bucket, (sum.counts.get(bucket) ?? 0) + count);
    }
    sums.set(key(hop), sum);
  }
  return [...sums].map(([name, { hop, lag, counts }]) => ({
    key: name,
    instance: hop.instance,
    topic: hop.topic,
    lag,
    lagAt: hop.lagAt,
    ...spread(latency.buckets, counts),
  }));
}

/** By topic, over all who were delivered to. */
export function byTopic(latency: Latency): HopRow[] {
  return rows(latency, (hop) => hop.topic);
}

/** By who was delivered to, and what. */
export function byConsumer(latency: Latency): HopRow[] {
  return rows(latency, (hop) => `${hop.instance} ${hop.topic}`);
}

/** Of these buckets in their order; where they leave something out, a row that has nothing. */
function rowsOf(latency: Latency, used: ReadonlySet<number>): { bounds: Grid['bounds']; place: Map<number, number> } {
  const order = [...used].sort((a, b) => (latency.buckets[a]?.[0] ?? 0) - (latency.buckets[b]?.[0] ?? 0));
  const bounds: Grid['bounds'] = [];
  const place = new Map<number, number>();
  for (const bucket of order) {
    const above = latency.buckets[bucket]?.[0] ?? 0;
    const before = bounds.at(-1);
    if (before && before.upTo < above) {
      bounds.push({ above: before.upTo, upTo: above });
    }
    place.set(bucket, bounds.length);
    bounds.push({ above, upTo: upTo(latency.buckets[bucket]?.[1] ?? 0) });
  }
  return { bounds, place };
}

/** @param topic empty: all together */
export function grid(latency: Latency, topic: string): Grid {
  const wanted = latency.hops.filter((hop) => topic === '' || hop.topic === topic);
  const { bounds, place } = rowsOf(latency, new Set(wanted.flatMap((hop) => hop.counts.map(([, bucket]) => bucket))));
  const counts = Array.from({ length: latency.slots }, () => bounds.map(() => 0));
  for (const hop of wanted) {
    for (const [slot, bucket, count] of hop.counts) {
      const column = counts[slot];
      const index = place.get(bucket);
      if (column && index !== undefined) {
        column[index] = (column[index] ?? 0) + count;
      }
    }
  }
  return {
    bounds,
    slots: counts.map((_, index) => latency.from + index * latency.slotMs),
    slotMs: latency.slotMs,
    counts,
    most: Math.max(0, ...counts.flat()),
  };
}

export const SLOTS = 30;
const BUCKET = /^(\d+)-(\d*):(\d+)$/;

/**
 * The same of rows that the store keeps. A report counts in the slot that it ends in, and only those between the two times do.
 *
 * @throws Error when the store says buckets that cannot be read
 */
export function ofStore(reports: readonly Row[], fromMs: number, toMs: number): Latency {
  const slotMs = (toMs - fromMs) / SLOTS;
  const buckets: Latency['buckets'] = [];
  const numbers = new Map<string, number>();
  const hops = new Map<string, { instance: string; topic: string; counts: Map<string, [number, number, number]> }>();
  for (const row of reports) {
    const at = Date.parse(String(row.time));
    const slot = Math.ceil((at - fromMs) / slotMs) - 1;
    if (slot < 0 || slot >= SLOTS) {
      continue;
    }
    const key = `${row.instance} ${row.topic}`;
    const hop = hops.get(key) ?? { instance: String(row.instance), topic: String(row.topic), counts: new Map() };
    hops.set(key, hop);
    for (const text of String(row.buckets ?? '').split(',')) {
      const found = BUCKET.exec(text);
      if (!found) {
        throw new Error(`The store says of buckets '${text}', which cannot be read.`);
      }
      const bounds = `${found[1]}-${found[2]}`;
      if (!numbers.has(bounds)) {
        numbers.set(bounds, buckets.length);
        buckets.push([Number(found[1]), Number(found[2] || 0)]);
      }
      const bucket = numbers.get(bounds) as number;
      const cell = hop.counts.get(`${slot} ${bucket}`) ?? [slot, bucket, 0];
      cell[2] += Number(found[3]);
      hop.counts.set(`${slot} ${bucket}`, cell);
    }
  }
  return {
    now: toMs,
    since: fromMs,
    missed: 0,
    unreadable: 0,
    untold: 0,
    from: fromMs,
    slotMs,
    slots: SLOTS,
    buckets,
    hops: [...hops.values()].map((hop) => ({ instance: hop.instance, topic: hop.topic, lag: 0, lagAt: 0, unplaced: 0, counts: [...hop.counts.values()] })),
  };
}
