import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/http';
import { client } from '../../api/queries';
import type { Emergency as Asked, Grant } from '../../api/types';
import { useAddress } from '../../lib/address';
import { note } from '../../lib/notes';
import { useMay } from '../../lib/roles';
import { useSubmit } from '../../lib/submit';
import { Field } from '../../parts/Fields';
import { Failed, NotAllowed } from '../../parts/States';
import { type Action, Rule } from './forms';

const FIRST = { instance: '', action: 'SUBSCRIBE', pattern: '', minutes: '30' };

export default function Emergency() {
  const may = useMay();
  const navigate = useNavigate();
  const [state, change] = useAddress(FIRST);
  const [why, setWhy] = useState('');
  const { busy, failure, submit } = useSubmit();
  const [once] = useState(() => crypto.randomUUID());
  if (!may('OPERATOR')) {
    return (
      <>
        <h1>Break glass</h1>
        <NotAllowed what="break glass" roles={['OPERATOR']} />
      </>
    );
  }
  const grant = async () => {
    const body: Asked = {
      instance: state.instance.trim(),
      action: state.action as Action,
      pattern: state.pattern.trim(),
      minutes: Number(state.minutes),
      why: why.trim(),
    };
    const made = await call<Grant>('POST', '/v1/emergencies', { body, once });
    note(`Granted for ${state.minutes} minutes. Everybody is told.`);
    void client.invalidateQueries({ queryKey: ['grants'] });
    void navigate({ to: '/grants/$id', params: { id: made.id } });
  };
  return (
    <>
      <h1>Break glass</h1>
      <p className="note note-warn">
        For emergencies: granted at once, without an approval, within the ceiling of its pool all the same. It ends by itself.
        Everybody is told, with your name and reason.
      </p>
      <form className="card stack form" onSubmit={(event) => void submit(event, grant)}>
        <Rule instance={state.instance} action={state.action as Action} pattern={state.pattern} onChange={change} />
        <Field
          label="For so many minutes"
          type="number"
          min={1}
          max={240}
          required
          value={state.minutes}
          onChange={(event) => change({ minutes: event.target.value })}
          hint="At most 240."
        />
        <Field label="Why" required maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
        {failure !== null && <Failed failure={failure} />}
        <div className="actions">
          <button type="submit" className="button button-danger" disabled={busy}>
            Grant it now
          </button>
        </div>
      </form>
    </>
  );
}
