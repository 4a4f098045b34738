// What a page shows when it has nothing to show: it waits, there is nothing, it went wrong, it is not allowed. Each
// says what to do next.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from '../api/http';
import type { Role } from '../api/types';
import { useSession } from '../lib/roles';

export function Loading({ what }: { what: string }) {
  return (
    <div className="state" role="status">
      <span className="spinner" aria-hidden="true" /> Reading {what} …
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children && <div className="muted">{children}</div>}
    </div>
  );
}

export function Failed({ failure, again }: { failure: unknown; again?: (() => void) | undefined }) {
  const isProblem = failure instanceof Problem;
  return (
    <div className="state state-bad" role="alert">
      <p className="state-title">{isProblem ? failure.title : 'Something went wrong in this page'}</p>
      <p>{failure instanceof Error ? failure.message : String(failure)}</p>
      {isProblem && failure.problems.length > 0 && (
        <ul>
          {failure.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {again && (
        <button type="button" className="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

export function NotAllowed({ what, roles }: { what: string; roles: readonly Role[] }) {
  const { name, roles: own } = useSession();
  return (
    <div className="state">
      <p className="state-title">You may not {what}</p>
      <p className="muted">
        This needs the role {roles.join(' or ')}. {name} has {own.join(', ')}. An admin can give it, under Settings,
        People.
      </p>
    </div>
  );
}

/** Shows what was asked for, or how far that is. What was read before stays while it is read again. */
export function Asked<T>({
  query,
  what,
  children,
}: {
  query: UseQueryResult<T>;
  what: string;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && (
          <p className="note note-bad" role="alert">
            This may be old: {query.error.message}
          </p>
        )}
        {children(query.data)}
      </>
    );
  }
  return query.isError ? <Failed failure={query.error} again={() => void query.refetch()} /> : <Loading what={what} />;
}
