import { useQuery } from '@tanstack/react-query';
import { health } from '../api/queries';
import { DAY_MS, pieces, shares } from '../lib/strip';

const HEIGHTS = { OK: 6, STOPPED: 3, STARTING: 9, DEGRADED: 13, FAILED: 18 } as const;

/** The last 24 hours as a line: the worse, the higher, so that colour is not needed to read it. */
export function HealthStrip({ name }: { name: string }) {
  const history = useQuery(health(name)).data;
  if (!history) {
    return <span className="strip" />;
  }
  const now = Date.now();
  const all = pieces(history, now);
  const words = Object.entries(shares(all))
    .map(([level, share]) => `${level} ${(100 * share).toFixed(share > 0.995 || share < 0.005 ? 1 : 0)} %`)
    .join(', ');
  const x = (at: number) => (1000 * (at - (now - DAY_MS))) / DAY_MS;
  return (
    <svg className="strip" viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label={`Last 24 hours: ${words}`}>
      <line x1="0" x2="1000" y1="19.5" y2="19.5" className="strip-base" />
      {all.map((piece) => (
        <rect
          key={piece.from}
          className={`strip-${piece.level.toLowerCase()}`}
          x={x(piece.from)}
          // What was short must be seen all the same.
          width={Math.max(2, x(piece.to) - x(piece.from))}
          y={20 - HEIGHTS[piece.level]}
          height={HEIGHTS[piece.level]}
        >
          <title>{`${new Date(piece.from).toISOString()} ${piece.level} ${piece.reasons.join('; ')}`}</title>
        </rect>
      ))}
    </svg>
  );
}
