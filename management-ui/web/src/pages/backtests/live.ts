// What a portfolio has been worth since it trades. The store has a row a second or more: it is asked for the last before each of some times.
import { get, path } from '../../api/http';
import { inTurn } from '../../api/queries';
import type { Page, Row } from '../../api/types';
import { type Valued, back, between } from '../../lib/sampled';
import type { Points } from '../../lib/returns';

/** The view in which the book of record values portfolios, and a backtest does. */
export const VIEW = 'TRADE_DATE';

/** Rows of other views and currencies come between. */
const SOME = 20;

export interface Live extends Points {
  /** Whether there is a value of the end of each day. */
  isDaily: boolean;
}

export async function live(portfolio: string, currency: string, signal: AbortSignal): Promise<Live> {
  const at = async (time: number): Promise<Valued | null> => {
    const to = new Date(time).toISOString();
    const page = await inTurn(() => get<Page<Row>>(path('/v1/data/values', { portfolio, to, limit: SOME }), signal));
    const row = page.items.find((each) => each.view === VIEW && each.currency === currency);
    return row ? { at: Date.parse(String(row.time)), value: Number(row.value) } : null;
  };
  const now = Date.now();
  const last = await at(now);
  if (!last) {
    return { at: [], value: [], isDaily: true };
  }
  const first = await back(now, last, at);
  const found = new Map([first, last].map((each) => [each.at, each.value]));
  const { times, isDaily } = between(first.at, last.at);
  for (const time of times) {
    const valued = await at(time);
    if (valued) {
      found.set(valued.at, valued.value);
    }
  }
  const points = [...found].sort(([one], [other]) => one - other);
  return { at: points.map(([time]) => time), value: points.map(([, value]) => value), isDaily };
}
