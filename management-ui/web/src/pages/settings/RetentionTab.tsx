// How long what is kept: the store by its settings, the audit log until nobody holds it.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type KeptLog, endHold, hold, keptLog } from '../../api/audit';
import { kept } from '../../api/queries';
import type { KeptRow } from '../../api/types';
import { bytes, count } from '../../lib/decimal';
import { useMay } from '../../lib/roles';
import { lasting } from '../../lib/time';
import { type Act, ActDialog } from '../../parts/ActDialog';
import { Badge } from '../../parts/Badges';
import { Asked, NotAllowed } from '../../parts/States';
import { READERS } from '../../parts/StoreStates';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';
import { AUDITORS } from '../audit/auditors';

const COLUMNS: Column<KeptRow>[] = [
  { id: 'what', head: 'What', width: 9, cell: (row) => row.what },
  { id: 'keep', head: 'Kept for', width: 7, cell: (row) => (row.keep_seconds === null ? 'ever' : lasting(row.keep_seconds * 1000)) },
  { id: 'most', head: 'At most', width: 6, wide: true, numeric: true, cell: (row) => (row.most_bytes === null ? 'any size' : bytes(row.most_bytes)) },
  { id: 'rows', head: 'Rows', width: 7, numeric: true, cell: (row) => count(row.rows) },
  { id: 'bytes', head: 'Size', width: 6, wide: true, numeric: true, cell: (row) => (row.bytes === null ? '—' : bytes(row.bytes)) },
  { id: 'oldest', head: 'The oldest', wide: true, cell: (row) => (row.oldest === null ? '—' : <Time at={row.oldest} shape="full" />) },
];

export function RetentionTab() {
  const may = useMay();
  return (
    <>
      {may(...READERS) ? <Store /> : <NotAllowed what="see what the store keeps" roles={READERS} />}
      {may(...AUDITORS) && <Log />}
    </>
  );
}

function Store() {
  const query = useQuery(kept);
  return (
    <section className="stack" aria-labelledby="kept">
      <h2 id="kept">In the store</h2>
      <p className="measure muted">
        What came from the bus goes when it is older or more than this; what was imported or traded stays. The settings <code>storage.keep…</code> and{' '}
        <code>storage.max.size…</code> of the store service say so.
      </p>
      <Asked query={query} what="what is kept">
        {(page) => <Table label="What the store keeps" height="part" rows={page.items} columns={COLUMNS} id={(row) => row.what} />}
      </Asked>
    </section>
  );
}

function Log() {
  const query = useQuery(keptLog);
  return (
    <section className="stack" aria-labelledby="log">
      <h2 id="log">In the audit log</h2>
      <Asked query={query} what="the audit log">
        {(found) => <Held found={found} />}
      </Asked>
    </section>
  );
}

function act(held: boolean): Act {
  return held
    ? {
        title: 'End the hold on the audit log',
        verb: 'End the hold',
        tone: 'danger',
        explain: <p>What is older than the recorder&apos;s setting audit.keep is removed again. Who ends it, and why, stands in the log.</p>,
        reason: 'required',
        act: endHold,
        done: 'The audit log is held no more.',
      }
    : {
        title: 'Hold the audit log',
        verb: 'Hold it',
        explain: <p>Nothing of it is removed, however old it is, and no person is erased from it, until somebody ends the hold.</p>,
        reason: 'required',
        act: hold,
        done: 'The audit log is held.',
      };
}

function Held({ found }: { found: KeptLog }) {
  const may = useMay();
  const [open, setOpen] = useState<Act | null>(null);
  return (
    <div className="card stack">
      <p>
        {found.held === null ? (
          <Badge tone="still" shape="○" text="not held" />
        ) : (
          <>
            <Badge tone="warn" shape="■" text="legal hold" /> {found.held}
          </>
        )}
      </p>
      <dl className="facts">
        <dt>The oldest record</dt>
        <dd>{found.oldest === null ? 'there is none' : <Time at={found.oldest} shape="full" />}</dd>
        <dt>Size</dt>
        <dd>
          {bytes(found.bytes)} in {count(found.files)} {found.files === 1 ? 'file' : 'files'}
        </dd>
        <dt>Kept for</dt>
        <dd>
          as long as the recorder&apos;s setting <code>audit.keep</code> says, or for ever
        </dd>
      </dl>
      {may('ADMIN', 'APPROVER') && (
        <div className="actions">
          <button type="button" className="button" onClick={() => setOpen(act(found.held !== null))}>
            {found.held === null ? 'Hold …' : 'End the hold …'}
          </button>
        </div>
      )}
      {open && <ActDialog act={open} onClose={() => setOpen(null)} />}
    </div>
  );
}
