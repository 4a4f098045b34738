// Does one thing after a person confirmed it and said why.
import { type ReactNode, useState } from 'react';
import { client } from '../api/queries';
import { type Note, note } from '../lib/notes';
import { useSubmit } from '../lib/submit';
import { Dialog } from './Dialog';
import { Failed } from './States';

export interface Act {
  title: string;
  verb: string;
  tone?: 'danger' | '';
  explain: ReactNode;
  reason: 'required' | 'optional' | 'none';
  /** @param once the same text however often it is tried, so that it is done once */
  act: (why: string, once: string) => Promise<unknown>;
  /** What is told when it was done; left out: what it answered, in words. */
  done?: string;
  undo?: Note['undo'];
}

export function ActDialog({ act, onClose, children }: { act: Act; onClose: () => void; children?: ReactNode }) {
  const [why, setWhy] = useState('');
  const { busy, failure, submit } = useSubmit();
  const [once] = useState(() => crypto.randomUUID());

  const confirm = async () => {
    const answer = await act.act(why.trim(), once);
    note(act.done ?? String(answer), act.undo);
    onClose();
  };

  return (
    <Dialog title={act.title} tone={act.tone ?? ''} onClose={onClose}>
      <form onSubmit={(event) => void submit(event, confirm, () => void client.invalidateQueries())} className="stack">
        <div>{act.explain}</div>
        {children}
        {act.reason !== 'none' && (
          <div className="field">
            <label htmlFor="act-why">Why{act.reason === 'optional' ? ' (for the record)' : ''}</label>
            <textarea
              id="act-why"
              data-first
              rows={2}
              maxLength={500}
              required={act.reason === 'required'}
              value={why}
              onChange={(event) => setWhy(event.target.value)}
            />
          </div>
        )}
        {failure !== null && <Failed failure={failure} />}
        <div className="actions">
          <button type="submit" className={`button ${act.tone === 'danger' ? 'button-danger' : 'button-main'}`} disabled={busy}>
            {busy ? 'Working …' : act.verb}
          </button>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
