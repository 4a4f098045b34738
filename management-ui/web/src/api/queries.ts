// What is asked of the gateway, and how long an answer is good for. Changes make answers old at once (watch.ts); the
// intervals are for what no change is told of.
import { QueryClient, infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { Problem, all, get, part, path } from './http';
import type {
  Access,
  Account,
  Act,
  Backup,
  Cluster,
  Data,
  Grant,
  HealthHistory,
  Instance,
  KeptRow,
  Kill,
  Neighbour,
  Page,
  PluginVersion,
  Review,
  Row,
  Session,
  Status,
  Token,
} from './types';

/** Nobody answered, or whoever did was busy. */
const AGAIN: ReadonlySet<number> = new Set([0, 429, 503]);

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2000,
      refetchOnWindowFocus: true,
      // What was refused is refused again; what was not heard may be heard.
      retry: (times, failure) => failure instanceof Problem && AGAIN.has(failure.status) && times < 2,
    },
  },
});

export const session = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await get<Session>('/ui/session', signal);
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 401) {
        return null;
      }
      throw failure;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export const setup = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => get<{ needed: boolean }>('/ui/setup', signal),
});

export const status = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => get<Status>('/v1/status', signal),
  refetchInterval: 5000,
});

/** Who leads, and who is there. It is looked at while a machine is taken away. */
export const cluster = queryOptions({
  queryKey: ['cluster'],
  queryFn: ({ signal }) => get<Cluster>('/v1/cluster', signal),
  refetchInterval: 1000,
  staleTime: 500,
});

export const instances = queryOptions({
  queryKey: ['instances'],
  queryFn: ({ signal }) => all<Instance>('/v1/instances', {}, signal),
  refetchInterval: 10_000,
});

/** Those that somebody else started on this machine. */
export const neighbours = queryOptions({
  queryKey: ['neighbours'],
  queryFn: ({ signal }) => all<Neighbour>('/v1/neighbours', {}, signal),
  refetchInterval: 10_000,
});

export const instance = (name: string) =>
  queryOptions({
    queryKey: ['instances', name],
    queryFn: ({ signal }) => get<Instance>(`/v1/instances/${part(name)}`, signal),
    refetchInterval: 5000,
  });

export const health = (name: string) =>
  queryOptions({
    queryKey: ['instances', name, 'health'],
    queryFn: ({ signal }) => get<HealthHistory>(`/v1/instances/${part(name)}/health`, signal),
    refetchInterval: 30_000,
  });

export const versions = queryOptions({
  queryKey: ['plugins'],
  queryFn: ({ signal }) => all<PluginVersion>('/v1/plugins', {}, signal),
});

export const version = (plugin: string, number: string) =>
  queryOptions({
    queryKey: ['plugins', plugin, number],
    queryFn: ({ signal }) => get<PluginVersion>(`/v1/plugins/${part(plugin)}/versions/${part(number)}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const grants = (filter: { instance?: string; state?: string }) =>
  queryOptions({
    queryKey: ['grants', filter.instance ?? '', filter.state ?? ''],
    queryFn: ({ signal }) => all<Grant>('/v1/grants', filter, signal),
    refetchInterval: 30_000,
  });

export const review = (id: string) =>
  queryOptions({
    queryKey: ['grants', 'review', id],
    queryFn: ({ signal }) => get<Review>(`/v1/grants/${part(id)}/review`, signal),
  });

/** Why an instance can or cannot do something. */
export const access = (name: string, action: string, topic: string) =>
  queryOptions({
    queryKey: ['grants', 'access', name, action, topic],
    queryFn: ({ signal }) => get<Access>(path(`/v1/instances/${part(name)}/access`, { action, topic }), signal),
  });

export const kills = queryOptions({
  queryKey: ['kills'],
  queryFn: ({ signal }) => all<Kill>('/v1/kills', {}, signal),
});

export const acts = (object: string) =>
  infiniteQueryOptions({
    queryKey: ['acts', object],
    queryFn: ({ signal, pageParam }) => get<Page<Act>>(path('/v1/acts', { object, limit: 200, cursor: pageParam }), signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const lastActs = queryOptions({
  queryKey: ['acts', 'last'],
  queryFn: ({ signal }) => get<Page<Act>>('/v1/acts?limit=15', signal),
});

export const kept = queryOptions({
  queryKey: ['kept'],
  queryFn: ({ signal }) => get<Page<KeptRow>>('/v1/data/kept?limit=100', signal),
});

export const accounts = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => all<Account>('/v1/accounts', {}, signal),
});

export const tokens = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => all<Token>('/v1/tokens', {}, signal),
});

export const backups = queryOptions({
  queryKey: ['backups'],
  queryFn: ({ signal }) => all<Backup>('/v1/backups', {}, signal),
});

let asking: Promise<unknown> = Promise.resolve();

/** The store takes few questions at once from all pages together: a page asks one after the other, and lets each end. */
export function inTurn<T>(question: () => Promise<T>): Promise<T> {
  const mine = asking.then(question);
  asking = mine.catch(() => undefined);
  return mine;
}

export type DataFilter = Partial<
  Record<'portfolio' | 'symbol' | 'order' | 'instance' | 'as_of' | 'from' | 'to', string>
>;

/** Rows of the store, a page at a time. */
export const rows = (what: Data, filter: DataFilter, every: number | false) =>
  infiniteQueryOptions({
    queryKey: ['data', what, filter],
    queryFn: ({ pageParam }) =>
      inTurn(() => get<Page<Row>>(path(`/v1/data/${what}`, { ...filter, limit: 100, cursor: pageParam }))),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: every,
  });

/** How things stand, or stood: the question needs a time. @param at empty: now, and asked again and again */
export const standing = (what: Data, at: string) =>
  queryOptions({
    queryKey: ['data', what, 'standing', at],
    queryFn: async (): Promise<Row[]> => {
      const found: Row[] = [];
      const asOf = at === '' ? new Date().toISOString() : at;
      let cursor: string | undefined;
      do {
        const address = path(`/v1/data/${what}`, { as_of: asOf, limit: 100, cursor });
        const page = await inTurn(() => get<Page<Row>>(address));
        found.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && found.length < 2000);
      return found;
    },
    refetchInterval: at === '' ? 10_000 : false,
    placeholderData: keepPreviousData,
  });
