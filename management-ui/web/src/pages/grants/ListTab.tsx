import { finder } from '../../lib/search';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call } from '../../api/http';
import { grants } from '../../api/queries';
import type { Grant, GrantState } from '../../api/types';
import { useAddress } from '../../lib/address';
import { count } from '../../lib/decimal';
import { useMay, useSession } from '../../lib/roles';
import { ActDialog } from '../../parts/ActDialog';
import { Choice, SearchField } from '../../parts/Fields';
import { Asked, Empty } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { GRANT_COLUMNS } from './columns';

const FIRST = { state: 'REQUESTED', q: '', sort: 'at' };

const STATES: ReadonlyArray<readonly [GrantState | 'all', string]> = [
  ['REQUESTED', 'Inbox: to be decided'],
  ['ACTIVE', 'In force'],
  ['DRAFT', 'Drafts'],
  ['REJECTED', 'Rejected'],
  ['REVOKED', 'Revoked'],
  ['EXPIRED', 'Over'],
  ['CANCELLED', 'Taken back'],
  ['all', 'All'],
];

function same(one: Grant, other: Grant): boolean {
  return one.action === other.action && one.pattern === other.pattern && one.effect === other.effect;
}

export function ListTab() {
  const [state, change] = useAddress(FIRST);
  const { name } = useSession();
  const may = useMay();
  const query = useQuery(grants(state.state === 'all' ? {} : { state: state.state }));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [approving, setApproving] = useState(false);

  const rows = useMemo(() => {
    const isLike = finder(state.q);
    return (query.data ?? []).filter((each) =>
      isLike(`${each.instance} ${each.action} ${each.pattern} ${each.requestedBy} ${each.why}`),
    );
  }, [query.data, state.q]);
  const open = (grant: Grant) =>
    grant.state === 'REQUESTED' && grant.requestedBy !== name && !grant.approvals.some((given) => given.approver === name);
  const picked = rows.filter((each) => chosen.has(each.id) && open(each));
  const first = picked[0];
  // Several are decided on together only when they ask for the same: one look is enough for all of them then.
  const fits = (grant: Grant) => open(grant) && (first === undefined || same(grant, first));
  const pick = (ids: readonly string[], is: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      ids.forEach((id) => (is ? next.add(id) : next.delete(id)));
      return next;
    });

  const columns: Column<Grant>[] = may('APPROVER')
    ? [
        {
          id: 'pick',
          head: '',
          width: 2.6,
          cell: (row) =>
            fits(row) && (
              <input
                type="checkbox"
                aria-label={`Choose ${row.instance} ${row.action} ${row.pattern}`}
                checked={chosen.has(row.id)}
                onChange={(event) => pick([row.id], event.target.checked)}
              />
            ),
        },
        ...GRANT_COLUMNS,
      ]
    : GRANT_COLUMNS;

  return (
    <>
      <div className="filters">
        <Choice label="Show" value={state.state as GrantState | 'all'} options={STATES} onChange={(next) => change({ state: next })} />
        <SearchField label="Find" value={state.q} placeholder="Instance, topic, person, reason" onChange={(q) => change({ q })} />
        <span className="muted">{query.data && count(rows.length)}</span>
        {may('APPROVER') && rows.some(open) && (
          <>
            <button
              type="button"
              className="button"
              disabled={first === undefined}
              onClick={() => pick(rows.filter(fits).map((each) => each.id), true)}
            >
              Choose all that ask the same
            </button>
            <button type="button" className="button" disabled={first === undefined} onClick={() => setChosen(new Set())}>
              Choose none
            </button>
            <button type="button" className="button button-main" disabled={picked.length === 0} onClick={() => setApproving(true)}>
              Approve {picked.length > 0 && count(picked.length)} chosen
            </button>
          </>
        )}
      </div>
      <Asked query={query} what="grants">
        {(all) =>
          all.length === 0 ? (
            <Empty title={state.state === 'REQUESTED' ? 'Nothing waits for a decision' : 'There are none'}>
              What an author asks for is shown here until somebody else decides on it.
            </Empty>
          ) : rows.length === 0 ? (
            <Empty title="None is like that">Search for less.</Empty>
          ) : (
            <Table label="Grants" rows={rows} columns={columns} id={(row) => row.id} sort={state.sort} onSort={(sort) => change({ sort })} />
          )
        }
      </Asked>
      {approving && (
        <ActDialog
          onClose={() => setApproving(false)}
          act={{
            title: `Approve ${count(picked.length)} grants`,
            verb: `Approve ${count(picked.length)}`,
            explain: (
              <>
                <p>All of them ask for the same. All are approved, or none.</p>
                <ul className="plain-list">
                  {picked.slice(0, 20).map((each) => (
                    <li key={each.id}>
                      {each.instance} {each.effect === 'DENY' && 'NOT '}
                      {each.action.toLowerCase()} <span className="mono">{each.pattern}</span>
                    </li>
                  ))}
                  {picked.length > 20 && <li>and {picked.length - 20} more</li>}
                </ul>
              </>
            ),
            reason: 'optional',
            act: async (why, once) => {
              await call('POST', '/v1/grants/approvals', { body: { grants: picked.map((each) => each.id), why }, once });
              setChosen(new Set());
            },
            done: `${count(picked.length)} approved.`,
          }}
        />
      )}
    </>
  );
}
