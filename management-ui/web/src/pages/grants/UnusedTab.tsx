// Grants in force that nothing came of since the gateway listens: what a plugin does not need, it should not have.
import { finder } from '../../lib/search';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { grants, instances, versions } from '../../api/queries';
import { traffic } from '../../api/traffic';
import { useAddress } from '../../lib/address';
import { count } from '../../lib/decimal';
import { useMay } from '../../lib/roles';
import { span } from '../../lib/time';
import { type Judged, type Verdict, judged } from '../../lib/unused';
import { Badge } from '../../parts/Badges';
import { Choice, SearchField } from '../../parts/Fields';
import { Heard } from '../../parts/Heard';
import { Asked, Empty, NotAllowed } from '../../parts/States';
import { READERS } from '../../parts/StoreStates';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';

const FIRST = { tab: 'list', show: 'unused', q: '', sort: 'instance' };

const WORDS: Record<Verdict, [tone: string, shape: string, text: string]> = {
  unused: ['warn', '■', 'nothing'],
  used: ['good', '●', 'something'],
  unheard: ['still', '?', 'no report'],
  uncounted: ['still', '?', 'not counted'],
  unclear: ['still', '?', 'not clear'],
};

const COLUMNS: Column<Judged>[] = [
  {
    id: 'instance',
    head: 'Instance',
    width: 9,
    value: (row) => row.grant.instance,
    cell: (row) => (
      <Link to="/plugins/$name" params={{ name: row.grant.instance }}>
        {row.grant.instance}
      </Link>
    ),
  },
  { id: 'action', head: 'May', width: 7, value: (row) => row.grant.action, cell: (row) => row.grant.action.toLowerCase() },
  {
    id: 'pattern',
    head: 'Topics',
    value: (row) => row.grant.pattern,
    cell: (row) => (
      <Link to="/grants/$id" params={{ id: row.grant.id }} className="mono" title={row.grant.pattern}>
        {row.grant.pattern}
      </Link>
    ),
  },
  {
    id: 'verdict',
    head: 'What came of it',
    width: 9,
    value: (row) => row.verdict,
    cell: (row) => {
      const [tone, shape, text] = WORDS[row.verdict];
      return <Badge tone={tone} shape={shape} text={text} />;
    },
  },
  {
    id: 'since',
    head: 'Since',
    width: 9,
    value: (row) => row.since,
    cell: (row) => (row.since === null ? '—' : <Time at={new Date(row.since).toISOString()} />),
  },
  { id: 'gap', head: 'Not reported', width: 7, wide: true, numeric: true, value: (row) => row.gapMs, cell: (row) => (row.since === null ? '—' : span(row.gapMs)) },
  { id: 'by', head: 'Asked by', width: 8, wide: true, value: (row) => row.grant.requestedBy, cell: (row) => row.grant.requestedBy },
];

export function UnusedTab() {
  const [state, change] = useAddress(FIRST);
  const may = useMay();
  const isReader = may(...READERS);
  const reports = useQuery({ ...traffic, enabled: isReader });
  const active = useQuery(grants({ state: 'ACTIVE' }));
  const made = useQuery(instances);
  const registered = useQuery(versions);
  const [known, plugins] = [made.data, registered.data];
  const all = useMemo(() => {
    const answers = new Map(
      (known ?? []).map((each) => [
        each.name,
        plugins?.find((version) => version.plugin === each.plugin && version.version === each.version)?.answers ?? [],
      ]),
    );
    return reports.data && active.data && known && plugins ? judged(reports.data, active.data, (name) => answers.get(name) ?? []) : undefined;
  }, [reports.data, active.data, known, plugins]);
  if (!isReader) {
    return <NotAllowed what="see what flows" roles={READERS} />;
  }
  const of = (verdict: Verdict) => (all ?? []).filter((each) => each.verdict === verdict).length;
  const isLike = finder(state.q);
  const rows = (all ?? []).filter(
    (each) =>
      (state.show === 'all' || each.verdict === state.show || (state.show === 'unjudged' && !['used', 'unused'].includes(each.verdict))) &&
      isLike(`${each.grant.instance} ${each.grant.action} ${each.grant.pattern}`),
  );
  const waiting = [active, reports, made, registered].find((query) => query.data === undefined);
  const unjudged = of('unheard') + of('uncounted') + of('unclear');
  return (
    <>
      <div className="filters">
        <Choice
          label="Show"
          value={state.show}
          options={[
            ['unused', `nothing came of it: ${count(of('unused'))}`],
            ['used', `something did: ${count(of('used'))}`],
            ['unjudged', `not known: ${count(unjudged)}`],
            ['all', 'all in force'],
          ]}
          onChange={(show) => change({ show })}
        />
        <SearchField label="Find" value={state.q} placeholder="Instance or topic" onChange={(q) => change({ q })} />
        {reports.data && <Heard told={reports.data} />}
      </div>
      {waiting ? (
        <Asked query={waiting as UseQueryResult<unknown>} what="grants, and what sidecars reported">
          {() => null}
        </Asked>
      ) : rows.length === 0 ? (
        <Empty title={state.show === 'unused' && of('unused') === 0 ? 'Something came of every grant that can be judged' : 'None is like that'}>
          {unjudged > 0 && state.show === 'unused' ? `${count(unjudged)} are not known: show them, too.` : 'Show others, or search for less.'}
        </Empty>
      ) : (
        <Table label="Grants, and what came of them" rows={rows} columns={COLUMNS} id={(row) => row.grant.id} sort={state.sort} onSort={(sort) => change({ sort })} />
      )}
      {reports.isError && reports.data && (
        <p className="note note-bad" role="alert">
          This may be old: {reports.error.message}
        </p>
      )}
      <p className="muted measure">
        As sidecars reported since the gateway listens, and no longer. They count by template: of <code>platform.data.quote.*.AAPL</code> nothing came for
        certain when no quote did, and something may have come when any did. Requests, answers to them and reads of the past are not counted. Times that no
        report tells of may have had messages.
      </p>
    </>
  );
}
