// The audit log, as the gateway searches and verifies it.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, get, part, path } from './http';

export interface AuditRecord {
  shard: string | number;
  index: string | number;
  at: string;
  topic?: string | null;
  act?: string | null;
  who?: string | null;
  object?: string | null;
  before?: string | null;
  after?: string | null;
  why?: string | null;
  traceId?: string | null;
  /** What a message says, as far as it is text. */
  content?: string | null;
  kind: string;
  hash: string;
  bytes: number;
}

export interface Verified {
  ok: boolean;
  shards: {
    shard: string | number;
    records: number | string;
    checkpoints: number | string;
    lastCheckpoint: { id: string | number; count: string | number; at: string; key: string } | null;
    signature: string;
    problems: string[];
  }[];
  seconds: number;
}

/** A step of a trace: what three observers saw of a message. */
export interface Hop {
  trace: string;
  message: string;
  schema: string;
  cause?: string;
  after_cause_ns?: number;
  event_time: string;
  published: string;
  recorded: string;
  kind: string;
  index: number;
  deliveries: { instance: string; delivered: string; after_ns: number }[];
  missed_by: string[];
  lost_cause?: string;
}

export type RecordFilter = Record<'text' | 'topic' | 'source' | 'from' | 'to' | 'kind', string>;

export const records = (filter: RecordFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'records', filter],
    queryFn: ({ signal, pageParam }) =>
      get<{ items: AuditRecord[]; next: string | null }>(path('/ui/audit/records', { ...filter, cursor: pageParam, limit: 100 }), signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const trace = (id: string) =>
  queryOptions({
    queryKey: ['audit', 'trace', id],
    queryFn: ({ signal }) => get<Hop[]>(`/ui/audit/trace/${part(id)}`, signal),
    staleTime: 10_000,
  });

export function verify(): Promise<Verified> {
  return call('POST', '/ui/audit/verify', { body: {} });
}

/** How much of the log there is; held: nothing of it is removed, by whom and why. */
export interface KeptLog {
  files: number;
  bytes: number;
  oldest: string | null;
  held: string | null;
}

export const keptLog = queryOptions({
  queryKey: ['audit-kept'],
  queryFn: ({ signal }) => get<KeptLog>('/ui/audit/kept', signal),
});

export function hold(why: string): Promise<KeptLog> {
  return call('POST', '/ui/audit/hold', { body: { why } });
}

export function endHold(why: string): Promise<KeptLog> {
  return call('POST', '/ui/audit/hold/end', { body: { why } });
}
