import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, part } from '../../api/http';
import { tokens } from '../../api/queries';
import type { Token } from '../../api/types';
import { ActDialog } from '../../parts/ActDialog';
import { Asked, Empty } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';

export function TokensTab() {
  const query = useQuery(tokens);
  const [ending, setEnding] = useState<Token | null>(null);
  const columns: Column<Token>[] = [
    { id: 'label', head: 'For', cell: (row) => <span title={row.label}>{row.login ? 'a login' : row.label}</span> },
    { id: 'roles', head: 'Roles', width: 16, cell: (row) => row.roles.join(', ') },
    { id: 'made', head: 'Made', width: 12.5, wide: true, cell: (row) => <Time at={row.createdAt} shape="full" /> },
    { id: 'until', head: 'Until', width: 12.5, cell: (row) => <Time at={row.expiresAt} shape="full" /> },
    {
      id: 'end',
      head: '',
      width: 6,
      cell: (row) => (
        <button type="button" className="button" aria-label={`End ${row.label}`} onClick={() => setEnding(row)}>
          End
        </button>
      ),
    },
  ];
  return (
    <>
      <HowToMake />
      <Asked query={query} what="your tokens">
        {(all) =>
          all.length === 0 ? (
            <Empty title="You have no tokens" />
          ) : (
            <Table label="Your tokens and logins" height="part" rows={all} columns={columns} id={(row) => row.id} />
          )
        }
      </Asked>
      {ending && (
        <ActDialog
          onClose={() => setEnding(null)}
          act={{
            title: ending.login ? 'End a login' : `End the token for ${ending.label}`,
            verb: 'End it',
            tone: 'danger',
            explain: <p>Who shows it is let in no more, at once. It may be the one of this page.</p>,
            reason: 'none',
            act: () => call('DELETE', `/v1/tokens/${part(ending.id)}`),
            done: 'Ended.',
          }}
        />
      )}
    </>
  );
}

/** The gateway gives no token to a browser, where a page or an extension could read it. */
function HowToMake() {
  return (
    <section className="card stack form" aria-labelledby="make">
      <h2 id="make">A token for a program</h2>
      <p>
        It is made on the machine where the program runs, and shown there once; a browser is given none. Log in with <code>./meridian login NAME</code>,
        then:
      </p>
      <code className="secret">./meridian token make 'what it is for' --role VIEWER --days 30</code>
      <p className="muted">The program shows it in MERIDIAN_TOKEN. Here you see which there are, and end them.</p>
    </section>
  );
}
