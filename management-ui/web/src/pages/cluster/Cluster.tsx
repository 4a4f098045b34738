// The managers of a cluster as the one that leads sees them, and what runs on any of their machines.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useFollowed } from '../../api/follow';
import { cluster } from '../../api/queries';
import type { ClusterMember, ClusterPlugin, Cluster as Seen } from '../../api/types';
import { useAddress } from '../../lib/address';
import { announce } from '../../lib/announce';
import { count } from '../../lib/decimal';
import { Badge } from '../../parts/Badges';
import { SearchField } from '../../parts/Fields';
import { Asked, Empty, Loading } from '../../parts/States';
import { Table } from '../../parts/Table';
import { nodeColumns, pluginColumns } from './columns';

const FIRST = { filter: '' };

/** Everything that is there where managers are several. */
type Several = Required<Seen>;

export default function Cluster() {
  const query = useQuery(cluster);
  return (
    <>
      <div className="page-head">
        <h1>Cluster</h1>
      </div>
      <Asked query={query} what="who is there">
        {(seen) => (seen.clustered ? <Nodes seen={seen as Several} /> : <Alone />)}
      </Asked>
    </>
  );
}

function Alone() {
  return (
    <Empty title="This manager works alone">
      <p>
        When its machine dies, plugins run on, but nobody grants, starts or heals anything until it is started again. With
        three managers another takes over within seconds.
      </p>
      <p>
        To see it on this machine: <code>./launch_dev.sh --managers 3</code>. For machines of your own: docs/how-to/run-several-managers.md.
      </p>
    </Empty>
  );
}

function Nodes({ seen }: { seen: Several }) {
  const leads = seen.leader === '' ? 'Nobody leads' : `${seen.leader} leads`;
  useEffect(() => announce(leads), [leads]);
  const isFine = seen.healthy && seen.leader !== '' && seen.troubled.length === 0;
  return (
    <>
      <section className={`card stack ${isFine ? 'fine' : 'wrong'}`} aria-labelledby="cluster-state">
        <h2 id="cluster-state">
          {isFine ? '✓ ' : ''}
          {leads}
          {seen.leader !== '' && `, in term ${count(seen.term)}`}
        </h2>
        {!seen.healthy && (
          <p>
            <Badge tone="bad" shape="✖" text="undecided" /> Nothing can be decided until more than half of those that vote are
            there. What runs goes on.
          </p>
        )}
        {seen.troubled.length > 0 && (
          <ul className="plain-list">
            {seen.troubled.map((each) => (
              <li key={each}>
                <Badge tone="bad" shape="▲" text="look" /> {each}
              </li>
            ))}
          </ul>
        )}
        <p className="muted">
          {count(seen.members.filter(isThere).length)} of {count(seen.members.length)} nodes are there, as {seen.node} sees it ·{' '}
          {count(seen.position)} decisions · {seen.counter === '' ? 'nobody counts votes' : `${seen.counter} counts votes`} ·{' '}
          {count(seen.sharing.repaired)} missed values repaired
        </p>
      </section>
      <h2>Nodes</h2>
      <Table label="Nodes of the cluster" rows={seen.members} columns={nodeColumns(seen.leader)} id={(row) => row.name} height="part" />
      <h2>Plugins, on whichever machine</h2>
      <Plugins />
    </>
  );
}

/** What runs, followed as it changes: whoever leads tells it. */
function Plugins() {
  const [{ filter }, change] = useAddress(FIRST);
  const { answer, problem } = useFollowed('plugins', filter);
  const rows = useMemo(
    () => [...(answer ?? [])].map(([name, fields]) => ({ ...fields, name }) as ClusterPlugin).sort((a, b) => a.name.localeCompare(b.name)),
    [answer],
  );
  return (
    <>
      <div className="filters">
        <SearchField label="Filter" value={filter} placeholder='fields.health != "OK"' onChange={(text) => change({ filter: text })} />
      </div>
      {problem !== '' && (
        <p className="note note-bad" role="alert">
          {problem}
        </p>
      )}
      {answer === undefined && problem === '' && <Loading what="what runs" />}
      {answer !== undefined && rows.length === 0 && problem === '' && (
        <p className="muted">{filter === '' ? 'Nobody has told of any in the last ten seconds.' : 'None is like that now. One that becomes so appears here.'}</p>
      )}
      {rows.length > 0 && <Table label="Plugins of the cluster" rows={rows} columns={pluginColumns} id={(row) => row.name} height="part" />}
    </>
  );
}

const isThere = (member: ClusterMember) => member.state === 'ALIVE' || member.state === 'SUSPECT';
