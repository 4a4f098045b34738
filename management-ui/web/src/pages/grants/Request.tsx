import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/http';
import { client } from '../../api/queries';
import type { Grant, NewGrant } from '../../api/types';
import { useAddress } from '../../lib/address';
import { note } from '../../lib/notes';
import { useMay } from '../../lib/roles';
import { useSubmit } from '../../lib/submit';
import { inputOfUtc, utcOfInput } from '../../lib/time';
import { Check, Choice, Field } from '../../parts/Fields';
import { Failed, NotAllowed } from '../../parts/States';
import { type Action, Rule } from './forms';

const FIRST = { instance: '', action: 'SUBSCRIBE', pattern: '', effect: 'ALLOW', until: '' };

export default function Request() {
  const may = useMay();
  const navigate = useNavigate();
  const [state, change] = useAddress(FIRST);
  const [why, setWhy] = useState('');
  const [draft, setDraft] = useState(false);
  const { busy, failure, submit } = useSubmit();
  if (!may('AUTHOR')) {
    return (
      <>
        <h1>Request a grant</h1>
        <NotAllowed what="request grants" roles={['AUTHOR']} />
      </>
    );
  }
  const request = async () => {
    const body: NewGrant = {
      instance: state.instance.trim(),
      action: state.action as Action,
      pattern: state.pattern.trim(),
      effect: state.effect as 'ALLOW' | 'DENY',
      draft,
      why: why.trim(),
      ...(state.until === '' ? {} : { until: state.until }),
    };
    const made = await call<Grant>('POST', '/v1/grants', { body });
    note(made.state === 'REQUESTED' ? 'Requested. Somebody else decides on it.' : `It is ${made.state}.`);
    void client.invalidateQueries({ queryKey: ['grants'] });
    void navigate({ to: '/grants/$id', params: { id: made.id } });
  };
  return (
    <>
      <h1>Request a grant</h1>
      <form className="card stack form" onSubmit={(event) => void submit(event, request)}>
        <Rule instance={state.instance} action={state.action as Action} pattern={state.pattern} onChange={change} />
        <Choice
          label="Effect"
          value={state.effect as 'ALLOW' | 'DENY'}
          options={[
            ['ALLOW', 'allow it'],
            ['DENY', 'deny it, whatever else is allowed'],
          ]}
          onChange={(effect) => change({ effect })}
        />
        <Field
          label="Until (UTC; empty: until it is revoked)"
          type="datetime-local"
          value={inputOfUtc(state.until)}
          onChange={(event) => change({ until: utcOfInput(event.target.value) })}
        />
        <Field label="Why" maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} hint="Who decides reads this." />
        <Check label="Only a draft for now" checked={draft} onChange={setDraft} />
        {failure !== null && <Failed failure={failure} />}
        <div className="actions">
          <button type="submit" className="button button-main" disabled={busy}>
            {draft ? 'Keep the draft' : 'Request'}
          </button>
        </div>
      </form>
    </>
  );
}
