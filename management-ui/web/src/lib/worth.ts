// What portfolios are worth over time, from rows of the store.
import type { Row } from '../api/types';

/** Lines on one axis of time, in seconds. A portfolio that says nothing at a time has its last worth. */
export function worthLines(rows: readonly Row[], view: string): { at: number[]; lines: { title: string; values: (number | null)[] }[] } {
  const ordered = rows.filter((row) => row.view === view).sort((a, b) => String(a.time).localeCompare(String(b.time)));
  const titles = [...new Set(ordered.map((row) => `${row.portfolio} ${row.currency}`))].sort();
  const at: number[] = [];
  const lines = titles.map((title) => ({ title, values: [] as (number | null)[] }));
  for (const row of ordered) {
    const seconds = Date.parse(String(row.time)) / 1000;
    if (at.at(-1) !== seconds) {
      at.push(seconds);
      lines.forEach((line) => line.values.push(line.values.at(-1) ?? null));
    }
    const line = lines.find((each) => each.title === `${row.portfolio} ${row.currency}`);
    if (line) {
      // A line on a screen has fewer points than a double has digits; figures in words stay exact.
      line.values[at.length - 1] = Number(row.value);
    }
  }
  return { at, lines };
}
