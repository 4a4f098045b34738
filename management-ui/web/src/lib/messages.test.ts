import { describe, expect, it } from 'vitest';
import type { Message } from '../api/live';
import { javaFixture, jsonFixture, unfit } from './fixture';
import { drop, keep, readSaved } from './saved';

const QUOTE: Message = {
  topic: 'platform.data.quote.XNAS.AAPL',
  source: 7,
  sequence: '1',
  traceId: '',
  spanId: '',
  correlationId: null,
  tsEvent: '1767225600000000000',
  tsInit: '1767225600000000000',
  tsPublish: '1767225600000000000',
  replayed: false,
  schema: 2,
  kind: 'Quote',
  fields: { symbol: 'AAPL', bidPrice: '101.50' },
  size: 45,
  // Block length 37, template 2, schema 1, version 258.
  hex: `250002000100${'0201'}${'ab'.repeat(37)}`,
};

describe('a message as a test takes it', () => {
  it('is one call with all of its bytes', () => {
    expect(unfit(QUOTE)).toBe('');
    expect(javaFixture(QUOTE)).toBe(
      [
        '// Quote of 2026-01-01T00:00:00.000Z; needs java.util.HexFormat',
        'sim.publish("platform.data.quote.XNAS.AAPL", 2, 258, HexFormat.of().parseHex(',
        `        "2500020001000201${'ab'.repeat(32)}"`,
        '                + "ababababab"));',
        '',
      ].join('\n'),
    );
    expect(JSON.parse(jsonFixture(QUOTE))).toMatchObject({ schemaId: 2, schemaVersion: 258, hex: QUOTE.hex, fields: QUOTE.fields });
  });

  it('is none without all of its bytes, or without a schema', () => {
    expect(unfit({ ...QUOTE, hex: null })).toContain('viewer');
    expect(unfit({ ...QUOTE, size: 46 })).toContain('longer');
    expect(javaFixture({ ...QUOTE, size: 46 })).toBeNull();
    expect(javaFixture({ ...QUOTE, schema: 0, kind: 'application/json' })).toBeNull();
    expect(javaFixture({ ...QUOTE, schema: 5000 })).toContain('", 5000, 0, ');
  });
});

describe('filters that are kept', () => {
  const place = (text: string | null = null) => {
    const kept = new Map<string, string>(text === null ? [] : [['meridian.filters', text]]);
    return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  };
  const one = { name: 'quotes', pattern: 'platform.data.**', filter: 'size > 1', as: 'hex' };

  it('stay until they are deleted, by name, and are replaced by their name', () => {
    const storage = place();
    keep(one, storage);
    keep({ ...one, name: ' b ' }, storage);
    keep({ ...one, filter: 'size > 2' }, storage);
    expect(readSaved(storage).map((each) => `${each.name} ${each.filter}`)).toEqual(['b size > 1', 'quotes size > 2']);
    expect(drop('b', storage).map((each) => each.name)).toEqual(['quotes']);
    expect(readSaved(storage)).toHaveLength(1);
  });

  it('are none where the storage is spoilt, and bounded', () => {
    expect(readSaved(place('{'))).toEqual([]);
    expect(readSaved(place('7'))).toEqual([]);
    expect(readSaved(place(JSON.stringify([one, { name: 1 }, null])))).toEqual([one]);
    expect(
      readSaved({
        getItem: () => {
          throw new Error('locked');
        },
        setItem: () => {},
      }),
    ).toEqual([]);
    const storage = place();
    for (let i = 0; i < 50; i++) {
      keep({ ...one, name: `f${i}` }, storage);
    }
    expect(() => keep({ ...one, name: 'more' }, storage)).toThrow('Delete one');
    expect(() => keep({ ...one, name: ' ' }, storage)).toThrow('called');
  });
});
