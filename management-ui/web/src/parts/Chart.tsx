// Lines over time, drawn by uPlot on a canvas. What it shows is said in words beside it: a canvas says nothing.
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { usePreferences, zoneOf } from '../lib/preferences';
import { lasting, parts } from '../lib/time';

export interface Line {
  title: string;
  values: (number | null)[];
}

const COLOURS = ['--link', '--warn', '--good', '--bad', '--wait'];
const HEIGHT = 190;

/** What stands under the axis: the time of day, the day with it, or how long since the begin, where `at` begins with 0. */
export type Times = 'clock' | 'date' | 'elapsed';

export function Chart({
  label,
  at,
  lines,
  times = 'clock',
  percent = false,
}: {
  label: string;
  at: number[];
  lines: Line[];
  times?: Times;
  /** Whether values are shares. */
  percent?: boolean;
}) {
  const place = useRef<HTMLDivElement>(null);
  const { theme, ...chosen } = usePreferences();
  const zone = times === 'elapsed' ? 'UTC' : zoneOf({ theme, ...chosen });
  const titles = lines.map((line) => line.title).join('\n');
  const plot = useRef<uPlot | null>(null);
  const data = useRef<uPlot.AlignedData>([[]]);
  data.current = [at, ...lines.map((line) => line.values)];

  useEffect(() => {
    const element = place.current;
    if (!element) {
      return;
    }
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const time = (seconds: number) => {
      const { date, clock } = parts(new Date(seconds * 1000), zone);
      return times === 'elapsed' ? lasting(seconds * 1000) : times === 'date' ? `${date.slice(5)} ${clock.slice(0, 5)}` : clock;
    };
    const value = (number: number) => (percent ? `${Number((number * 100).toPrecision(4))}%` : number.toLocaleString('en'));
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line') } };
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        ...(zone ? { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), zone) } : {}),
        cursor: { drag: { x: false, y: false } },
        legend: { show: titles.includes('\n') },
        axes: [{ ...axis, space: 90, values: (_: uPlot, all: number[]) => all.map(time) }, { ...axis, size: 80, values: (_: uPlot, all: number[]) => all.map(value) }],
        series: [
          { value: (_: uPlot, each: number | null) => (each === null ? '--' : time(each)) },
          ...titles.split('\n').map((title, index) => ({
            label: title,
            value: (_: uPlot, each: number | null) => (each === null ? '--' : value(each)),
            stroke: colour(COLOURS[index % COLOURS.length] as string),
            width: 1.5,
            // Told apart without colour, too.
            ...(index > 0 ? { dash: [4 + 3 * index, 4] } : {}),
          })),
        ],
      },
      data.current,
      element,
    );
    plot.current = made;
    const watcher = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [titles, theme, zone, times, percent]);

  useEffect(() => {
    plot.current?.setData(data.current);
  }, [at, lines]);

  return <div ref={place} className="chart" role="img" aria-label={label} />;
}
