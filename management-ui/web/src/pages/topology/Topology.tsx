// Who publishes what to whom, as the sidecars reported it last, beside what is granted.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { grants } from '../../api/queries';
import { type Traffic, traffic } from '../../api/traffic';
import type { Grant } from '../../api/types';
import { useAddress } from '../../lib/address';
import { count } from '../../lib/decimal';
import { useMay } from '../../lib/roles';
import { type Wanted, topology } from '../../lib/topology';
import { Choice, SearchField } from '../../parts/Fields';
import { Heard } from '../../parts/Heard';
import { Asked, Empty, NotAllowed } from '../../parts/States';
import { READERS } from '../../parts/StoreStates';
import { type Column, Table } from '../../parts/Table';
import { Drawing } from './Drawing';
import { EDGE_COLUMNS } from './columns';
import '../../styles/topology.css';

const FIRST = { q: '', show: 'traffic', group: 'template', sort: 'topic' };

const SHOWN: ReadonlyArray<readonly [Wanted['show'], string]> = [
  ['traffic', 'what flows or is denied'],
  ['all', 'also what is granted and idle'],
  ['published', 'what is published'],
  ['delivered', 'what is delivered'],
  ['denied', 'what is denied'],
  ['idle', 'what is granted and idle'],
];

const ORPHANS: Column<string>[] = [
  {
    id: 'topic',
    head: 'Topics',
    cell: (topic) => (
      <span className="mono" title={topic}>
        {topic}
      </span>
    ),
  },
];

function Orphans({ title, id, topics, children }: { title: string; id: string; topics: string[]; children: string }) {
  return (
    <section className="card stack" aria-labelledby={id}>
      <h2 id={id}>
        {title}: {count(topics.length)}
      </h2>
      <p className="muted">{children}</p>
      {topics.length > 0 && (
        <Table label={title} rows={topics} columns={ORPHANS} id={(topic) => topic} height="part" />
      )}
    </section>
  );
}

function Found({ told, granted }: { told: Traffic; granted: Grant[] }) {
  const [state, change] = useAddress(FIRST);
  const { q, show, group } = state;
  const found = useMemo(() => topology(told, granted, { q, show, group } as Wanted), [told, granted, q, show, group]);
  if (told.instances.length === 0) {
    return (
      <Empty title="No sidecar has reported yet">
        Each reports once in <code>sidecar.telemetry.interval</code>, which is 10 s unless somebody set it; 0 s is never. The gateway has listened
        since it was started. Does a plugin run? <Link to="/plugins">Plugins</Link>
      </Empty>
    );
  }
  return (
    <>
      <div className="filters">
        <SearchField label="Find" value={q} placeholder="Instance or topic" onChange={(next) => change({ q: next })} />
        <Choice label="Show" value={show as Wanted['show']} options={SHOWN} onChange={(next) => change({ show: next })} />
        <Choice
          label="Group topics"
          value={group as Wanted['group']}
          options={[
            ['template', 'by template'],
            ['family', 'by their first two parts'],
          ]}
          onChange={(next) => change({ group: next })}
        />
      </div>
      {found.edges.length === 0 ? (
        <Empty title="Nothing is like that">
          {show === 'denied' ? 'Nothing was denied within the last minute of reports.' : 'Search for less, or show more.'}
        </Empty>
      ) : (
        <>
          <Drawing edges={found.edges} chosen={q} onChoose={(name) => change({ q: name })} />
          <h2>As a table</h2>
          <Table
            label="Who publishes what to whom"
            rows={found.edges}
            columns={EDGE_COLUMNS}
            id={(row) => `${row.side} ${row.kind} ${row.instance} ${row.topic}`}
            sort={state.sort}
            onSort={(sort) => change({ sort })}
            height="part"
          />
        </>
      )}
      <div className="columns columns-half">
        <Orphans title="Published, and delivered to no plugin" id="unheard" topics={found.unheard}>
          Within the last minute of reports. Services of the platform itself, such as the store and the kernel, read without a sidecar.
        </Orphans>
        <Orphans title="Granted to be read, and silent" id="silent" topics={found.silent}>
          In force for some instance, and no sidecar published or was delivered anything there within the last minute of reports.
        </Orphans>
      </div>
    </>
  );
}

export default function Topology() {
  const may = useMay();
  const isReader = may(...READERS);
  const reports = useQuery({ ...traffic, enabled: isReader });
  const active = useQuery(grants({ state: 'ACTIVE' }));
  if (!isReader) {
    return (
      <>
        <h1>Topology</h1>
        <NotAllowed what="see what flows" roles={READERS} />
      </>
    );
  }
  return (
    <>
      <div className="page-head">
        <h1>Topology</h1>
        {reports.data && <Heard told={reports.data} />}
      </div>
      {active.isError && (
        <p className="note note-warn" role="alert">
          What is granted is not known, so nothing idle is shown: {active.error.message}
        </p>
      )}
      <Asked query={reports} what="what sidecars reported">
        {(told) => <Found told={told} granted={active.data ?? []} />}
      </Asked>
    </>
  );
}
