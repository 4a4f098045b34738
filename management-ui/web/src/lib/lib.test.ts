import { describe, expect, it } from 'vitest';
import { compareDecimals, grouped, signOf, sum } from './decimal';
import { difference } from './difference';
import { parquetReadObjects } from 'hyparquet';
import { csv, jsonLines, parquet } from './files';
import { best, fit } from './fuzzy';
import { hexLines } from './hex';
import { LogReader, merge, passes, traceIn } from './loglines';
import { sorted, turned } from './order';
import { Ring } from './ring';
import { changes, wrong } from './settings';
import { DAY_MS, pieces, shares } from './strip';
import { ago, fromNanos, inputOfUtc, nanos, stamp, utcOfInput } from './time';
import { finder } from './search';
import { worthLines } from './worth';
import type { HealthHistory, ManifestSetting } from '../api/types';

describe('decimals', () => {
  it('keeps all digits, which a double would not', () => {
    expect(grouped('12345678901234567890.123456789')).toBe('12,345,678,901,234,567,890.123456789');
    expect(sum(['0.1', '0.2'])).toBe('0.3');
    expect(sum(['9007199254740993', '0.000000001'])).toBe('9007199254740993.000000001');
    expect(sum(['-1.5', '1.25', null, 'what'])).toBe('-0.25');
    expect(sum([])).toBe('0');
  });

  it('shows no zeros that say nothing, and as many as are wanted', () => {
    expect(grouped('342.72000000')).toBe('342.72');
    expect(grouped('342', 2)).toBe('342.00');
    expect(grouped('-0.000', 2)).toBe('0.00');
    expect(grouped('-1234.5', 2)).toBe('−1,234.50');
    expect(grouped(null)).toBe('');
    expect(grouped('n/a')).toBe('n/a');
  });

  it('compares exactly', () => {
    expect(compareDecimals('0.1', '0.10')).toBe(0);
    expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1);
    expect(signOf('-0.0001')).toBe(-1);
    expect(signOf('0.000')).toBe(0);
  });
});

describe('sorting', () => {
  const rows = [{ a: 'x10' }, { a: null }, { a: 'x9' }];
  const value = (row: { a: string | null }) => row.a;

  it('takes numbers in texts for numbers, and puts nothing last either way', () => {
    expect(sorted(rows, 'a', value).map(value)).toEqual(['x9', 'x10', null]);
    expect(sorted(rows, '-a', value).map(value)).toEqual(['x10', 'x9', null]);
    expect(sorted([{ a: '10' }, { a: '9.5' }], 'a', value).map(value)).toEqual(['9.5', '10']);
  });

  it('turns when it is asked for twice', () => {
    expect(turned('', 'a')).toBe('a');
    expect(turned('a', 'a')).toBe('-a');
    expect(turned('-a', 'a')).toBe('a');
  });
});

describe('the ring', () => {
  it('keeps the last ones, each under its number', () => {
    const ring = new Ring<number>(3);
    [1, 2, 3, 4, 5].forEach((each) => ring.add(each));
    expect(ring.toArray()).toEqual([3, 4, 5]);
    expect([ring.begin, ring.end, ring.size]).toEqual([2, 5, 3]);
    expect(ring.get(1)).toBeUndefined();
    expect(ring.get(4)).toBe(5);
    ring.clear();
    expect(ring.toArray()).toEqual([]);
  });
});

describe('files', () => {
  it('are Parquet that another reader takes, with a type for each column', async () => {
    const rows = [
      { topic: 'a.b', count: 3, live: true, mixed: 1, nested: { x: 1 } },
      { topic: 'ä', count: 4.5, live: false, mixed: 'one', price: '101.25' },
    ];
    const found = await parquetReadObjects({ file: await parquet(rows) });
    expect(found).toEqual([
      { topic: 'a.b', count: 3, live: true, mixed: '1', nested: '{"x":1}', price: null },
      { topic: 'ä', count: 4.5, live: false, mixed: 'one', nested: null, price: '101.25' },
    ]);
    expect((await parquet([])).byteLength).toBeGreaterThan(0);
  });

  it('quotes what a table needs quoted, and disarms formulas', () => {
    expect(csv([{ a: 'x,y', b: '=1+1' }, { a: 'say "no"', c: -5 }])).toBe('a,b,c\r\n"x,y",\'=1+1,\r\n"say ""no""",,-5\r\n');
    expect(csv([{ a: '-5.5', b: '-HYPERLINK()' }])).toBe("a,b\r\n-5.5,'-HYPERLINK()\r\n");
  });

  it('writes an object a line', () => {
    expect(jsonLines([{ a: 1 }, { b: '\n' }])).toBe('{"a":1}\n{"b":"\\n"}\n');
  });
});

describe('differences', () => {
  it('names fields within fields, and those of one alone', () => {
    expect(difference({ a: { b: 1 }, c: 2 }, { a: { b: 2 }, d: null })).toEqual([
      { name: 'a.b', one: '1', other: '2', same: false },
      { name: 'c', one: '2', other: undefined, same: false },
      { name: 'd', one: undefined, other: '', same: false },
    ]);
  });
});

describe('logs', () => {
  it('reads lines in whatever pieces, and gives lines without a time that of the one before', () => {
    const reader = new LogReader('plugin');
    expect(reader.read('2026-01-02T03:04:05.678Z WARN od')).toEqual([]);
    const lines = reader.read('d\n  at Here\n\n');
    expect(lines.map((line) => [line.at, line.level, line.text])).toEqual([
      [Date.parse('2026-01-02T03:04:05.678Z'), 'WARN', 'odd'],
      [Date.parse('2026-01-02T03:04:05.678Z'), 'WARN', '  at Here'],
    ]);
  });

  it('puts two logs in one order, each in its own', () => {
    const line = (part: 'plugin' | 'sidecar', at: number, text: string) => ({ part, at, level: null, text });
    const both = merge([line('plugin', 1, 'a'), line('plugin', 3, 'b')], [line('sidecar', 2, 'c'), line('sidecar', 3, 'd')]);
    expect(both.map((each) => each.text)).toEqual(['a', 'c', 'b', 'd']);
  });

  it('filters by part, level and text', () => {
    const line = { part: 'plugin', at: 0, level: 'INFO', text: 'Order 7' } as const;
    expect(passes(line, { part: '', level: '', text: 'order' })).toBe(true);
    expect(passes(line, { part: 'sidecar', level: '', text: '' })).toBe(false);
    expect(passes(line, { part: '', level: 'WARN', text: '' })).toBe(false);
    expect(passes(line, { part: '', level: 'DEBUG', text: '' })).toBe(true);
  });

  it('finds a trace', () => {
    expect(traceIn('x trace=0af7651916cd43dd8448eb211c80319c y')).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(traceIn('0af7651916cd43dd8448eb211c80319c0')).toBeNull();
  });
});

describe('finding by letters', () => {
  it('wants the letters in order, and likes starts of words', () => {
    expect(fit('hlo', 'hello')).toBeGreaterThan(0);
    expect(fit('olh', 'hello')).toBe(0);
    expect(best('mo', ['a-memo-x', 'momo-1', 'hello'], (name) => name, 5)[0]).toBe('momo-1');
  });
});

describe('bytes', () => {
  it('are shown with their place and their text', () => {
    expect(hexLines('48690a')).toEqual(['0000  48 69 0a                                         Hi·']);
    expect(hexLines('00'.repeat(17))).toHaveLength(2);
    expect(hexLines('')).toEqual([]);
  });
});

describe('settings', () => {
  const fast: ManifestSetting = { name: 'fast', type: 'integer', required: false, default: '12', values: [], secret: false, doc: '' };
  const key: ManifestSetting = { name: 'key', type: 'string', required: false, default: null, values: [], secret: true, doc: '' };
  const declared = [fast, key];

  it('says what is changed, what is as the plugin has it, and leaves secrets that nobody wrote', () => {
    expect(changes(declared, { fast: '21' }, { fast: '21', key: '' })).toEqual({ settings: {}, secrets: {} });
    expect(changes(declared, { fast: '21' }, { fast: '', key: 'k' })).toEqual({ settings: { fast: null }, secrets: { key: 'k' } });
  });

  it('knows what cannot be', () => {
    expect(wrong(fast, 'many')).not.toBeNull();
    expect(wrong(fast, '-3')).toBeNull();
    expect(wrong({ ...fast, type: 'duration' }, '250')).not.toBeNull();
    expect(wrong({ ...fast, type: 'choice', values: ['A'] }, 'B')).not.toBeNull();
  });
});

describe('the line of health', () => {
  it('begins 24 hours ago, and has no gaps', () => {
    const now = Date.parse('2026-01-02T00:00:00Z');
    const at = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
    const history = {
      now: { level: 'OK', reasons: [], since: at(1) },
      changes: [
        { at: at(30), level: 'OK', reasons: [] },
        { at: at(12), level: 'FAILED', reasons: ['gone'] },
        { at: at(6), level: 'OK', reasons: [] },
      ],
    } as unknown as HealthHistory;
    const all = pieces(history, now);
    expect(all.map((piece) => [piece.level, (piece.to - piece.from) / DAY_MS])).toEqual([
      ['OK', 0.5],
      ['FAILED', 0.25],
      ['OK', 0.25],
    ]);
    expect(shares(all)).toEqual({ OK: 0.75, FAILED: 0.25 });
    expect(pieces({ ...history, changes: [] }, now)).toEqual([]);
  });
});

describe('times', () => {
  const at = new Date('2026-07-01T13:30:00.250Z');

  it('are shown in the zone of the reader, with the date when it is not today', () => {
    expect(stamp(at, 'UTC', 'clock', at)).toBe('13:30:00');
    expect(stamp(at, 'America/New_York', 'millis', at)).toBe('09:30:00.250');
    expect(stamp(at, 'UTC', 'clock', new Date('2026-07-02T00:00:00Z'))).toBe('2026-07-01 13:30:00');
    expect(stamp(new Date('nonsense'), 'UTC', 'full', at)).toBe('');
  });

  it('say how long ago in the largest unit that says enough', () => {
    expect(ago(at, new Date(at.getTime() + 59_000))).toBe('59 s');
    expect(ago(at, new Date(at.getTime() + 3_700_000))).toBe('1 h 1 min');
    expect(nanos(1_234)).toBe('1.23 µs');
  });

  it('are read from fields and from digits', () => {
    expect(utcOfInput('2026-07-01T13:30')).toBe('2026-07-01T13:30:00.000Z');
    expect(utcOfInput('')).toBe('');
    expect(inputOfUtc('2026-07-01T13:30:05.000Z')).toBe('2026-07-01T13:30:05');
    expect(fromNanos('1782912600250000000').toISOString()).toBe('2026-07-01T13:30:00.250Z');
  });
});

describe('worth', () => {
  it('is a line for each portfolio on one axis, with the last worth where one says nothing', () => {
    const row = (time: string, portfolio: string, value: string) => ({ time, portfolio, currency: 'USD', view: 'TRADE_DATE', value });
    const { at, lines } = worthLines(
      [row('2026-01-01T00:00:02Z', 'b', '5'), row('2026-01-01T00:00:01Z', 'a', '3'), row('2026-01-01T00:00:03Z', 'a', '4')],
      'TRADE_DATE',
    );
    expect(at).toHaveLength(3);
    expect(lines).toEqual([
      { title: 'a USD', values: [3, 3, 4] },
      { title: 'b USD', values: [null, 5, 5] },
    ]);
  });
});

describe('finding', () => {
  it('takes each word, in any order and case', () => {
    const isLike = finder(' quote  Hello ');
    expect(isLike('hello SUBSCRIBE platform.data.quote.*.*')).toBe(true);
    expect(isLike('hello SUBSCRIBE platform.data.trade.*.*')).toBe(false);
    expect(finder('')('anything')).toBe(true);
  });
});
