import { describe, expect, it } from 'vitest';
import type { Report, Run } from '../api/backtests';
import { GROUPS, facts, isLike, more, shown } from './backtests';
import { asReturns, beginning, drawdowns, figuresOf, thinned, together } from './returns';
import { type Valued, back, between } from './sampled';

const DAY = 86_400_000;
const MONDAY = Date.UTC(2026, 10, 30);

describe('figures of a backtest', () => {
  it('are shown as its report shows them', () => {
    expect(shown('percent', 0.012825000000000086)).toBe('1.28%');
    expect(shown('percent', -0.0011)).toBe('−0.11%');
    expect(shown('money', 1012825)).toBe('1,012,825.00');
    expect(shown('points', 0.7913889617)).toBe('0.8 bp');
    expect(shown('duration', 579.5)).toBe('9 min 40 s');
    expect(shown('duration', 17_460)).toBe('4 h 51 min');
    expect(shown('duration', 2 * 86_400)).toBe('2 d');
    expect(shown('duration', 0.5)).toBe('0.5 s');
    expect(shown('date', '2026-01-06T20:13:00Z')).toBe('2026-01-06');
    expect(shown('ratio', null)).toBe('n/a');
    expect(shown('ratio', 'Infinity')).toBe('n/a');
    expect(shown('count', undefined)).toBe('n/a');
  });

  it('are told apart by how much more one is', () => {
    expect(more('percent', 0.03, 0.01)).toBe('+2.00 points');
    expect(more('money', 1, 2.5)).toBe('−1.50');
    expect(more('ratio', 1.001, 1.002)).toBe('');
    expect(more('ratio', null, 1)).toBe('');
    expect(more('date', '2026-01-01', '2026-01-02')).toBe('');
  });

  const run = (settings: Record<string, string>, seed = 1): Run =>
    ({
      id: '20261130-200932-414-c4d835f8',
      ended: '2026-11-30T20:09:32Z',
      portfolio: 'hello',
      plugins: [{ instance: 'hello', id: 'hello', version: '0.1.0' }],
      run: { strategy: 'hello', strategy_version: '0.1.0', settings, data: 'bars-5m.csv', seed, begin: '2026-01-05T14:30:00Z', end: '2026-01-11T00:29:00Z', currency: 'USD', opening_cash: 1e6 },
      figures: {},
      orders: { sent: 0, refused: 0, cancelled: 0, refusals: [] },
      trading: {},
    }) as unknown as Run;

  it('come with what was run otherwise', () => {
    const lines = facts([run({ fast: '12', slow: '3' }), run({ fast: '20' }, 2)]);
    expect(lines.filter((line) => line.differs)).toEqual([
      { title: 'Seed', values: ['1', '2'], differs: true },
      { title: 'fast', values: ['12', '20'], differs: true },
      { title: 'slow', values: ['3', ''], differs: true },
    ]);
  });

  it('are found by words of their settings, data and dates', () => {
    expect(isLike(run({ fast: '12' }), 'HELLO fast=12')).toBe(true);
    expect(isLike(run({ fast: '12' }), 'fast=20')).toBe(false);
    expect(isLike(run({}), '  bars-5m 2026-01-05')).toBe(true);
    expect(isLike(run({}), '')).toBe(true);
  });

  it('say n/a of slippage that no fill tells of, and when a drawdown was made good', () => {
    const report = { ...run({}), positions: [], trading: { fees: 1, slippage: 0, slippage_fills: 0 }, figures: { drawdown: 0.1, drawdown_trough: '2026-01-06T20:13:00Z', drawdown_recovery: null } } as unknown as Report;
    const figure = (title: string) => {
      const found = GROUPS.flatMap((group) => group.figures).find((each) => each.title === title);
      return found && shown(found.kind, found.of(report));
    };
    expect(figure('Slippage')).toBe('n/a');
    expect(figure('Fees and slippage')).toBe('n/a');
    expect(figure('Made good')).toBe('not yet');
    expect(figure('Deepest drawdown')).toBe('−10.00%');
    expect(figure('Traded, both sides')).toBe('n/a');
  });
});

describe('returns', () => {
  it('are shares of what there was at first', () => {
    expect(asReturns({ at: [1, 2, 3], value: [100, 110, 95] }).value.map((each) => each.toFixed(2))).toEqual(['0.00', '0.10', '-0.05']);
    expect(asReturns({ at: [1, 2], value: [0, 5] })).toEqual({ at: [], value: [] });
    expect(drawdowns([100, 120, 90, 130])).toEqual([0, 0, -0.25, 0]);
  });

  it('are computed as the report of a backtest computes them', () => {
    // Values at the ends of three days; returns are 10 %, -10 %, 20 %.
    const points = { at: [MONDAY, MONDAY + 5, MONDAY + 10, MONDAY + DAY, MONDAY + 2 * DAY], value: [100, 90, 110, 99, 118.8] };
    const found = figuresOf(points);
    expect(found.dailyReturns).toBe(3);
    expect(found.totalReturn).toBeCloseTo(0.188);
    expect(found.drawdown).toBeCloseTo(0.1);
    expect(found.bestDay).toBeCloseTo(0.2);
    expect(found.worstDay).toBeCloseTo(-0.1);
    expect(found.daysPerYear).toBe(252);
    const deviation = Math.sqrt(((0.1 - 0.2 / 3) ** 2 + (-0.1 - 0.2 / 3) ** 2 + (0.2 - 0.2 / 3) ** 2) / 2);
    expect(found.volatility).toBeCloseTo(deviation * Math.sqrt(252));
    expect(found.sharpe).toBeCloseTo((0.2 / 3 / deviation) * Math.sqrt(252));
    expect(figuresOf({ at: [...points.at, MONDAY + 5 * DAY], value: [...points.value, 1] }).daysPerYear).toBe(365);
    expect(figuresOf({ at: [...points.at, MONDAY + 6 * DAY], value: [...points.value, 1] }).daysPerYear).toBe(313);
  });

  it('of one day have a return and no risk', () => {
    const found = figuresOf({ at: [MONDAY, MONDAY + 10], value: [100, 101] });
    expect(found).toMatchObject({ dailyReturns: 1, volatility: null, sharpe: null });
    expect(found.bestDay).toBeCloseTo(0.01);
    expect(figuresOf({ at: [MONDAY], value: [100] })).toMatchObject({ dailyReturns: 0, bestDay: null, totalReturn: 0 });
    expect(figuresOf({ at: [], value: [] }).totalReturn).toBeNull();
  });

  it('are cut to a length, with what held at its end', () => {
    const points = { at: [0, 10, 20, 30], value: [1, 2, 3, 4] };
    expect(beginning(points, 15)).toEqual({ at: [0, 10, 15], value: [1, 2, 2] });
    expect(beginning(points, 20)).toEqual({ at: [0, 10, 20], value: [1, 2, 3] });
    expect(beginning(points, 99)).toEqual(points);
  });

  it('keep their highest, lowest and last points when they are thinned', () => {
    const at = Array.from({ length: 10_000 }, (_, i) => i * 60_000);
    const value = at.map((_, i) => (i === 1234 ? 500 : i === 8765 ? -500 : Math.sin(i / 50)));
    const thin = thinned({ at, value }, 300);
    expect(thin.at.length).toBeLessThanOrEqual(305);
    expect(thin.at.length).toBeGreaterThan(100);
    expect(Math.max(...thin.value)).toBe(500);
    expect(Math.min(...thin.value)).toBe(-500);
    expect(thin.at[0]).toBe(0);
    expect(thin.at.at(-1)).toBe(at.at(-1));
    expect([...thin.at].sort((a, b) => a - b)).toEqual(thin.at);
    expect(thinned({ at: [1, 2], value: [3, 4] }, 300).value).toEqual([3, 4]);
  });

  it('come on one axis, by the calendar or since each began', () => {
    const lines = [
      { at: [1000, 3000], value: [0, 1] },
      { at: [2000, 5000], value: [0, 2] },
    ];
    expect(together(lines, false)).toEqual({ at: [1, 2, 3, 5], values: [[0, 0, 1, null], [null, 0, 0, 2]] });
    expect(together(lines, true)).toEqual({ at: [0, 2, 3], values: [[0, 1, null], [0, 0, 2]] });
  });
});

describe('a line of which only the last value before a time can be asked for', () => {
  const asker = (begin: number, every: number, asked: number[]) => async (time: number): Promise<Valued | null> => {
    asked.push(time);
    return time < begin ? null : { at: begin + Math.floor((time - begin) / every) * every, value: 1 };
  };

  it.each([20_000, 3_600_000, 40 * DAY, 900 * DAY])('has its begin found when it is %i ms long, with few questions', async (length) => {
    const now = MONDAY;
    const asked: number[] = [];
    const ask = asker(now - length, 1000, asked);
    const first = await back(now, (await ask(now)) as Valued, ask);
    expect(first.at).toBeGreaterThanOrEqual(now - length);
    expect(first.at - (now - length)).toBeLessThanOrEqual(Math.max(1000, length / 50));
    expect(asked.length).toBeLessThan(30);
  });

  it('is looked at evenly, and at the end of each day', () => {
    const hour = between(MONDAY + 1000, MONDAY + 3_601_000);
    expect(hour.times.length).toBe(59);
    expect(hour.isDaily).toBe(true);
    const week = between(MONDAY + 1000, MONDAY + 7 * DAY);
    expect(week.times).toContain(MONDAY + DAY - 1);
    expect(week.times).toContain(MONDAY + 7 * DAY - 1);
    expect(between(MONDAY, MONDAY + 300 * DAY).times.length).toBe(300);
    const years = between(MONDAY, MONDAY + 2000 * DAY);
    expect(years.times.length).toBe(400);
    expect(years.isDaily).toBe(false);
  });
});
