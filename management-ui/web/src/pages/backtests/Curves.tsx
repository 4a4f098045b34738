// Returns on one chart, and the same as a table.
import { useMemo } from 'react';
import { shown } from '../../lib/backtests';
import { count } from '../../lib/decimal';
import { type Points, together } from '../../lib/returns';
import { lasting } from '../../lib/time';
import { Chart } from '../../parts/Chart';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';

interface Moment {
  at: number;
  values: (number | null)[];
}

export function Curves({
  label,
  titles,
  lines,
  elapsed,
  sort,
  onSort,
}: {
  label: string;
  titles: readonly string[];
  lines: readonly Points[];
  elapsed: boolean;
  sort: string;
  onSort: (sort: string) => void;
}) {
  const drawn = useMemo(() => together(lines, elapsed), [lines, elapsed]);
  const shownLines = useMemo(() => titles.map((title, line) => ({ title, values: drawn.values[line] as (number | null)[] })), [titles, drawn]);
  const rows = useMemo(() => drawn.at.map((at, i): Moment => ({ at, values: drawn.values.map((values) => values[i] ?? null) })), [drawn]);
  const columns: Column<Moment>[] = [
    {
      id: 'at',
      head: elapsed ? 'After' : 'At',
      width: 11,
      value: (row) => row.at,
      cell: (row) => (elapsed ? lasting(row.at * 1000) : <Time at={new Date(row.at * 1000).toISOString()} shape="full" />),
    },
    ...titles.map((title, line): Column<Moment> => ({
      id: `${line}`,
      head: title,
      numeric: true,
      value: (row) => row.values[line],
      cell: (row) => (row.values[line] === null ? <span className="muted">—</span> : shown('percent', row.values[line])),
    })),
  ];
  return (
    <>
      <Chart label={`${label}; the table below has each value`} at={drawn.at} lines={shownLines} times={elapsed ? 'elapsed' : 'date'} percent />
      <details>
        <summary>As a table: {count(rows.length)} points</summary>
        <Table label={label} rows={rows} columns={columns} id={(row) => `${row.at}`} sort={sort} onSort={onSort} height="part" />
      </details>
    </>
  );
}
