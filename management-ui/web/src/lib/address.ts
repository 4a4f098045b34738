// The state of a page is in its address, so that a link shows what its sender saw.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

export type State = Record<string, string>;

/**
 * What a page holds in its address. What is as at first is left out of it.
 *
 * @param first a constant: the names there are, and what each is when the address does not say
 */
export function useAddress<T extends State>(first: T): [T, (change: Partial<T>) => void] {
  const search = useSearch({ strict: false }) as State;
  const navigate = useNavigate();
  const state = useMemo(() => {
    const found: State = { ...first };
    for (const name of Object.keys(first)) {
      found[name] = search[name] ?? first[name] ?? '';
    }
    return found as T;
  }, [search, first]);
  const change = useCallback(
    (some: Partial<T>) => {
      void navigate({
        to: '.',
        replace: true,
        search: (before: State) => {
          const next: State = { ...before, ...(some as State) };
          return Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== first[name]));
        },
      } as never);
    },
    [navigate, first],
  );
  return [state, change];
}

/** Texts alone: `?q=7` is the text 7. */
export function parseAddress(search: string): State {
  return Object.fromEntries(new URLSearchParams(search));
}

export function writeAddress(state: Record<string, unknown>): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value !== undefined && value !== null) {
      said.set(name, String(value));
    }
  }
  const text = said.toString();
  return text === '' ? '' : `?${text}`;
}
