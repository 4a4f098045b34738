// What an instance says and hears now, and how long that takes, as its sidecar reports it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { grants } from '../../api/queries';
import { latency, traffic } from '../../api/traffic';
import type { Instance } from '../../api/types';
import { useAddress } from '../../lib/address';
import { byConsumer } from '../../lib/latency';
import { useMay } from '../../lib/roles';
import { edgesOf } from '../../lib/topology';
import { Heard } from '../../parts/Heard';
import { Asked, Empty, NotAllowed } from '../../parts/States';
import { READERS } from '../../parts/StoreStates';
import { Table } from '../../parts/Table';
import { consumerColumns } from '../latency/columns';
import { EDGE_COLUMNS } from '../topology/columns';

const EDGES = EDGE_COLUMNS.filter((column) => column.id !== 'instance');
const HOPS = consumerColumns(true).filter((column) => column.id !== 'instance');
const FIRST = { tab: 'logs', sort: 'kind' };

export function TrafficTab({ found }: { found: Instance }) {
  const may = useMay();
  const isReader = may(...READERS);
  const reports = useQuery({ ...traffic, enabled: isReader });
  const hops = useQuery({ ...latency, enabled: isReader });
  const granted = useQuery(grants({ instance: found.name }));
  const [{ sort }, change] = useAddress(FIRST);
  const edges = useMemo(() => (reports.data ? edgesOf(reports.data, granted.data ?? [], found.name) : []), [reports.data, granted.data, found.name]);
  const waits = useMemo(() => (hops.data ? byConsumer(hops.data).filter((row) => row.instance === found.name) : []), [hops.data, found.name]);
  if (!isReader) {
    return <NotAllowed what="see what flows" roles={READERS} />;
  }
  return (
    <Asked query={reports} what="what its sidecar reported">
      {(told) =>
        edges.length === 0 ? (
          <Empty title="Its sidecar has reported nothing yet">
            Each reports once in <code>sidecar.telemetry.interval</code>, which is 10 s unless somebody set it.
          </Empty>
        ) : (
          <>
            <p className="line">
              <Heard told={told} />
              <Link to="/topology" search={{ q: found.name } as never}>
                Among the others
              </Link>
            </p>
            <Table
              label={`What ${found.name} says and hears`}
              height="part"
              rows={edges}
              columns={EDGES}
              id={(row) => `${row.side} ${row.kind} ${row.topic}`}
              sort={sort}
              onSort={(next) => change({ sort: next })}
            />
            {waits.length > 0 && (
              <>
                <h2>How long its messages take to come</h2>
                <Table label={`Latency of what ${found.name} hears`} height="part" rows={waits} columns={HOPS} id={(row) => row.topic} />
              </>
            )}
          </>
        )
      }
    </Asked>
  );
}
