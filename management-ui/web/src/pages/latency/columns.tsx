import { Link } from '@tanstack/react-router';
import { count } from '../../lib/decimal';
import { type HopRow, bound, percentile } from '../../lib/latency';
import { nanos } from '../../lib/time';
import type { Column } from '../../parts/Table';
import { Time } from '../../parts/Time';

function at(part: number, id: string, head: string, wide = false): Column<HopRow> {
  return {
    id,
    head,
    numeric: true,
    width: 6.5,
    wide,
    value: (row) => percentile(row, part)?.above,
    cell: (row) => bound(percentile(row, part)),
  };
}

const MESSAGES: Column<HopRow> = { id: 'count', head: 'Deliveries', numeric: true, width: 7, value: (row) => row.count, cell: (row) => count(row.count) };
const PERCENTILES = [at(0.5, 'p50', '50 %'), at(0.95, 'p95', '95 %', true), at(0.99, 'p99', '99 %'), at(1, 'max', 'Slowest', true)];

export function topicColumns(onChoose: (topic: string) => void): Column<HopRow>[] {
  return [
    {
      id: 'topic',
      head: 'Topics',
      value: (row) => row.topic,
      cell: (row) => (
        <button type="button" className="as-link mono" title={`Draw ${row.topic} alone`} onClick={() => onChoose(row.topic)}>
          {row.topic}
        </button>
      ),
    },
    MESSAGES,
    ...PERCENTILES,
  ];
}

/** @param live whether what waits is known */
export function consumerColumns(live: boolean): Column<HopRow>[] {
  return [
    {
      id: 'instance',
      head: 'Delivered to',
      width: 9,
      value: (row) => row.instance,
      cell: (row) => (live ? <Link to="/topology" search={{ q: row.instance } as never}>{row.instance}</Link> : row.instance),
    },
    { id: 'topic', head: 'Topics', value: (row) => row.topic, cell: (row) => <span className="mono" title={row.topic}>{row.topic}</span> },
    ...(live
      ? [
          { id: 'lag', head: 'Waiting', numeric: true, width: 6, value: (row: HopRow) => row.lag, cell: (row: HopRow) => count(row.lag) },
          { id: 'lagAt', head: 'as of', width: 7, wide: true, value: (row: HopRow) => row.lagAt, cell: (row: HopRow) => <Time at={new Date(row.lagAt).toISOString()} /> },
        ]
      : []),
    { ...MESSAGES, wide: true },
    ...PERCENTILES.slice(0, 3),
  ];
}

export interface Cell {
  at: number;
  above: number;
  upTo: number;
  count: number;
}

export const CELLS: Column<Cell>[] = [
  { id: 'at', head: 'From', width: 9, value: (row) => row.at, cell: (row) => <Time at={new Date(row.at).toISOString()} /> },
  { id: 'above', head: 'Longer than', numeric: true, width: 8, value: (row) => row.above, cell: (row) => nanos(row.above) },
  { id: 'upTo', head: 'Not longer than', numeric: true, width: 8.5, value: (row) => row.upTo, cell: (row) => (Number.isFinite(row.upTo) ? nanos(row.upTo) : 'no bound') },
  { id: 'count', head: 'Deliveries', numeric: true, width: 8, value: (row) => row.count, cell: (row) => count(row.count) },
];
