// The next step for each grant that an instance lacks: the request that waits, or why it may not.
import { Link } from '@tanstack/react-router';
import type { Instance } from '../api/types';
import { useMay } from '../lib/roles';

export function WhatToDo({ found }: { found: Instance }) {
  const may = useMay();
  const { missing } = found.health;
  if (missing.length === 0) {
    return null;
  }
  return (
    <span className="actions">
      {missing.map(({ action, pattern, request }) => {
        const what = `${action.toLowerCase()} ${pattern}`;
        const look = may('APPROVER') ? 'Decide on it' : 'See the request';
        return request ? (
          <Link key={what} to="/grants/$id" params={{ id: request }} className="button" aria-label={`${look}: ${what}`}>
            {look}
          </Link>
        ) : (
          <Link
            key={what}
            to="/grants"
            search={{ tab: 'why', instance: found.name, action, pattern } as never}
            className="button"
            aria-label={`Why not: ${what}`}
          >
            Why not
          </Link>
        );
      })}
    </span>
  );
}
