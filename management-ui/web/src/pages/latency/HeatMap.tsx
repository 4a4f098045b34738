// Time from left to right, slower upwards; the darker, the more deliveries. The table under it says each count.
import { count } from '../../lib/decimal';
import type { Grid } from '../../lib/latency';
import { usePreferences, zoneOf } from '../../lib/preferences';
import { nanos, parts } from '../../lib/time';

const CELL = { width: 30, height: 17 };
const LEFT = 78;
const FOOT = 24;
const STEPS = 5;

/** Of many and of few something is seen: shades are those of the logarithm. 0: nothing at all. */
export function shade(number: number, most: number): number {
  return number === 0 ? 0 : Math.max(1, Math.ceil((STEPS * Math.log(1 + number)) / Math.log(1 + most)));
}

function reach(bound: { above: number; upTo: number }): string {
  return Number.isFinite(bound.upTo) ? nanos(bound.upTo) : `> ${nanos(bound.above)}`;
}

export function HeatMap({ label, grid }: { label: string; grid: Grid }) {
  const zone = zoneOf(usePreferences());
  const rows = grid.bounds.length;
  const height = rows * CELL.height;
  const width = grid.slots.length * CELL.width;
  const clock = (at: number) => parts(new Date(at), zone).clock;
  return (
    <div className="heat-frame" role="region" tabIndex={0} aria-label="Drawing: how long deliveries took">
      <svg className="heat" width={LEFT + width + 8} height={height + FOOT} role="img" aria-label={label}>
        {grid.bounds.map((bound, row) =>
          // Every other bound is written: more would touch each other.
          row % 2 === 0 ? (
            <text key={bound.above} x={LEFT - 6} y={height - row * CELL.height - CELL.height / 2 + 4} textAnchor="end">
              {reach(bound)}
            </text>
          ) : null,
        )}
        {grid.slots.map((at, slot) => (
          <g key={at}>
            {slot % 5 === 0 && (
              <text x={LEFT + slot * CELL.width} y={height + 17}>
                {clock(at)}
              </text>
            )}
            {(grid.counts[slot] ?? []).map((number, row) => (
              <rect
                key={grid.bounds[row]?.above}
                x={LEFT + slot * CELL.width}
                y={height - (row + 1) * CELL.height}
                width={CELL.width - 1}
                height={CELL.height - 1}
                className={`heat-${shade(number, grid.most)}`}
              >
                {number > 0 && (
                  <title>
                    {`${count(number)} took ${reach(grid.bounds[row] as { above: number; upTo: number })} at most, between ${clock(at)} and ${clock(at + grid.slotMs)}`}
                  </title>
                )}
              </rect>
            ))}
          </g>
        ))}
      </svg>
      <p className="muted heat-legend" aria-hidden="true">
        none {Array.from({ length: STEPS + 1 }, (_, step) => <span key={step} className={`heat-key heat-key-${step}`} />)} {count(grid.most)}
      </p>
    </div>
  );
}
