// Lines over time, drawn by uPlot on a canvas. What it shows is said in words beside it: a canvas says nothing.
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { usePreferences, zoneOf } from '../lib/preferences';
import { parts } from '../lib/time';

export interface Line {
  title: string;
  values: (number | null)[];
}

const COLOURS = ['--link', '--warn', '--good', '--bad', '--wait'];
const HEIGHT = 190;

export function Chart({ label, at, lines }: { label: string; at: number[]; lines: Line[] }) {
  const place = useRef<HTMLDivElement>(null);
  const { theme, ...chosen } = usePreferences();
  const zone = zoneOf({ theme, ...chosen });
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
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line') } };
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        ...(zone ? { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), zone) } : {}),
        cursor: { drag: { x: false, y: false } },
        legend: { show: titles.includes('\n') },
        axes: [{ ...axis, space: 90, values: (_: uPlot, all: number[]) => all.map((each) => parts(new Date(each * 1000), zone).clock) }, { ...axis, size: 80, values: (_: uPlot, all: number[]) => all.map((each) => each.toLocaleString('en')) }],
        series: [
          {},
          ...titles.split('\n').map((title, index) => ({
            label: title,
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
  }, [titles, theme, zone]);

  useEffect(() => {
    plot.current?.setData(data.current);
  }, [at, lines]);

  return <div ref={place} className="chart" role="img" aria-label={label} />;
}
