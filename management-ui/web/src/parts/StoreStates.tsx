// What the store's pages share: who may ask, when it does not answer, and how to see more.
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Page, Role, Row } from '../api/types';
import { useMay } from '../lib/roles';
import { inputOfUtc, utcOfInput } from '../lib/time';
import { Field } from './Fields';
import { Failed, Loading, NotAllowed } from './States';

export const READERS: readonly Role[] = ['VIEWER', 'OPERATOR', 'APPROVER', 'ADMIN'];

export function StoreReader({ children }: { children: ReactNode }) {
  const may = useMay();
  return may(...READERS) ? (
    children
  ) : (
    <>
      <h1>What was traded</h1>
      <NotAllowed what="see what was traded" roles={READERS} />
    </>
  );
}

export type Pages = UseInfiniteQueryResult<InfiniteData<Page<Row>>>;

export function Pages({ query, what, children }: { query: Pages; what: string; children: (rows: Row[]) => ReactNode }) {
  if (!query.data) {
    return query.isError ? <Failed failure={query.error} again={() => void query.refetch()} /> : <Loading what={what} />;
  }
  return (
    <>
      {query.isError && (
        <p className="note note-bad" role="alert">
          This may be old: {query.error.message}
        </p>
      )}
      {children(query.data.pages.flatMap((page) => page.items))}
      {query.hasNextPage && (
        <div className="actions">
          <button type="button" className="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? 'Reading …' : 'Older ones'}
          </button>
        </div>
      )}
    </>
  );
}

/** As of when: empty is now, and then it goes on. */
export function AsOf({ at, onChange }: { at: string; onChange: (at: string) => void }) {
  return (
    <>
      <Field label="As of (UTC)" type="datetime-local" step={1} value={inputOfUtc(at)} onChange={(event) => onChange(utcOfInput(event.target.value))} />
      <button type="button" className="button" aria-pressed={at === ''} onClick={() => onChange('')}>
        {at === '' ? '● Live' : 'Back to now'}
      </button>
    </>
  );
}
