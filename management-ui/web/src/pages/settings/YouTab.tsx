import { type FormEvent, useState } from 'react';
import { call } from '../../api/http';
import { client, session } from '../../api/queries';
import { note } from '../../lib/notes';
import { ROLE_WORDS, useSession } from '../../lib/roles';
import { Field } from '../../parts/Fields';
import { Failed } from '../../parts/States';
import { Time } from '../../parts/Time';

export function YouTab() {
  const { name, roles, expiresAt, idleMinutes } = useSession();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    try {
      await call('PUT', '/v1/me/password', { body: { current, password } });
      note('Your password is changed, and your logins have ended. Log in with the new one.');
      client.setQueryData(session.queryKey, null);
    } catch (problem) {
      setFailure(problem);
    }
  };
  return (
    <div className="columns">
      <section className="card stack">
        <h2>{name}</h2>
        <ul>
          {roles.map((role) => (
            <li key={role}>
              <strong>{role}</strong>: {ROLE_WORDS[role]}
            </li>
          ))}
        </ul>
        <p className="muted">
          This session ends at <Time at={expiresAt} />, and after {idleMinutes} minutes without use.
        </p>
      </section>
      <form className="card stack" onSubmit={(event) => void submit(event)}>
        <h2>Change your password</h2>
        <Field label="Now" type="password" required autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />
        <Field label="New" type="password" required minLength={12} autoComplete="new-password" value={password} onChange={(event) => setPassword(event.target.value)} hint="At least 12 characters." />
        <Field
          label="New, again"
          type="password"
          required
          autoComplete="new-password"
          value={again}
          onChange={(event) => setAgain(event.target.value)}
          hint={again !== '' && again !== password ? 'This is not the same.' : undefined}
        />
        {failure !== null && <Failed failure={failure} />}
        <div className="actions">
          <button type="submit" className="button button-main" disabled={password !== again}>
            Change it
          </button>
        </div>
      </form>
    </div>
  );
}
