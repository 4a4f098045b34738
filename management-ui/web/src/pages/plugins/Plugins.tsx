import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { instances } from '../../api/queries';
import { traffic } from '../../api/traffic';
import type { Instance, Level } from '../../api/types';
import { useAddress } from '../../lib/address';
import { count } from '../../lib/decimal';
import { useMay } from '../../lib/roles';
import { finder } from '../../lib/search';
import { type Load, loads, perSecond, rate } from '../../lib/topology';
import { LevelBadge, SEVERITY } from '../../parts/Badges';
import { Choice, SearchField } from '../../parts/Fields';
import { Neighbours } from '../../parts/Neighbours';
import { Asked, Empty } from '../../parts/States';
import { READERS } from '../../parts/StoreStates';
import { type Column, Table } from '../../parts/Table';
import { Since } from '../../parts/Time';

const FIRST = { q: '', level: '', pool: '', sort: 'health' };

export function reasonOf(instance: Instance): string {
  return instance.health.reasons.join('; ');
}

function loadColumns(loads: Map<string, Load>): Column<Instance>[] {
  const flow = (id: 'published' | 'delivered', head: string): Column<Instance> => ({
    id,
    head,
    width: 5,
    wide: true,
    numeric: true,
    value: (row) => (loads.has(row.name) ? perSecond((loads.get(row.name) as Load)[id]) : -1),
    cell: (row) => (loads.has(row.name) ? rate((loads.get(row.name) as Load)[id]) : '—'),
  });
  return [
    flow('published', 'Says'),
    flow('delivered', 'Hears'),
    {
      id: 'lag',
      head: 'Waiting',
      width: 5.5,
      wide: true,
      numeric: true,
      value: (row) => loads.get(row.name)?.lag ?? -1,
      cell: (row) => <span title="Messages that it has not been delivered yet">{loads.has(row.name) ? count((loads.get(row.name) as Load).lag) : '—'}</span>,
    },
  ];
}

const COLUMNS: Column<Instance>[] = [
  {
    id: 'name',
    head: 'Name',
    width: 9,
    value: (row) => row.name,
    cell: (row) => (
      <Link to="/plugins/$name" params={{ name: row.name }} title={row.name}>
        {row.name}
      </Link>
    ),
  },
  { id: 'health', head: 'Health', width: 8, value: (row) => SEVERITY[row.health.level], cell: (row) => <LevelBadge level={row.health.level} /> },
  { id: 'reason', head: 'Reason', value: reasonOf, cell: (row) => <span title={reasonOf(row)}>{reasonOf(row)}</span> },
  { id: 'since', head: 'For', width: 5.5, value: (row) => -Date.parse(row.health.since), cell: (row) => <Since at={row.health.since} /> },
  {
    id: 'crashes',
    head: 'Crashes',
    width: 5.5,
    wide: true,
    numeric: true,
    value: (row) => row.crashes ?? 0,
    cell: (row) => <span title="In the last ten minutes">{count(row.crashes ?? 0)}</span>,
  },
  { id: 'plugin', head: 'Plugin', width: 8, wide: true, value: (row) => row.plugin, cell: (row) => row.plugin },
  { id: 'version', head: 'Version', width: 5.5, wide: true, value: (row) => row.version, cell: (row) => <span className="mono">{row.version}</span> },
];

const LEVELS: ReadonlyArray<readonly ['' | Level, string]> = [
  ['', 'All'],
  ['FAILED', 'Failed'],
  ['DEGRADED', 'Degraded'],
  ['STARTING', 'Starting'],
  ['STOPPED', 'Stopped'],
  ['OK', 'OK'],
];

export default function Plugins() {
  const query = useQuery(instances);
  const may = useMay();
  const isReader = may(...READERS);
  const reports = useQuery({ ...traffic, enabled: isReader });
  const columns = useMemo(() => [...COLUMNS, ...(isReader ? loadColumns(reports.data ? loads(reports.data) : new Map()) : [])], [isReader, reports.data]);
  const [state, change] = useAddress(FIRST);
  const pools = useMemo(() => [...new Set((query.data ?? []).map((each) => each.pool))].sort(), [query.data]);
  const rows = useMemo(() => {
    const isLike = finder(state.q);
    return (query.data ?? []).filter(
      (each) =>
        (state.level === '' || each.health.level === state.level) &&
        (state.pool === '' || each.pool === state.pool) &&
        isLike(`${each.name} ${each.plugin} ${each.version} ${reasonOf(each)}`),
    );
  }, [query.data, state]);
  return (
    <>
      <div className="page-head">
        <h1>Plugins</h1>
        {query.data && (
          <span className="muted">
            {rows.length === query.data.length ? count(rows.length) : `${count(rows.length)} of ${count(query.data.length)}`}
          </span>
        )}
        {may('AUTHOR') && (
          <Link to="/register" className="button">
            Register or make one
          </Link>
        )}
      </div>
      <div className="filters">
        <SearchField label="Find" value={state.q} placeholder="Name, plugin, version, reason" onChange={(q) => change({ q })} />
        <Choice label="Health" value={state.level as '' | Level} options={LEVELS} onChange={(level) => change({ level })} />
        <Choice
          label="Pool"
          value={state.pool}
          options={[['', 'All'], ...pools.map((each) => [each, each] as const)]}
          onChange={(pool) => change({ pool })}
        />
      </div>
      <Asked query={query} what="plugins">
        {(all) =>
          all.length === 0 ? (
            <Empty title="No plugin is managed here yet">
              An author registers one, and makes an instance of it: <Link to="/register">Register</Link>, or{' '}
              <code>meridian plugin register</code>.
            </Empty>
          ) : rows.length === 0 ? (
            <Empty title="None is like that">
              <button type="button" className="button" onClick={() => change(FIRST)}>
                Show all {count(all.length)}
              </button>
            </Empty>
          ) : (
            <Table label="Plugins" rows={rows} columns={columns} id={(row) => row.name} sort={state.sort} onSort={(sort) => change({ sort })} />
          )
        }
      </Asked>
      <Neighbours />
    </>
  );
}
