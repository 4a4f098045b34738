// What a portfolio was worth over time: as returns, in fewer points, beside others, and the figures that a report computes of it.

const DAY_MS = 86_400_000;
const SATURDAY = 6;
const SUNDAY = 0;

/** Times in milliseconds, rising, and what it was worth then. */
export interface Points {
  at: readonly number[];
  value: readonly number[];
}

export interface ReturnFigures {
  totalReturn: number | null;
  drawdown: number | null;
  volatility: number | null;
  sharpe: number | null;
  bestDay: number | null;
  worstDay: number | null;
  dailyReturns: number;
  daysPerYear: number;
}

/** As shares of what it was worth at first; none when that was nothing. */
export function asReturns({ at, value }: Points): Points {
  const first = value[0] ?? 0;
  return first > 0 ? { at, value: value.map((each) => each / first - 1) } : { at: [], value: [] };
}

/** How far below its highest it was, at each time: zero or less. */
export function drawdowns(value: readonly number[]): number[] {
  let peak = Number.NEGATIVE_INFINITY;
  return value.map((each) => {
    peak = Math.max(peak, each);
    return peak > 0 ? each / peak - 1 : 0;
  });
}

/** Its beginning, as long as this; the value at the end is that which held then. */
export function beginning({ at, value }: Points, spanMs: number): Points {
  const end = (at[0] ?? 0) + spanMs;
  const count = at.filter((each) => each <= end).length;
  const last = value[count - 1];
  return count === 0 || count === at.length || last === undefined || at[count - 1] === end
    ? { at: at.slice(0, count), value: value.slice(0, count) }
    : { at: [...at.slice(0, count), end], value: [...value.slice(0, count), last] };
}

/** The same line in fewer points: of each stretch of time its last, its lowest and its highest. */
export function thinned({ at, value }: Points, most: number): Points {
  const begin = at[0] ?? 0;
  const stretch = ((at.at(-1) ?? 0) - begin) / Math.max(1, Math.floor(most / 3));
  if (at.length <= most || stretch === 0) {
    return { at, value };
  }
  const kept = new Set<number>([0]);
  for (let from = 0; from < at.length; ) {
    const own = Math.floor(((at[from] as number) - begin) / stretch);
    let lowest = from;
    let highest = from;
    let to = from;
    for (; to < at.length && Math.floor(((at[to] as number) - begin) / stretch) === own; to++) {
      lowest = (value[to] as number) < (value[lowest] as number) ? to : lowest;
      highest = (value[to] as number) > (value[highest] as number) ? to : highest;
    }
    [lowest, highest, to - 1].forEach((index) => kept.add(index));
    from = to;
  }
  const places = [...kept].sort((a, b) => a - b);
  return { at: places.map((index) => at[index] as number), value: places.map((index) => value[index] as number) };
}

/** Lines on one axis of time, in seconds: of each time, or of the time since each began. Between two points of its own a line has its last value; before and after them, none. */
export function together(lines: readonly Points[], sinceBegin: boolean): { at: number[]; values: (number | null)[][] } {
  const own = lines.map(({ at }) => at.map((each) => (each - (sinceBegin ? (at[0] ?? 0) : 0)) / 1000));
  const at = [...new Set(own.flat())].sort((a, b) => a - b);
  const values = lines.map(({ value }, line) => {
    const times = own[line] as number[];
    let next = 0;
    return at.map((time) => {
      while (next < times.length && (times[next] as number) <= time) {
        next++;
      }
      return next === 0 || time > (times.at(-1) ?? 0) ? null : (value[next - 1] ?? null);
    });
  });
  return { at, values };
}

/** As the report of a backtest computes them: ratios are of daily returns (UTC), over a risk-free rate of zero. */
export function figuresOf({ at, value }: Points): ReturnFigures {
  const first = value[0] ?? 0;
  const last = value.at(-1) ?? 0;
  const daily = dailyReturns({ at, value });
  const perYear = daysPerYear(at);
  const mean = daily.reduce((sum, each) => sum + each, 0) / daily.length;
  const deviation = daily.length < 2 ? Number.NaN : Math.sqrt(daily.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (daily.length - 1));
  const finite = (figure: number) => (Number.isFinite(figure) ? figure : null);
  return {
    totalReturn: first > 0 ? last / first - 1 : null,
    drawdown: first > 0 ? -drawdowns(value).reduce((least, each) => Math.min(least, each), 0) : null,
    volatility: finite(deviation * Math.sqrt(perYear)),
    // Below this a deviation is rounding, no risk.
    sharpe: deviation > 1e-14 ? finite((mean / deviation) * Math.sqrt(perYear)) : null,
    bestDay: finite(daily.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY)),
    worstDay: finite(daily.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY)),
    dailyReturns: daily.length,
    daysPerYear: perYear,
  };
}

/** The first leads from the first value; days without a value are left out. */
function dailyReturns({ at, value }: Points): number[] {
  const ends: number[] = value.slice(0, 1);
  at.forEach((time, index) => {
    const next = at[index + 1];
    if (index > 0 && (next === undefined || Math.floor(next / DAY_MS) !== Math.floor(time / DAY_MS))) {
      ends.push(value[index] as number);
    }
  });
  return ends.slice(1).map((each, index) => each / (ends[index] as number) - 1);
}

/** 365 when there was a value on a Saturday, 313 when on a Sunday only, else 252. */
function daysPerYear(at: readonly number[]): number {
  const days = new Set(at.map((time) => new Date(time).getUTCDay()));
  return days.has(SATURDAY) ? 365 : days.has(SUNDAY) ? 313 : 252;
}
