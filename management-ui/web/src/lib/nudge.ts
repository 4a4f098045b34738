// The bus tells at once that something was traded; what the store made of it is read a moment later.
import { useEffect } from 'react';
import { open } from '../api/live';
import { client } from '../api/queries';
import type { Data } from '../api/types';

/** The store keeps what it hears in batches of half a second. */
const LATER_MS = 800;

/** Reads these again after anything came on the stream, while the page is at now. */
export function useNudge(stream: 'orders' | 'positions', live: boolean, what: readonly Data[]): void {
  const names = what.join(' ');
  useEffect(() => {
    if (!live) {
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const opened = open(
      { stream },
      {
        rows() {
          timer ??= setTimeout(() => {
            timer = undefined;
            names.split(' ').forEach((name) => void client.invalidateQueries({ queryKey: ['data', name] }));
          }, LATER_MS);
        },
      },
    );
    return () => {
      clearTimeout(timer);
      opened.close();
    };
  }, [stream, live, names]);
}
