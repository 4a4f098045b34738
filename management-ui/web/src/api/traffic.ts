// What the gateway heard of sidecars. Times are epoch milliseconds.
import { queryOptions } from '@tanstack/react-query';
import { get } from './http';

/** Counts of the last minute of reports, and of all since the gateway listens. */
export interface TopicTraffic {
  topic: string;
  published: number;
  delivered: number;
  denied: number;
  backPressure: number;
  dropped: number;
  missing: number;
  duplicates: number;
  deadLetters: number;
  lag: number;
  publishedInAll: number;
  deliveredInAll: number;
  deniedInAll: number;
  publishedAt: number | null;
  deliveredAt: number | null;
}

export interface InstanceTraffic {
  name: string;
  state: string;
  attached: boolean;
  latched: boolean;
  first: number;
  last: number;
  /** How much time all of its reports tell of, and those of the last minute. */
  heardMs: number;
  coveredMs: number;
  untold: number;
  topics: TopicTraffic[];
}

interface Heard {
  now: number;
  since: number;
  /** Reports that are in no sum: given up by the bus, not to be read, of too many instances. */
  missed: number;
  unreadable: number;
  untold: number;
}

export interface Traffic extends Heard {
  instances: InstanceTraffic[];
}

export interface Hop {
  instance: string;
  topic: string;
  lag: number;
  lagAt: number;
  unplaced: number;
  /** Slot, bucket, count. */
  counts: [slot: number, bucket: number, count: number][];
}

export interface Latency extends Heard {
  from: number;
  slotMs: number;
  slots: number;
  /** Nanoseconds: above, and up to; 0 is without a bound. */
  buckets: [above: number, upTo: number][];
  hops: Hop[];
}

/** What is zero is not sent. */
type Told = Omit<Traffic, 'instances'> & { instances: (Omit<InstanceTraffic, 'topics'> & { topics: (Partial<TopicTraffic> & { topic: string })[] })[] };

export const NOTHING: Omit<TopicTraffic, 'topic'> = {
  published: 0,
  delivered: 0,
  denied: 0,
  backPressure: 0,
  dropped: 0,
  missing: 0,
  duplicates: 0,
  deadLetters: 0,
  lag: 0,
  publishedInAll: 0,
  deliveredInAll: 0,
  deniedInAll: 0,
  publishedAt: null,
  deliveredAt: null,
};

/** Sidecars report every 10 s as they come. */
const EVERY_MS = 5000;

export const traffic = queryOptions({
  queryKey: ['traffic'],
  queryFn: async ({ signal }) => {
    const told = await get<Told>('/ui/traffic', signal);
    return { ...told, instances: told.instances.map((each) => ({ ...each, topics: each.topics.map((topic) => ({ ...NOTHING, ...topic })) })) } as Traffic;
  },
  refetchInterval: EVERY_MS,
});

export const latency = queryOptions({
  queryKey: ['latency'],
  queryFn: ({ signal }) => get<Latency>('/ui/latency', signal),
  refetchInterval: EVERY_MS,
});
