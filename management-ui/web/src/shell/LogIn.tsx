// Who is not logged in sees this in place of any page; the address stays, and is shown right after.
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { call } from '../api/http';
import { client, session, setup } from '../api/queries';
import type { Session } from '../api/types';
import { useSubmit } from '../lib/submit';
import { Field } from '../parts/Fields';
import { Failed } from '../parts/States';
import { Notes } from './Notes';

/** The one-time code stands behind the # of the address that the gateway prints: so it is never sent to anybody. */
function codeOfAddress(): string {
  const text = decodeURIComponent(location.hash.slice(1));
  return text.slice(text.indexOf('=') + 1);
}

function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="door">
      <div className="door-card card">
        <p className="door-name">
          <img src="/favicon.svg" alt="" width="28" height="28" /> Meridian
        </p>
        <h1>{title}</h1>
        {children}
      </div>
      <Notes />
    </main>
  );
}

function useEntry(path: string) {
  const { busy, failure, submit } = useSubmit();
  const enter = (event: FormEvent, body: object) =>
    submit(event, async () => {
      const found = await call<Session>('POST', path, { body });
      // The code has been used; nobody should send it on with a link.
      if (location.hash !== '') {
        history.replaceState(history.state, '', location.pathname + location.search);
      }
      client.setQueryData(session.queryKey, found);
    });
  return { busy, failure, enter };
}

export function LogIn({ ended }: { ended: string }) {
  const needed = useQuery(setup);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const { busy, failure, enter } = useEntry('/ui/session');
  if (needed.data?.needed) {
    return <SetUp />;
  }
  return (
    <Door title="Log in">
      {ended !== '' && (
        <p className="note" role="status">
          {ended}
        </p>
      )}
      <form className="stack" onSubmit={(event) => void enter(event, { name: name.trim(), password })}>
        <Field label="Name" required autoFocus autoComplete="username" value={name} onChange={(event) => setName(event.target.value)} />
        <Field
          label="Password"
          type="password"
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {failure !== null && <Failed failure={failure} />}
        <button type="submit" className="button button-main button-large" disabled={busy}>
          {busy ? 'Logging in …' : 'Log in'}
        </button>
      </form>
      <p className="muted">No account? An admin of this deployment makes one, under Settings, People.</p>
    </Door>
  );
}

const LEAST_PASSWORD = 12;

function SetUp() {
  const [code, setCode] = useState(codeOfAddress);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const { busy, failure, enter } = useEntry('/ui/setup');
  const differs = again !== '' && again !== password;
  return (
    <Door title="Set up">
      <p>Nobody can log in yet. You make the first admin, who makes the accounts of everybody else.</p>
      <form className="stack" onSubmit={(event) => void enter(event, { code: code.trim(), name: name.trim(), password })}>
        <Field
          label="One-time code"
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
          hint="The gateway printed it where it was started, so that nobody else on this machine can be first."
        />
        <Field
          label="Your name"
          required
          autoComplete="username"
          pattern="[a-z][a-z0-9._\-]{1,31}"
          value={name}
          onChange={(event) => setName(event.target.value)}
          hint="2 to 32 of a-z 0-9 . _ - and a letter first, as in anna.smith"
        />
        <Field
          label="Password"
          type="password"
          required
          minLength={LEAST_PASSWORD}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          hint={`At least ${LEAST_PASSWORD} characters; some words are fine.`}
        />
        <Field
          label="The password again"
          type="password"
          required
          autoComplete="new-password"
          aria-invalid={differs}
          value={again}
          onChange={(event) => setAgain(event.target.value)}
          hint={differs ? 'This is not the same.' : undefined}
        />
        {failure !== null && <Failed failure={failure} />}
        <button type="submit" className="button button-main button-large" disabled={busy || again !== password}>
          {busy ? 'Making …' : 'Make the first admin'}
        </button>
      </form>
    </Door>
  );
}
