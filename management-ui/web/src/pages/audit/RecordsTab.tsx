import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type AuditRecord, type RecordFilter, records } from '../../api/audit';
import { useAddress } from '../../lib/address';
import { bytes, count } from '../../lib/decimal';
import { csv, jsonLines, save } from '../../lib/files';
import { useMay } from '../../lib/roles';
import { inputOfUtc, utcOfInput } from '../../lib/time';
import { Dialog } from '../../parts/Dialog';
import { Field, SearchField } from '../../parts/Fields';
import { Empty, Failed, Loading, NotAllowed } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';
import { BeforeAfter } from './ActsTab';
import { AUDITORS } from './auditors';

const FIRST = { tab: 'acts', text: '', topic: '', source: '', from: '', to: '', kind: '' };

export function RecordsTab() {
  const may = useMay();
  return may(...AUDITORS) ? <Search /> : <NotAllowed what="search the audit log" roles={AUDITORS} />;
}

function Search() {
  const [{ tab: _, ...filter }, change] = useAddress(FIRST);
  const query = useInfiniteQuery(records(filter as RecordFilter));
  const [open, setOpen] = useState<AuditRecord | null>(null);
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<AuditRecord>[] = [
    { id: 'at', head: 'At', width: 12, cell: (row) => <Time at={row.at} shape="millis" /> },
    {
      id: 'what',
      head: 'What',
      cell: (row) => (
        <button type="button" className="as-link mono" onClick={() => setOpen(row)} title={row.topic ?? row.act ?? ''}>
          {row.act ?? row.topic ?? `record ${row.index}`}
        </button>
      ),
    },
    { id: 'who', head: 'Who', width: 8, cell: (row) => row.who ?? '—' },
    { id: 'object', head: 'About', wide: true, width: 10, cell: (row) => <span title={row.object ?? ''}>{row.object ?? '—'}</span> },
    { id: 'index', head: 'Record', wide: true, width: 7, numeric: true, cell: (row) => `${row.shard}/${row.index}` },
    { id: 'bytes', head: 'Size', wide: true, width: 6, numeric: true, cell: (row) => bytes(row.bytes) },
    {
      id: 'trace',
      head: 'Trace',
      width: 5,
      cell: (row) =>
        row.traceId && !/^0+$/.test(row.traceId) ? (
          <Link to="/trace/$id" params={{ id: row.traceId }}>
            follow
          </Link>
        ) : null,
    },
  ];
  return (
    <>
      <div className="filters">
        <SearchField label="Text in it" value={filter.text} onChange={(text) => change({ text })} />
        <SearchField label="Topics" value={filter.topic} placeholder="platform.oms.**" onChange={(topic) => change({ topic: topic.trim() })} />
        <SearchField label="Source" value={filter.source} onChange={(source) => change({ source: source.trim() })} />
        <Field label="From (UTC)" type="datetime-local" step={1} value={inputOfUtc(filter.from)} onChange={(event) => change({ from: utcOfInput(event.target.value) })} />
        <Field label="Before (UTC)" type="datetime-local" step={1} value={inputOfUtc(filter.to)} onChange={(event) => change({ to: utcOfInput(event.target.value) })} />
      </div>
      {query.isError ? (
        <Failed failure={query.error} again={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading what="the audit log" />
      ) : all.length === 0 ? (
        <Empty title="No record is like that">Search for less, or for another time.</Empty>
      ) : (
        <>
          <div className="line">
            <span className="muted">{count(all.length)} read</span>
            <span className="actions push">
              <button type="button" className="button" onClick={() => save('records.csv', 'text/csv', csv(all as unknown as Record<string, unknown>[]))}>
                CSV
              </button>
              <button type="button" className="button" onClick={() => save('records.jsonl', 'application/jsonl', jsonLines(all))}>
                JSONL
              </button>
            </span>
          </div>
          <Table label="Records" rows={all} columns={columns} id={(row) => `${row.shard}/${row.index}`} />
        </>
      )}
      {query.hasNextPage && (
        <div className="actions">
          <button type="button" className="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? 'Reading …' : 'More'}
          </button>
        </div>
      )}
      {open && (
        <Dialog title={open.topic ?? open.act ?? `Record ${open.index}`} tone="wide" onClose={() => setOpen(null)}>
          <dl className="facts">
            {Object.entries(open)
              .filter(([name, value]) => value !== null && value !== '' && name !== 'before' && name !== 'after')
              .map(([name, value]) => (
                <Fact key={name} name={name} value={String(value)} />
              ))}
          </dl>
          {(open.before || open.after) && <BeforeAfter before={open.before} after={open.after} />}
        </Dialog>
      )}
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </>
  );
}
