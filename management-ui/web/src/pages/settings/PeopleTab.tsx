import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call, part } from '../../api/http';
import { accounts, client } from '../../api/queries';
import type { Account, Role } from '../../api/types';
import { note } from '../../lib/notes';
import { ROLE_WORDS, useMay, useSession } from '../../lib/roles';
import { ActDialog } from '../../parts/ActDialog';
import { Badge } from '../../parts/Badges';
import { Dialog } from '../../parts/Dialog';
import { Check, Field } from '../../parts/Fields';
import { Asked, Failed, NotAllowed } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';

const ALL = Object.keys(ROLE_WORDS) as Role[];

export function PeopleTab() {
  const may = useMay();
  return may('ADMIN') ? <People /> : <NotAllowed what="see the accounts" roles={['ADMIN']} />;
}

function Roles({ chosen, onChange }: { chosen: readonly Role[]; onChange: (roles: Role[]) => void }) {
  return (
    <fieldset className="stack roles">
      <legend>Roles</legend>
      {ALL.map((role) => (
        <Check
          key={role}
          label={
            <>
              <strong>{role}</strong> {ROLE_WORDS[role]}
            </>
          }
          checked={chosen.includes(role)}
          onChange={(is) => onChange(is ? [...chosen, role] : chosen.filter((each) => each !== role))}
        />
      ))}
    </fieldset>
  );
}

function People() {
  const query = useQuery(accounts);
  const { name: own } = useSession();
  const [open, setOpen] = useState<[what: 'roles' | 'password' | 'disable', of: Account] | null>(null);
  const [making, setMaking] = useState(false);
  const columns: Column<Account>[] = [
    { id: 'name', head: 'Name', width: 10, cell: (row) => `${row.name}${row.name === own ? ' (you)' : ''}` },
    { id: 'roles', head: 'Roles', cell: (row) => <span title={row.roles.join(', ')}>{row.roles.join(', ')}</span> },
    {
      id: 'state',
      head: 'May log in',
      width: 7,
      cell: (row) => (row.disabledAt ? <Badge tone="bad" shape="✖" text="no" /> : <Badge tone="good" shape="●" text="yes" />),
    },
    { id: 'by', head: 'Made by', width: 7, wide: true, cell: (row) => row.createdBy },
    { id: 'at', head: 'At', width: 12.5, wide: true, cell: (row) => <Time at={row.createdAt} shape="full" /> },
    {
      id: 'act',
      head: '',
      width: 17,
      cell: (row) => (
        <span className="line nowrap">
          <button type="button" className="button" aria-label={`Roles of ${row.name}`} onClick={() => setOpen(['roles', row])}>
            Roles
          </button>
          <button type="button" className="button" aria-label={`Password of ${row.name}`} onClick={() => setOpen(['password', row])}>
            Password
          </button>
          {row.name !== own && (
            <button
              type="button"
              className="button"
              aria-label={`${row.disabledAt ? 'Let in' : 'Lock out'} ${row.name}`}
              onClick={() => setOpen(['disable', row])}
            >
              {row.disabledAt ? 'Let in' : 'Lock out'}
            </button>
          )}
        </span>
      ),
    },
  ];
  const close = () => setOpen(null);
  return (
    <>
      <div className="actions">
        <button type="button" className="button button-main" onClick={() => setMaking(true)}>
          Make an account
        </button>
      </div>
      <Asked query={query} what="accounts">
        {(all) => <Table label="Accounts" rows={all} columns={columns} id={(row) => row.name} />}
      </Asked>
      {making && <NewAccount onClose={() => setMaking(false)} />}
      {open?.[0] === 'roles' && <ChangeRoles account={open[1]} onClose={close} />}
      {open?.[0] === 'password' && <ChangePassword account={open[1]} onClose={close} />}
      {open?.[0] === 'disable' && (
        <ActDialog
          onClose={close}
          act={{
            title: open[1].disabledAt ? `Let ${open[1].name} in again` : `Lock ${open[1].name} out`,
            verb: open[1].disabledAt ? 'Let in' : 'Lock out',
            tone: open[1].disabledAt ? '' : 'danger',
            explain: <p>{open[1].disabledAt ? 'The account may log in again.' : 'All its tokens and logins end at once.'}</p>,
            reason: 'none',
            act: () => call('PATCH', `/v1/accounts/${part(open[1].name)}`, { body: { disabled: !open[1].disabledAt } }),
            done: open[1].disabledAt ? `${open[1].name} may log in again.` : `${open[1].name} is locked out.`,
            ...(open[1].disabledAt
              ? {}
              : {
                  undo: {
                    label: 'Undo: let in',
                    act: async () => {
                      await call('PATCH', `/v1/accounts/${part(open[1].name)}`, { body: { disabled: false } });
                      return `${open[1].name} may log in again.`;
                    },
                  },
                }),
          }}
        />
      )}
    </>
  );
}

function useSent(onClose: () => void) {
  const [failure, setFailure] = useState<unknown>(null);
  const send = async (event: FormEvent, act: () => Promise<unknown>, done: string) => {
    event.preventDefault();
    setFailure(null);
    try {
      await act();
      note(done);
      void client.invalidateQueries({ queryKey: ['accounts'] });
      onClose();
    } catch (problem) {
      setFailure(problem);
    }
  };
  return { failure, send };
}

function NewAccount({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [roles, setRoles] = useState<Role[]>(['VIEWER']);
  const { failure, send } = useSent(onClose);
  return (
    <Dialog title="Make an account" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => void send(event, () => call('POST', '/v1/accounts', { body: { name: name.trim(), password, roles } }), `${name} may log in.`)}
      >
        <Field label="Name" required pattern="[a-z][a-z0-9._\-]{1,31}" value={name} onChange={(event) => setName(event.target.value)} hint="2 to 32 of a-z 0-9 . _ - and a letter first" />
        <Field label="First password" type="password" required minLength={12} autoComplete="new-password" value={password} onChange={(event) => setPassword(event.target.value)} hint="At least 12 characters. They change it, under Settings, You." />
        <Roles chosen={roles} onChange={setRoles} />
        {failure !== null && <Failed failure={failure} />}
        <div className="actions">
          <button type="submit" className="button button-main" disabled={roles.length === 0}>
            Make it
          </button>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function ChangeRoles({ account, onClose }: { account: Account; onClose: () => void }) {
  const [roles, setRoles] = useState<Role[]>([...account.roles]);
  const { failure, send } = useSent(onClose);
  return (
    <Dialog title={`Roles of ${account.name}`} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => void send(event, () => call('PATCH', `/v1/accounts/${part(account.name)}`, { body: { roles } }), `${account.name} has other roles.`)}
      >
        <Roles chosen={roles} onChange={setRoles} />
        {failure !== null && <Failed failure={failure} />}
        <div className="actions">
          <button type="submit" className="button button-main" disabled={roles.length === 0}>
            Change
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function ChangePassword({ account, onClose }: { account: Account; onClose: () => void }) {
  const [password, setPassword] = useState('');
  const { failure, send } = useSent(onClose);
  return (
    <Dialog title={`Another password for ${account.name}`} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) =>
          void send(event, () => call('PUT', `/v1/accounts/${part(account.name)}/password`, { body: { password } }), `${account.name} has another password.`)
        }
      >
        <p>All logins of {account.name} end.</p>
        <Field label="Password" type="password" required minLength={12} autoComplete="new-password" value={password} onChange={(event) => setPassword(event.target.value)} hint="At least 12 characters." />
        {failure !== null && <Failed failure={failure} />}
        <div className="actions">
          <button type="submit" className="button button-main">
            Change
          </button>
        </div>
      </form>
    </Dialog>
  );
}
