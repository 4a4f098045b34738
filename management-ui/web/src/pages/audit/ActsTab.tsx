import { finder } from '../../lib/search';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { acts } from '../../api/queries';
import type { Act } from '../../api/types';
import { useAddress } from '../../lib/address';
import { count } from '../../lib/decimal';
import { difference } from '../../lib/difference';
import { csv, jsonLines, save } from '../../lib/files';
import { Choice, SearchField } from '../../parts/Fields';
import { Dialog } from '../../parts/Dialog';
import { Empty, Failed, Loading } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';

const FIRST = { tab: 'acts', object: '', q: '', kind: '', act: '' };

/** A text as what it says, where it says something in JSON. */
function read(text: string | null | undefined): unknown {
  try {
    return text ? (JSON.parse(text) as unknown) : '';
  } catch {
    return text;
  }
}

export function ActsTab() {
  const [state, change] = useAddress(FIRST);
  const query = useInfiniteQuery(acts(state.object));
  const all = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const kinds = useMemo(() => [...new Set(all.map((act) => act.action))].sort(), [all]);
  const shown = useMemo(() => {
    const isLike = finder(state.q);
    return all.filter(
      (act) =>
        (state.kind === '' || act.action === state.kind) &&
        isLike(`${act.who} ${act.action} ${act.object} ${act.why} ${act.before ?? ''} ${act.after ?? ''}`),
    );
  }, [all, state.q, state.kind]);
  const [open, setOpen] = useState<Act | null>(null);
  const columns: Column<Act>[] = useMemo(
    () => [
      { id: 'at', head: 'At', width: 12, cell: (row) => <Time at={row.at} shape="full" /> },
      { id: 'who', head: 'Who', width: 8, cell: (row) => <span title={row.who}>{row.who}</span> },
      { id: 'action', head: 'What', width: 9, cell: (row) => row.action },
      {
        id: 'object',
        head: 'About',
        cell: (row) => (
          <button type="button" className="as-link" title={row.object} onClick={() => setOpen(row)}>
            {row.object || '—'}
          </button>
        ),
      },
      { id: 'after', head: 'After it', wide: true, cell: (row) => <span className="mono" title={row.after ?? ''}>{row.after ?? '—'}</span> },
      { id: 'why', head: 'Why', wide: true, cell: (row) => <span title={row.why}>{row.why || '—'}</span> },
    ],
    [],
  );
  return (
    <>
      <div className="filters">
        <SearchField label="Find" value={state.q} placeholder="Person, act, reason, value" onChange={(q) => change({ q })} />
        <SearchField label="About exactly" value={state.object} placeholder="Such as an instance" onChange={(object) => change({ object: object.trim() })} />
        <Choice label="What" value={state.kind} options={[['', 'All'], ...kinds.map((each) => [each, each] as const)]} onChange={(kind) => change({ kind })} />
        <button type="button" className="button" disabled={shown.length === 0} onClick={() => save('acts.csv', 'text/csv', csv(shown as unknown as Record<string, unknown>[]))}>
          CSV
        </button>
        <button type="button" className="button" disabled={shown.length === 0} onClick={() => save('acts.jsonl', 'application/jsonl', jsonLines(shown))}>
          JSONL
        </button>
        <span className="muted">
          {count(shown.length)} of the latest {count(all.length)}
        </span>
      </div>
      {query.isError ? (
        <Failed failure={query.error} again={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading what="acts" />
      ) : shown.length === 0 ? (
        <Empty title="Nothing was done that is so">{query.hasNextPage ? 'Older acts may be: read more below.' : 'Search for less.'}</Empty>
      ) : (
        <Table label="Acts" rows={shown} columns={columns} id={(row) => row.id} />
      )}
      {query.hasNextPage && (
        <div className="actions">
          <button type="button" className="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Older ones
          </button>
        </div>
      )}
      {open && (
        <Dialog title={`${open.action}: ${open.object}`} tone="wide" onClose={() => setOpen(null)}>
          <div className="stack">
            <p>
              <strong>{open.who}</strong>, <Time at={open.at} shape="full" />
              {open.why !== '' && (
                <>
                  : <q>{open.why}</q>
                </>
              )}
            </p>
            <BeforeAfter before={open.before} after={open.after} />
            <p className="muted mono">{open.id}</p>
          </div>
        </Dialog>
      )}
    </>
  );
}

export function BeforeAfter({ before, after }: { before: string | null | undefined; after: string | null | undefined }) {
  const fields = difference(read(before), read(after));
  return (
    <table className="difference">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.name} className={field.same ? '' : 'differs'}>
            <th scope="row">
              {!field.same && <span aria-hidden="true">≠ </span>}
              {field.name || 'it'}
            </th>
            <td className="mono">{field.one || '—'}</td>
            <td className="mono">{field.other || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
