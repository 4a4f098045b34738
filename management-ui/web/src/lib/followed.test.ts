import { describe, expect, it } from 'vitest';
import { type Answer, type Change, EventReader, applied } from './followed';

const NOTHING: Answer = new Map();
const enter = (name: string, phase: string): Change => ({ kind: 'ENTER', name, fields: { phase } });

describe('an answer that is followed', () => {
  it('is what entered, as it was told last, without what left', () => {
    const first = applied(NOTHING, [enter('a', 'RUNNING'), enter('b', 'RUNNING')]);
    const then = applied(first, [
      { kind: 'UPDATE', name: 'a', fields: { phase: 'STOPPED' } },
      { kind: 'LEAVE', name: 'b', fields: { phase: 'RUNNING' } },
    ]);
    expect([...then]).toEqual([['a', { phase: 'STOPPED' }]]);
    expect(first.size).toBe(2);
  });
});

describe('events in pieces', () => {
  it('are told once they are whole, wherever they are cut', () => {
    const text = `: still here\n\nevent: changes\ndata: ${JSON.stringify([enter('a', 'RUNNING')])}\n\nevent: changes\ndata: []\n\n`;
    for (let cut = 0; cut <= text.length; cut++) {
      const reader = new EventReader();
      expect([...reader.read(text.slice(0, cut)), ...reader.read(text.slice(cut))]).toEqual([[enter('a', 'RUNNING')], []]);
    }
  });
});
