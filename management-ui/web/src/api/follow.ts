// Follows what the nodes of a cluster know, from one manager after another.
import { useEffect, useState } from 'react';
import { type Answer, EventReader, applied } from '../lib/followed';
import { Problem, ask, path } from './http';

const AGAIN_MS = 1000;

export interface Followed {
  /** Undefined: nobody has answered yet. */
  answer: Answer | undefined;
  /** Why nothing comes just now. */
  problem: string;
}

/** While nobody sees the page nothing is open: connections are few. */
export function useFollowed(map: string, filter: string): Followed {
  const [followed, setFollowed] = useState<Followed>({ answer: undefined, problem: '' });
  useEffect(() => {
    let stop: AbortController | undefined;
    const look = () => {
      if (document.hidden) {
        stop?.abort();
        stop = undefined;
      } else if (!stop) {
        stop = new AbortController();
        void follow(path('/v1/cluster/live', { map, filter }), stop.signal, setFollowed);
      }
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      stop?.abort();
    };
  }, [map, filter]);
  return followed;
}

async function follow(address: string, signal: AbortSignal, tell: (change: (before: Followed) => Followed) => void): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await ask('GET', address, { signal });
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      const events = new EventReader();
      let isFirst = true;
      for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
        for (const changes of events.read(piece.value)) {
          const whole = isFirst;
          isFirst = false;
          tell(({ answer }) => ({ answer: applied(whole || !answer ? new Map() : answer, changes), problem: '' }));
        }
      }
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      const problem = failure instanceof Error ? failure.message : String(failure);
      // What was refused is refused again; what was shown before was the answer to something else.
      const isRefused = failure instanceof Problem && failure.status === 400;
      tell(({ answer }) => ({ answer: isRefused ? new Map() : answer, problem }));
      if (isRefused) {
        return;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
