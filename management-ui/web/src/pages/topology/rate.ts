import { count } from '../../lib/decimal';
import { perSecond } from '../../lib/topology';

/** Messages a second in words: small ones keep a digit behind the point. */
export function rate(edge: { count: number; coveredMs: number }): string {
  const a = perSecond(edge);
  if (edge.count > 0 && a < 0.05) {
    return '< 0.1/s';
  }
  return `${a < 10 ? a.toFixed(1) : count(Math.round(a))}/s`;
}
