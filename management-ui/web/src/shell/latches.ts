// How many sidecars stop orders, of those that run: of the manager's own instances, and of those that others started.
import { useQuery } from '@tanstack/react-query';
import { instances, neighbours } from '../api/queries';

export interface Latches {
  latched: number;
  of: number;
}

export function useLatches(everyMs: number): Latches {
  const own = useQuery({ ...instances, refetchInterval: everyMs }).data ?? [];
  const others = useQuery({ ...neighbours, refetchInterval: everyMs }).data ?? [];
  const running = [...own.filter((each) => each.unit?.running), ...others];
  return { latched: running.filter((each) => each.latched).length, of: running.length };
}
