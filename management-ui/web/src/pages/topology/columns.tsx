// What an instance has to do with topics, as a row.
import { Link } from '@tanstack/react-router';
import { count } from '../../lib/decimal';
import { type Edge, perSecond, rate } from '../../lib/topology';
import { Badge } from '../../parts/Badges';
import type { Column } from '../../parts/Table';

const KINDS: Record<Edge['kind'], [tone: string, shape: string, text: string]> = {
  published: ['wait', '→', 'publishes'],
  delivered: ['good', '←', 'is delivered'],
  denied: ['bad', '✖', 'is denied'],
  idle: ['still', '■', 'may, is idle'],
};

export const EDGE_COLUMNS: Column<Edge>[] = [
  { id: 'instance', head: 'Instance', width: 10, value: (row) => row.instance, cell: (row) => row.instance },
  {
    id: 'kind',
    head: 'What it does',
    width: 13,
    value: (row) => row.kind,
    cell: (row) => {
      const [tone, shape, text] = KINDS[row.kind];
      return <Badge tone={tone} shape={shape} text={row.kind === 'idle' ? `${text}: ${row.side === 'left' ? 'publish' : 'subscribe'}` : text} />;
    },
  },
  {
    id: 'topic',
    head: 'Topics',
    value: (row) => row.topic,
    cell: (row) => (
      <Link to="/messages" search={{ pattern: row.topic.replace(/\{[^}]*}/g, '*') } as never} className="mono" title={row.topic}>
        {row.topic}
      </Link>
    ),
  },
  { id: 'rate', head: 'A second', numeric: true, width: 6.5, value: perSecond, cell: (row) => (row.kind === 'idle' ? '—' : rate(row)) },
  { id: 'count', head: 'Messages', numeric: true, width: 6.5, wide: true, value: (row) => row.count, cell: (row) => count(row.count) },
  { id: 'covered', head: 'in', numeric: true, width: 4.5, wide: true, value: (row) => row.coveredMs, cell: (row) => (row.coveredMs === 0 ? '—' : `${Math.round(row.coveredMs / 1000)} s`) },
  { id: 'lag', head: 'Waiting', numeric: true, width: 5.5, wide: true, value: (row) => row.lag, cell: (row) => (row.kind === 'delivered' ? count(row.lag) : '') },
  { id: 'lost', head: 'Lost', numeric: true, width: 4.5, wide: true, value: (row) => row.lost, cell: (row) => (row.kind === 'delivered' ? count(row.lost) : '') },
];
