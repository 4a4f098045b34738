// How long messages take from one who publishes to one who is delivered: when, on which topics, and who is behind.
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Latency as Told, latency } from '../../api/traffic';
import { useAddress } from '../../lib/address';
import { count } from '../../lib/decimal';
import { byConsumer, byTopic, grid } from '../../lib/latency';
import { useMay } from '../../lib/roles';
import { span } from '../../lib/time';
import { Choice, SearchField } from '../../parts/Fields';
import { Heard } from '../../parts/Heard';
import { Asked, Empty, NotAllowed } from '../../parts/States';
import { READERS } from '../../parts/StoreStates';
import { Table } from '../../parts/Table';
import { Time } from '../../parts/Time';
import { CELLS, type Cell, consumerColumns, topicColumns } from './columns';
import { HeatMap } from './HeatMap';
import { stored } from './stored';
import '../../styles/latency.css';

const FIRST = { span: 'live', instance: '', topic: '', sort: '-p99', consumers: '-lag', cells: '-at' };

const SPANS: ReadonlyArray<readonly [string, string]> = [
  ['live', '15 minutes, live'],
  ['1', '1 hour, stored'],
  ['3', '3 hours, stored'],
  ['12', '12 hours, stored'],
];

function Found({ told, live }: { told: Told; live: boolean }) {
  const [state, change] = useAddress(FIRST);
  const topics = useMemo(() => byTopic(told), [told]);
  const consumers = useMemo(() => byConsumer(told), [told]);
  const drawn = useMemo(() => grid(told, state.topic), [told, state.topic]);
  const cells = useMemo(
    () =>
      drawn.slots.flatMap((at, slot) =>
        drawn.bounds.map((bound, index): Cell => ({ at, ...bound, count: drawn.counts[slot]?.[index] ?? 0 })).filter((cell) => cell.count > 0),
      ),
    [drawn],
  );
  const total = cells.reduce((sum, cell) => sum + cell.count, 0);
  const unplaced = told.hops.reduce((sum, hop) => sum + hop.unplaced, 0);
  const what = state.topic === '' ? 'all topics together' : state.topic;
  const names = [...new Set([...topics.map((row) => row.topic), ...(state.topic === '' ? [] : [state.topic])])].sort();
  const sortTopics = topicColumns((topic) => change({ topic }));
  if (told.hops.length === 0) {
    return (
      <Empty title="No delivery was reported in this time">
        {live
          ? 'A sidecar counts what it hands to its plugin, and reports it every 10 s unless somebody set another interval. Does a plugin run that subscribes to something?'
          : 'The store has no report of it. Choose another instance or time, or look at the last 15 minutes.'}
      </Empty>
    );
  }
  return (
    <>
      <section className="card stack" aria-labelledby="when">
        <h2 id="when">When: {what}</h2>
        <div className="filters">
          <Choice
            label="Topics"
            value={state.topic}
            options={[['', 'all together'], ...names.map((name) => [name, name] as const)]}
            onChange={(topic) => change({ topic })}
          />
          {state.topic !== '' && (
            <button type="button" className="button" onClick={() => change({ topic: '' })}>
              All together
            </button>
          )}
        </div>
        {total === 0 ? (
          <Empty title="Nothing was delivered of these topics in this time">Choose others.</Empty>
        ) : (
          <>
            <HeatMap label={`${count(total)} deliveries of ${what}, by time and by how long they took; the table under it has each count`} grid={drawn} />
            <details>
              <summary>As a table: {count(cells.length)} counts</summary>
              <Table
                label="Deliveries by time and by how long they took"
                rows={cells}
                columns={CELLS}
                id={(row) => `${row.at} ${row.above}`}
                sort={state.cells}
                onSort={(next) => change({ cells: next })}
                height="part"
              />
            </details>
          </>
        )}
        {unplaced > 0 && <p className="note note-warn">{count(unplaced)} deliveries came with buckets beyond those that are kept, and are in no figure.</p>}
      </section>
      <section className="stack" aria-labelledby="slow-topics">
        <h2 id="slow-topics">Slowest topics</h2>
        <Table label="Topics, and how long their messages took" rows={topics.filter((row) => row.count > 0)} columns={sortTopics} id={(row) => row.key} sort={state.sort} onSort={(next) => change({ sort: next })} height="part" />
      </section>
      <section className="stack" aria-labelledby="slow-consumers">
        <h2 id="slow-consumers">Slow consumers</h2>
        <Table
          label="Who is delivered to, and how long it took"
          rows={consumers}
          columns={consumerColumns(live)}
          id={(row) => row.key}
          sort={state.consumers}
          onSort={(next) => change({ consumers: next })}
          height="part"
        />
        <p className="muted">
          Counted from when a message was published to when its sidecar handed it to the plugin. Figures are the upper end of a bucket: what took 220 µs
          is told as ≤ 300 µs.
        </p>
      </section>
    </>
  );
}

function Stored({ hours, instance }: { hours: number; instance: string }) {
  const query: UseQueryResult<Awaited<ReturnType<typeof stored>>> = useQuery({
    queryKey: ['latency', 'stored', hours, instance],
    queryFn: ({ signal }) => stored(hours, instance, signal),
    staleTime: 60_000,
  });
  return (
    <Asked query={query} what="what the store keeps of it">
      {({ told, reports, isCut }) => (
        <>
          <p className={isCut ? 'note note-warn' : 'muted'}>
            {count(reports)} reports from <Time at={new Date(told.from).toISOString()} shape="full" /> on, {span(told.now - told.from)}.
            {isCut && ' The store has more of this time than is read at once: choose one instance to see further back.'}{' '}
            <button type="button" className="button" onClick={() => void query.refetch()} disabled={query.isFetching}>
              Read again
            </button>
          </p>
          <Found told={told} live={false} />
        </>
      )}
    </Asked>
  );
}

export default function Latency() {
  const may = useMay();
  const isReader = may(...READERS);
  const [state, change] = useAddress(FIRST);
  const live = state.span === 'live';
  const reports = useQuery({ ...latency, enabled: isReader });
  const instances = useMemo(() => [...new Set((reports.data?.hops ?? []).map((hop) => hop.instance))].sort(), [reports.data]);
  const told = useMemo(
    () =>
      reports.data && state.instance !== ''
        ? { ...reports.data, hops: reports.data.hops.filter((hop) => hop.instance === state.instance) }
        : reports.data,
    [reports.data, state.instance],
  );
  if (!isReader) {
    return (
      <>
        <h1>Latency</h1>
        <NotAllowed what="see how long messages take" roles={READERS} />
      </>
    );
  }
  return (
    <>
      <div className="page-head">
        <h1>Latency</h1>
        {live && reports.data && <Heard told={reports.data} />}
      </div>
      <div className="filters">
        <Choice label="Time" value={state.span} options={SPANS} onChange={(next) => change({ span: next })} />
        <SearchField label="Delivered to" value={state.instance} placeholder="All instances" list={instances} onChange={(instance) => change({ instance: instance.trim() })} />
      </div>
      {live ? (
        <Asked query={{ ...reports, data: told } as typeof reports} what="what sidecars reported">
          {(found) => <Found told={found} live />}
        </Asked>
      ) : (
        <Stored hours={Number(state.span)} instance={state.instance} />
      )}
    </>
  );
}
