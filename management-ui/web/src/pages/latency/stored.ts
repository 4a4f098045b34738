import { get, path } from '../../api/http';
import { inTurn } from '../../api/queries';
import type { Latency } from '../../api/traffic';
import type { Page, Row } from '../../api/types';
import { ofStore } from '../../lib/latency';

/** The store is there for others, too. */
const MOST_PAGES = 40;
const HOUR_MS = 3_600_000;

export interface Stored {
  told: Latency;
  reports: number;
  /** Whether there are more than were read: then it begins later. */
  isCut: boolean;
}

/** Reports come latest first; when there are too many, it is told from when on they are whole. @param instance empty: all */
export async function stored(hours: number, instance: string, signal: AbortSignal): Promise<Stored> {
  const toMs = Date.now();
  const [from, to] = [toMs - hours * HOUR_MS, toMs].map((at) => new Date(at).toISOString());
  const reports: Row[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page: Page<Row> = await inTurn(() => get(path('/v1/data/latency', { from, to, instance, limit: 100, cursor }), signal));
    reports.push(...page.items);
    cursor = page.next ?? undefined;
    pages++;
  } while (cursor !== undefined && pages < MOST_PAGES);
  const isCut = cursor !== undefined;
  const fromMs = isCut ? Math.max(...reports.slice(-1).map((row) => Date.parse(String(row.time)))) : toMs - hours * HOUR_MS;
  return { told: ofStore(reports, fromMs, toMs), reports: reports.filter((row) => Date.parse(String(row.time)) > fromMs).length, isCut };
}
