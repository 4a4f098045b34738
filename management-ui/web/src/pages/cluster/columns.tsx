// The columns of the tables of the page of the cluster.
import { Link } from '@tanstack/react-router';
import type { ClusterMember, ClusterPlugin } from '../../api/types';
import { count } from '../../lib/decimal';
import { Badge, LevelBadge } from '../../parts/Badges';
import type { Column } from '../../parts/Table';
import { Since, Time } from '../../parts/Time';

const STATES: Record<ClusterMember['state'], [shape: string, tone: string]> = {
  ALIVE: ['●', 'good'],
  SUSPECT: ['◔', 'wait'],
  FAILED: ['✖', 'bad'],
  LEFT: ['■', 'still'],
};

function part(member: ClusterMember, leader: string): string {
  if (member.name === leader) {
    return 'leads';
  }
  if (member.manager === null) {
    return 'not heard of';
  }
  return member.manager ? 'stands by' : 'only votes';
}

export const nodeColumns = (leader: string): Column<ClusterMember>[] => [
  { id: 'name', head: 'Node', width: 8, cell: (row) => <strong>{row.name}</strong> },
  {
    id: 'state',
    head: 'State',
    width: 9,
    cell: (row) => {
      const [shape, tone] = STATES[row.state];
      return <Badge tone={tone} shape={shape} text={row.state} />;
    },
  },
  { id: 'part', head: 'Part', width: 9, cell: (row) => part(row, leader) },
  { id: 'votes', head: 'Votes', width: 5, cell: (row) => (row.seed ? 'yes' : 'no') },
  { id: 'silent', head: 'Silent', width: 7, numeric: true, cell: (row) => `${count(row.silentMs)} ms` },
  { id: 'phi', head: 'Suspicion', width: 7, numeric: true, wide: true, cell: (row) => row.phi.toFixed(1) },
  {
    id: 'behind',
    head: 'Behind',
    width: 7,
    numeric: true,
    wide: true,
    cell: (row) => (row.behindMs === null ? '—' : `${(row.behindMs / 1000).toFixed(1)} s`),
  },
  { id: 'since', head: 'So since', width: 12, wide: true, cell: (row) => <Time at={row.since} shape="full" /> },
];

export const pluginColumns: Column<ClusterPlugin>[] = [
  {
    id: 'name',
    head: 'Plugin',
    width: 12,
    cell: (row) => (
      <Link to="/plugins/$name" params={{ name: row.name }}>
        {row.name}
      </Link>
    ),
  },
  { id: 'health', head: 'Health', width: 9, cell: (row) => <LevelBadge level={row.health} /> },
  { id: 'phase', head: 'Phase', width: 9, cell: (row) => row.phase.toLowerCase() },
  { id: 'since', head: 'For', width: 8, cell: (row) => <Since at={row.since} /> },
  { id: 'by', head: 'Told by', width: 8, cell: (row) => row.toldBy },
  { id: 'why', head: 'Why', wide: true, cell: (row) => <span title={row.why}>{row.why}</span> },
];
