import { Link } from '@tanstack/react-router';
import type { Grant } from '../../api/types';
import { GrantBadge } from '../../parts/Badges';
import type { Column } from '../../parts/Table';
import { Time } from '../../parts/Time';

/** What a grant is in a table, wherever one is shown. */
export const GRANT_COLUMNS: Column<Grant>[] = [
  {
    id: 'instance',
    head: 'Instance',
    width: 9,
    value: (row) => row.instance,
    cell: (row) => (
      <Link to="/plugins/$name" params={{ name: row.instance }}>
        {row.instance}
      </Link>
    ),
  },
  { id: 'action', head: 'May', width: 8.5, value: (row) => row.action, cell: (row) => `${row.effect === 'DENY' ? 'NOT ' : ''}${row.action.toLowerCase()}` },
  {
    id: 'pattern',
    head: 'Topics',
    value: (row) => row.pattern,
    cell: (row) => (
      <Link to="/grants/$id" params={{ id: row.id }} className="mono" title={row.pattern}>
        {row.pattern}
      </Link>
    ),
  },
  {
    id: 'state',
    head: 'State',
    width: 8.5,
    value: (row) => row.state,
    cell: (row) => <GrantBadge state={row.state} />,
  },
  { id: 'by', head: 'Asked by', width: 8, wide: true, value: (row) => row.requestedBy, cell: (row) => row.requestedBy },
  { id: 'at', head: 'At', width: 12.5, wide: true, value: (row) => row.requestedAt, cell: (row) => <Time at={row.requestedAt} /> },
  { id: 'why', head: 'Why', wide: true, value: (row) => row.why, cell: (row) => <span title={row.why}>{row.emergency ? `Emergency: ${row.why}` : row.why || '—'}</span> },
];
