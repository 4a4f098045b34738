// Runs of backtests that were kept. The gateway gives them as they were written: docs/reference/backtest-report.md tells of each field. Their amounts
// are numbers, of which as many digits are shown as a report has.
import { queryOptions } from '@tanstack/react-query';
import { get, part } from './http';

export interface Facts {
  strategy: string;
  strategy_class: string;
  strategy_version: string;
  settings: Record<string, string>;
  data: string;
  seed: number;
  command: string;
  currency: string;
  opening_cash: number;
  begin: string;
  end: string;
  events: number;
  bars: number;
  wall_seconds: number;
}

/** What is not defined is null; times are texts. */
export type Figures = Record<string, number | string | null>;

/** What a list has of a run. */
export interface Run {
  id: string;
  ended: string;
  portfolio: string;
  plugins: { instance: string; id: string; version: string }[];
  /** Only of a run that is the best of a sweep. */
  sweep?: { tried: number; rank_by: string; axes: Record<string, string[]> };
  run: Facts;
  figures: Figures;
  orders: { sent: number; refused: number; cancelled: number; refusals: { code: string; count: number; first: string; sentence: string }[] };
  trading: Record<string, number>;
}

/** A file that is no run, and why. */
export interface Broken {
  id: string;
  problem: string;
}

export interface Report extends Run {
  cautions: string[];
  positions: { venue: string; symbol: string; quantity: number; average_price: number; price: number; unrealised: number }[];
  equity: { time_ms: number[]; value: number[]; gross: number[]; net: number[] };
}

export const backtests = queryOptions({
  queryKey: ['backtests'],
  queryFn: async ({ signal }) => (await get<{ items: (Run | Broken)[] }>('/ui/backtests', signal)).items,
  refetchInterval: 30_000,
});

export const backtest = (id: string) =>
  queryOptions({
    queryKey: ['backtests', id],
    queryFn: async ({ signal }): Promise<Report> => ({ ...(await get<Omit<Report, 'id'>>(`/ui/backtests/${part(id)}`, signal)), id }),
    // A run that has ended does not change.
    staleTime: Number.POSITIVE_INFINITY,
  });
