import { describe, expect, it } from 'vitest';
import { NOTHING, type TopicTraffic, type Traffic } from '../api/traffic';
import type { Grant } from '../api/types';
import { Topics, family, intersects } from './topics';
import { type Edge, layers, perSecond, topology } from './topology';

const QUOTES = 'platform.data.quote.{venue}.{symbol}';
const TARGETS = 'platform.portfolio.target.{portfolio}';
const ALL = { q: '', show: 'all', group: 'template' } as const;

function told(topic: string, some: Partial<TopicTraffic>): TopicTraffic {
  return { ...NOTHING, topic, ...some };
}

function traffic(all: Record<string, TopicTraffic[]>): Traffic {
  return {
    now: 60_000,
    since: 0,
    missed: 0,
    unreadable: 0,
    untold: 0,
    instances: Object.entries(all).map(([name, topics]) => ({
      name,
      state: 'READY',
      attached: true,
      latched: false,
      first: 0,
      last: 60_000,
      heardMs: 60_000,
      coveredMs: 60_000,
      untold: 0,
      topics,
    })),
  };
}

function grant(instance: string, action: Grant['action'], pattern: string, some: Partial<Grant> = {}): Grant {
  return { id: `${instance} ${pattern}`, instance, action, pattern, effect: 'ALLOW', state: 'ACTIVE', ...some } as Grant;
}

/** Whether every topic of the second belongs to the first, asked in another way. */
function covers(wide: string, narrow: string): boolean {
  const parts = wide.split('.').map((part) => (part === '**' ? '.+' : /^[*{]/.test(part) ? '(?!\\*\\*)[^.]+' : part));
  return new RegExp(`^${parts.join('\\.')}$`).test(narrow.replace(/\{[^}]*}/g, '*'));
}

describe('topics', () => {
  it('meet as the sidecar matches them', () => {
    expect(intersects(QUOTES, 'platform.data.quote.*.AAPL')).toBe(true);
    expect(intersects(QUOTES, 'platform.data.**')).toBe(true);
    expect(intersects('platform.data.**', 'platform.data')).toBe(false);
    expect(intersects('platform.data.*', 'platform.data.quote.X')).toBe(false);
    expect(intersects('a.*.c', '*.b.c')).toBe(true);
    expect(intersects('a.b', 'a.c')).toBe(false);
    expect(intersects('a.**', 'a.b.**')).toBe(true);
  });

  it('cover others only whole', () => {
    const of = (wide: string, narrow: string) => new Topics([wide]).coverOf(narrow);
    expect(of(QUOTES, 'platform.data.quote.XNAS.AAPL')).toBe(QUOTES);
    expect(of('platform.data.quote.XNAS.*', QUOTES)).toBeUndefined();
    expect(of('platform.**', 'platform.data.**')).toBe('platform.**');
    expect(of('platform.data.*', 'platform.data.**')).toBeUndefined();
    expect(of('a.**', 'a')).toBeUndefined();
  });

  it('are found among many as if each were looked at', () => {
    let seed = 20_261_130;
    const below = (bound: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % bound;
    };
    const any = () => {
      const parts = Array.from({ length: 1 + below(4) }, () => ['a', 'b', 'c', '*', '{venue}'][below(5)] as string);
      return (below(4) === 0 ? [...parts, '**'] : parts).join('.');
    };
    let [met, covered] = [0, 0];
    for (let round = 0; round < 3000; round++) {
      const all = Array.from({ length: below(6) }, any);
      const topics = new Topics(all);
      const one = any();
      const meets = all.some((each) => intersects(each, one));
      const cover = topics.coverOf(one);
      expect(topics.meets(one), `${all} and ${one}`).toBe(meets);
      expect(cover !== undefined, `${all} and ${one}`).toBe(all.some((each) => covers(each, one)));
      expect(cover === undefined || (all.includes(cover) && covers(cover, one)), `${cover} of ${one}`).toBe(true);
      met += Number(meets);
      covered += Number(cover !== undefined);
    }
    // Each answer was given often.
    expect(Math.min(met, 3000 - met, covered, 3000 - covered)).toBeGreaterThan(300);
  });

  it('have a family of two parts', () => {
    expect(family(QUOTES)).toBe('platform.data.**');
    expect(family('other')).toBe('other');
  });
});

describe('the topology', () => {
  const flowing = traffic({
    market: [told(QUOTES, { published: 600 })],
    momo: [told(QUOTES, { delivered: 600, lag: 4, dropped: 2, missing: 1 }), told(TARGETS, { published: 3 })],
    sly: [told(QUOTES, { denied: 12 })],
  });

  it('has an edge for what is published, delivered and denied, with its true rate', () => {
    const { edges } = topology(flowing, [], ALL);
    expect(edges.map((edge) => `${edge.side} ${edge.instance} ${edge.kind} ${edge.topic}`)).toEqual([
      `left market published ${QUOTES}`,
      `right momo delivered ${QUOTES}`,
      `left momo published ${TARGETS}`,
      `right sly denied ${QUOTES}`,
    ]);
    expect(perSecond(edges[0] as Edge)).toBe(10);
    expect(edges[1]).toMatchObject({ lag: 4, lost: 3 });
    expect(perSecond({ count: 5, coveredMs: 0 })).toBe(0);
  });

  it('finds what nobody is delivered, and what is granted and silent', () => {
    const found = topology(flowing, [grant('x', 'SUBSCRIBE', 'desk.**'), grant('x', 'SUBSCRIBE', 'platform.data.quote.*.AAPL')], ALL);
    expect(found.unheard).toEqual([TARGETS]);
    expect(found.silent).toEqual(['desk.**']);
  });

  it('shows what is granted and idle, and of that only what is in force and not busy', () => {
    const { edges } = topology(
      flowing,
      [
        grant('momo', 'SUBSCRIBE', 'platform.data.quote.*.AAPL'),
        grant('momo', 'SUBSCRIBE', 'platform.data.bar.*.AAPL'),
        grant('idle', 'PUBLISH', 'platform.data.quote.XNAS.*'),
        grant('idle', 'SUBSCRIBE', 'platform.oms.**', { state: 'REVOKED' }),
        grant('idle', 'SUBSCRIBE', 'platform.oms.**', { effect: 'DENY' }),
        grant('idle', 'REPLAY', 'platform.oms.**'),
      ],
      { ...ALL, show: 'idle' },
    );
    expect(edges.map((edge) => `${edge.side} ${edge.instance} ${edge.topic}`)).toEqual([
      'right momo platform.data.bar.*.AAPL',
      `left idle ${QUOTES}`,
    ]);
  });

  it('is found by a part of a name, and grouped by the first parts', () => {
    expect(topology(flowing, [], { ...ALL, q: 'SLY' }).edges).toHaveLength(1);
    expect(topology(flowing, [], { ...ALL, show: 'denied' }).edges).toHaveLength(1);
    const grouped = topology(
      traffic({ market: [told(QUOTES, { published: 600 }), told('platform.data.trade.{venue}.{symbol}', { published: 60 })] }),
      [grant('market', 'PUBLISH', 'platform.data.bar.**')],
      { ...ALL, group: 'family' },
    );
    expect(grouped.edges).toHaveLength(1);
    expect(grouped.edges[0]).toMatchObject({ topic: 'platform.data.**', count: 660, kind: 'published' });
  });

  it('draws a bounded number of topics, what is denied in any case, and says how many are left', () => {
    const many: Record<string, TopicTraffic[]> = {};
    for (let i = 0; i < 300; i++) {
      many[`p${i}`] = [told(`desk.t${i}`, { published: i + 1 })];
    }
    many.sly = [told('desk.hidden', { denied: 1 })];
    const { edges } = topology(traffic(many), [], ALL);
    const drawn = layers(edges, 60);
    expect(drawn.topics).toHaveLength(60);
    expect(drawn.left).toBe(241);
    expect(drawn.topics.map((node) => node.name)).toContain('desk.hidden');
    expect(drawn.topics.map((node) => node.name)).toContain('desk.t299');
    expect(new Set(drawn.topics.map((node) => node.y)).size).toBe(60);
    expect(drawn.publishers).toHaveLength(59);
    // Alone, it stands as near to its only topic as the drawing has room.
    expect(drawn.subscribers.map((node) => node.y)).toEqual([Math.max(45, drawn.topics.find((node) => node.name === 'desk.hidden')?.y ?? 0)]);
    expect(Math.min(...drawn.publishers.map((node) => node.y))).toBeGreaterThan(0);
    expect(Math.max(...drawn.publishers.map((node) => node.y))).toBeLessThan(drawn.height);
    expect(Math.max(...drawn.topics.map((node) => node.y))).toBeLessThan(drawn.height);
  });
});
