import { describe, expect, it } from 'vitest';
import type { TopicTraffic, Traffic } from '../api/traffic';
import type { Grant } from '../api/types';
import { judged } from './unused';

const QUOTES = 'platform.data.quote.{venue}.{symbol}';

function traffic(topics: Partial<TopicTraffic>[], untold = 0): Traffic {
  return {
    now: 100_000,
    since: 0,
    missed: 0,
    unreadable: 0,
    untold: 0,
    instances: [
      { name: 'm', state: 'READY', attached: true, latched: false, first: 10_000, last: 90_000, heardMs: 75_000, coveredMs: 60_000, untold, topics: topics as TopicTraffic[] },
    ],
  };
}

function told(topic: string, publishedInAll: number, deliveredInAll: number): Partial<TopicTraffic> {
  return { topic, publishedInAll, deliveredInAll };
}

function grant(action: string, pattern: string, some: Partial<Grant> = {}): Grant {
  return { id: pattern, instance: 'm', action, pattern, effect: 'ALLOW', state: 'ACTIVE', decidedAt: null, ...some } as Grant;
}

function verdicts(of: Traffic, ...grants: Grant[]): string[] {
  return judged(of, grants, () => ['desk.answers.*']).map((each) => each.verdict);
}

describe('grants that nothing came of', () => {
  it('are those whose templates had no message in their direction', () => {
    const flowing = traffic([told(QUOTES, 0, 5)]);
    expect(
      verdicts(
        flowing,
        grant('SUBSCRIBE', 'platform.data.quote.*.AAPL'),
        grant('PUBLISH', 'platform.data.quote.*.AAPL'),
        grant('SUBSCRIBE', 'platform.data.**'),
        grant('SUBSCRIBE', 'platform.data.bar.**'),
      ),
    ).toEqual(['used', 'unused', 'used', 'unused']);
  });

  it('are not judged where reports do not tell', () => {
    const other = traffic([told(QUOTES, 0, 0), told('other', 0, 9)]);
    expect(
      verdicts(
        other,
        grant('REQUEST', 'platform.history.**'),
        grant('REPLAY', 'platform.data.**'),
        grant('SUBSCRIBE', 'desk.answers.*'),
        grant('SUBSCRIBE', 'desk.orders.**'),
        grant('PUBLISH', 'desk.orders.**'),
        grant('SUBSCRIBE', 'platform.data.quote.*.AAPL'),
        grant('SUBSCRIBE', 'platform.data.quote.*.AAPL', { instance: 'silent' }),
      ),
    ).toEqual(['uncounted', 'uncounted', 'uncounted', 'unclear', 'unused', 'unused', 'unheard']);
    expect(verdicts(traffic([], 3), grant('SUBSCRIBE', 'desk.**'))).toEqual(['unclear']);
  });

  it('are only those in force that allow something, since the later of report and approval', () => {
    const found = judged(
      traffic([]),
      [
        grant('PUBLISH', 'a.b', { decidedAt: new Date(50_000).toISOString() }),
        grant('PUBLISH', 'a.c', { decidedAt: new Date(5_000).toISOString() }),
        grant('PUBLISH', 'a.d', { effect: 'DENY' }),
        grant('PUBLISH', 'a.e', { state: 'REQUESTED' }),
        grant('PUBLISH', 'a.f', { instance: 'silent' }),
      ],
      () => [],
    );
    expect(found.map((each) => [each.grant.pattern, each.since, each.gapMs])).toEqual([
      ['a.b', 50_000, 5_000],
      ['a.c', 10_000, 5_000],
      ['a.f', null, 0],
    ]);
  });
});
