// Notes that tell what was done, with a way back where there is one.
import { useSyncExternalStore } from 'react';

export interface Note {
  id: number;
  text: string;
  tone: 'good' | 'bad';
  /** Undoes it; its answer is what was undone, in words. */
  undo?: { label: string; act: () => Promise<string> };
}

let notes: readonly Note[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Note[]): void {
  notes = next;
  listeners.forEach((listener) => listener());
}

export function note(text: string, undo?: Note['undo'], tone: Note['tone'] = 'good'): void {
  set([...notes.slice(-3), { id: ++last, text, tone, ...(undo ? { undo } : {}) }]);
}

export function forget(id: number): void {
  set(notes.filter((each) => each.id !== id));
}

export function useNotes(): readonly Note[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notes,
  );
}
