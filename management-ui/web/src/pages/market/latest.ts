import { useCallback, useEffect, useRef, useState } from 'react';
import { type Stream, open } from '../../api/live';

export interface Latest<Fields> {
  tsEvent: string;
  fields: Fields | null;
}

/** Calls a listener with the latest there is and each that comes; what it gives ends that. */
export type Hear<Fields> = (listener: (row: Latest<Fields>) => void) => () => void;

/** The latest message of one topic, as often as the gateway sends it, past React's state: there may be many. */
export function useLatest<Fields>(stream: 'quotes' | 'books', pattern: string, paused = false): { hear: Hear<Fields>; problem: string } {
  const [problem, setProblem] = useState('');
  const listeners = useRef(new Set<(row: Latest<Fields>) => void>());
  const last = useRef<Latest<Fields> | null>(null);
  const opened = useRef<Stream | null>(null);
  useEffect(() => {
    last.current = null;
    setProblem('');
    const mine = open(
      { stream, pattern },
      {
        rows(rows) {
          const row = rows.at(-1) as unknown as Latest<Fields> | undefined;
          if (row) {
            last.current = row;
            listeners.current.forEach((listener) => listener(row));
          }
        },
        problem: setProblem,
        connected: (is) => setProblem(is ? '' : 'The live stream is gone; it is tried again.'),
      },
    );
    opened.current = mine;
    return () => {
      opened.current = null;
      mine.close();
    };
  }, [stream, pattern]);
  useEffect(() => {
    if (paused) {
      const mine = opened.current;
      mine?.pause();
      return () => mine?.resume();
    }
    return undefined;
  }, [stream, pattern, paused]);
  const hear: Hear<Fields> = useCallback((listener) => {
    listeners.current.add(listener);
    if (last.current) {
      listener(last.current);
    }
    return () => void listeners.current.delete(listener);
  }, []);
  return { hear, problem };
}
