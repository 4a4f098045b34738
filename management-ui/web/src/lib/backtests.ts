// The figures of a backtest as its report shows them, and what differs between two.
import type { Report, Run } from '../api/backtests';
import { grouped } from './decimal';
import { lasting } from './time';

export type Kind = 'money' | 'percent' | 'ratio' | 'count' | 'points' | 'times' | 'duration' | 'date';
type Value = number | string | null | undefined;

export interface Figure {
  title: string;
  kind: Kind;
  of: (report: Report) => Value;
}

const UNDEFINED = 'n/a';

/** A figure in words; what is not defined is n/a. */
export function shown(kind: Kind, value: Value): string {
  if (kind === 'date') {
    return typeof value === 'string' ? value.slice(0, 10) : UNDEFINED;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return UNDEFINED;
  }
  switch (kind) {
    case 'percent':
      return `${fixed(value * 100, 2)}%`;
    case 'points':
      return `${fixed(value, 1)} bp`;
    case 'times':
      return `${fixed(value, 2)} times`;
    case 'count':
      return fixed(value, 0);
    case 'duration':
      return value < 60 ? `${fixed(value, 1)} s` : lasting(value * 1000);
    default:
      return fixed(value, 2);
  }
}

function fixed(value: number, digits: number): string {
  return grouped(value.toFixed(digits), digits);
}

/** How much more one is than another, with its sign: nothing when that has no meaning, or there is no difference that is shown. */
export function more(kind: Kind, value: Value, than: Value): string {
  if (kind === 'date' || typeof value !== 'number' || typeof than !== 'number' || shown(kind, value) === shown(kind, than)) {
    return '';
  }
  const difference = value - than;
  const size = kind === 'percent' ? `${fixed(Math.abs(difference) * 100, 2)} points` : shown(kind, Math.abs(difference));
  return `${difference > 0 ? '+' : '−'}${size}`;
}

function figure(title: string, kind: Kind, field: string): Figure {
  return { title, kind, of: (report) => report.figures[field] };
}

function trading(title: string, kind: Kind, field: string): Figure {
  return { title, kind, of: (report) => report.trading[field] };
}

/** How far below a peak it was at worst: zero or less. */
export function depth({ figures }: Run): number | null {
  return typeof figures.drawdown === 'number' ? -figures.drawdown : null;
}

/** Of so many fills it is known what they slipped; of none there is no sum. */
function slipped(title: string, of: (report: Report) => number): Figure {
  return { title, kind: 'money', of: (report) => ((report.trading.slippage_fills ?? 0) > 0 ? of(report) : null) };
}

const sum = (report: Report, ...fields: string[]) => fields.reduce((total, field) => total + (report.trading[field] ?? Number.NaN), 0);

export const GROUPS: ReadonlyArray<{ name: string; figures: readonly Figure[] }> = [
  {
    name: 'Return',
    figures: [
      figure('Net asset value at the end', 'money', 'final_value'),
      figure('Total return', 'percent', 'total_return'),
      figure('Annual growth', 'percent', 'annual_growth'),
      figure('Sharpe ratio', 'ratio', 'sharpe'),
      figure('Its standard error', 'ratio', 'sharpe_error'),
      figure('Sortino ratio', 'ratio', 'sortino'),
      figure('Calmar ratio', 'ratio', 'calmar'),
      figure('Best day', 'percent', 'best_day'),
      figure('Worst day', 'percent', 'worst_day'),
      figure('Daily returns', 'count', 'daily_returns'),
      figure('Days counted as a year', 'count', 'days_per_year'),
    ],
  },
  {
    name: 'Risk',
    figures: [
      figure('Volatility, a year', 'percent', 'volatility'),
      { title: 'Deepest drawdown', kind: 'percent', of: depth },
      figure('From the peak of', 'date', 'drawdown_peak'),
      figure('To the trough of', 'date', 'drawdown_trough'),
      { title: 'Made good', kind: 'date', of: ({ figures }) => figures.drawdown_recovery ?? (figures.drawdown_trough ? 'not yet' : null) },
      figure('Skewness of daily returns', 'ratio', 'skewness'),
      figure('Kurtosis (normal: 3)', 'ratio', 'kurtosis'),
      figure('Gross exposure, mean', 'percent', 'gross_exposure'),
      figure('Net exposure, mean', 'percent', 'net_exposure'),
      figure('Gross exposure, highest', 'percent', 'highest_exposure'),
      figure('Time in the market', 'percent', 'time_in_market'),
    ],
  },
  {
    name: 'Trades',
    figures: [
      figure('Round trips', 'count', 'round_trips'),
      trading('Won', 'count', 'wins'),
      trading('Lost', 'count', 'losses'),
      figure('Win rate', 'percent', 'win_rate'),
      figure('Profit factor', 'ratio', 'profit_factor'),
      figure('Profit of one, mean', 'money', 'mean_trade'),
      figure('Mean win', 'money', 'mean_win'),
      figure('Mean loss', 'money', 'mean_loss'),
      figure('Held, mean', 'duration', 'mean_held_seconds'),
      trading('Fills', 'count', 'fills'),
      { title: 'Still open', kind: 'count', of: (report) => report.positions.length },
      { title: 'Orders sent', kind: 'count', of: (report) => report.orders.sent },
      { title: 'Orders refused', kind: 'count', of: (report) => report.orders.refused },
    ],
  },
  {
    name: 'Turnover and costs',
    figures: [
      trading('Bought', 'money', 'bought'),
      trading('Sold', 'money', 'sold'),
      { title: 'Traded, both sides', kind: 'money', of: (report) => sum(report, 'bought', 'sold') },
      figure('Turnover, a year', 'times', 'turnover'),
      trading('Fees', 'money', 'fees'),
      figure('Fees, of what was traded', 'points', 'fee_basis_points'),
      slipped('Slippage', (report) => sum(report, 'slippage')),
      figure('Slippage, of what was traded', 'points', 'slippage_basis_points'),
      slipped('Fees and slippage', (report) => sum(report, 'fees', 'slippage')),
    ],
  },
];

/** What each run was told, and what it ran on. One that has no value was left as it is by itself. */
export function facts(runs: readonly Run[]): { title: string; values: string[]; differs: boolean }[] {
  const line = (title: string, of: (run: Run) => string) => {
    const values = runs.map(of);
    return { title, values, differs: new Set(values).size > 1 };
  };
  const names = [...new Set(runs.flatMap((run) => Object.keys(run.run.settings)))].sort();
  return [
    line('Plugins', (run) => run.plugins.map((each) => `${each.instance} ${each.version}`.trim()).join(', ')),
    line('Data', (run) => run.run.data),
    line('Begin', (run) => run.run.begin),
    line('End', (run) => run.run.end),
    line('Seed', (run) => String(run.run.seed)),
    line('Opening cash', (run) => `${shown('money', run.run.opening_cash)} ${run.run.currency}`),
    ...names.map((name) => line(name, (run) => run.run.settings[name] ?? '')),
  ];
}

/** What a list calls a run. */
export function titleOf(run: Run): string {
  return `${run.run.strategy} ${run.run.strategy_version}`.trim();
}

/** Whether each word stands somewhere in what a list knows of it. */
export function isLike(run: Run, filter: string): boolean {
  const text = [
    run.id,
    run.portfolio,
    run.run.data,
    run.run.begin.slice(0, 10),
    run.run.end.slice(0, 10),
    `seed=${run.run.seed}`,
    ...run.plugins.map((each) => `${each.instance} ${each.id} ${each.version}`),
    ...Object.entries(run.run.settings).map(([name, value]) => `${name}=${value}`),
  ]
    .join(' ')
    .toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
