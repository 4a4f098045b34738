import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call, part } from '../../api/http';
import { client, tokens } from '../../api/queries';
import type { Issued, Role, Token } from '../../api/types';
import { useSession } from '../../lib/roles';
import { ActDialog } from '../../parts/ActDialog';
import { Check, Field } from '../../parts/Fields';
import { Asked, Empty, Failed } from '../../parts/States';
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
      <NewToken />
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

function NewToken() {
  const { roles } = useSession();
  const [label, setLabel] = useState('');
  const [days, setDays] = useState('30');
  const [chosen, setChosen] = useState<readonly Role[]>(roles.includes('VIEWER') ? ['VIEWER'] : roles);
  const [issued, setIssued] = useState<Issued | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    try {
      setIssued(await call<Issued>('POST', '/v1/tokens', { body: { label: label.trim(), days: Number(days), roles: chosen } }));
      void client.invalidateQueries({ queryKey: ['tokens'] });
    } catch (problem) {
      setFailure(problem);
    }
  };
  return (
    <form className="card stack form" onSubmit={(event) => void submit(event)}>
      <h2>A token for a program</h2>
      {issued && (
        <div className="note stack" role="status">
          <p>
            This is shown once. It goes into <code>MERIDIAN_TOKEN</code>:
          </p>
          <code className="secret">{issued.secret}</code>
          <div className="actions">
            <button type="button" className="button" onClick={() => void navigator.clipboard.writeText(issued.secret)}>
              Copy
            </button>
            <button type="button" className="button" onClick={() => setIssued(null)}>
              I have it
            </button>
          </div>
        </div>
      )}
      <Field label="What for" required maxLength={100} value={label} onChange={(event) => setLabel(event.target.value)} />
      <Field label="Days" type="number" min={1} max={366} required value={days} onChange={(event) => setDays(event.target.value)} />
      <fieldset className="line">
        <legend>Roles: yours, or fewer</legend>
        {roles.map((role) => (
          <Check
            key={role}
            label={role}
            checked={chosen.includes(role)}
            onChange={(is) => setChosen((before) => (is ? [...before, role] : before.filter((each) => each !== role)))}
          />
        ))}
      </fieldset>
      {failure !== null && <Failed failure={failure} />}
      <div className="actions">
        <button type="submit" className="button button-main" disabled={chosen.length === 0}>
          Make a token
        </button>
      </div>
    </form>
  );
}
