import { queryOptions } from '@tanstack/react-query';
import { get, path } from '../../api/http';
import { inTurn } from '../../api/queries';
import type { Page, Row } from '../../api/types';

const MOST_PAGES = 12;

/** All pages of an answer, up to a bound. */
async function every(what: string, query: Record<string, string | undefined>, signal: AbortSignal): Promise<{ rows: Row[]; isCut: boolean }> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page: Page<Row> = await inTurn(() => get(path(`/v1/data/${what}`, { ...query, limit: 100, cursor }), signal));
    rows.push(...page.items);
    cursor = page.next ?? undefined;
    pages++;
  } while (cursor !== undefined && pages < MOST_PAGES);
  return { rows, isCut: cursor !== undefined };
}

/** The last quote of each instrument that the store knows. */
export const instruments = queryOptions({
  queryKey: ['data', 'instruments'],
  queryFn: async ({ signal }) => (await every('quotes', { as_of: new Date().toISOString() }, signal)).rows,
  staleTime: 60_000,
});

/** So many bars are shown at once. */
export const BARS = 240;

export interface Past {
  bars: Row[];
  fills: Row[];
  /** Whether the store has more of the time than was read. */
  isCut: boolean;
  fromMs: number;
}

/** @param until empty: now, and asked again and again */
export const past = (symbol: string, resolution: string, seconds: number, until: string) =>
  queryOptions({
    queryKey: ['data', 'market', symbol, resolution, until],
    queryFn: async ({ signal }): Promise<Past> => {
      const toMs = until === '' ? Date.now() : Date.parse(until);
      // Whole bars: one that is cut off at its begin says something else.
      const fromMs = Math.floor((toMs - BARS * seconds * 1000) / (seconds * 1000)) * seconds * 1000;
      const range = { symbol, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
      const bars = await every('bars', { ...range, resolution }, signal);
      const fills = await every('fills', range, signal);
      return { bars: bars.rows, fills: fills.rows, isCut: bars.isCut || fills.isCut, fromMs };
    },
    refetchInterval: until === '' ? Math.min(60_000, Math.max(5000, seconds * 1000)) : false,
  });
