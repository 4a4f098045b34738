// What a reader looks for again and again, by name in this browser; for others there is the link.
import { type FormEvent, useState } from 'react';
import { copy } from '../../lib/clipboard';
import { note } from '../../lib/notes';
import { LONGEST_NAME, type Saved, drop, keep, readSaved } from '../../lib/saved';
import { Dialog } from '../../parts/Dialog';
import { Choice, Field } from '../../parts/Fields';

type Filter = Omit<Saved, 'name'>;

function SaveDialog({ now, onSaved, onClose }: { now: Filter; onSaved: (all: Saved[]) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState('');
  const save = (event: FormEvent) => {
    event.preventDefault();
    try {
      onSaved(keep({ ...now, name }));
      note(`Saved in this browser: ${name.trim()}.`);
      onClose();
    } catch (refused) {
      setProblem(refused instanceof Error ? refused.message : String(refused));
    }
  };
  return (
    <Dialog title="Save these topics and this filter" onClose={onClose}>
      <form className="stack" onSubmit={save}>
        <Field label="Called" required maxLength={LONGEST_NAME} data-first value={name} onChange={(event) => setName(event.target.value)} hint="One of the same name is replaced. It is kept in this browser alone." />
        {problem !== '' && (
          <p className="note note-bad" role="alert">
            {problem}
          </p>
        )}
        <div className="actions">
          <button type="submit" className="button button-main">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function SavedFilters({ now, onChoose }: { now: Filter; onChoose: (filter: Filter) => void }) {
  const [all, setAll] = useState(readSaved);
  const [saving, setSaving] = useState(false);
  const chosen = all.find((each) => each.pattern === now.pattern && each.filter === now.filter && each.as === now.as);
  const choose = (name: string) => {
    const found = all.find((each) => each.name === name);
    if (found) {
      onChoose({ pattern: found.pattern, filter: found.filter, as: found.as });
    }
  };
  const forget = (name: string) => {
    try {
      setAll(drop(name));
      note(`Deleted: ${name}.`);
    } catch (refused) {
      note(`It is not deleted: ${refused instanceof Error ? refused.message : String(refused)}`, undefined, 'bad');
    }
  };
  return (
    <>
      {all.length > 0 && (
        <Choice label="Saved" value={chosen?.name ?? ''} options={[['', '—'], ...all.map((each) => [each.name, each.name] as const)]} onChange={choose} />
      )}
      {chosen ? (
        <button type="button" className="button" onClick={() => forget(chosen.name)}>
          Delete saved
        </button>
      ) : (
        <button type="button" className="button" onClick={() => setSaving(true)}>
          Save …
        </button>
      )}
      <button type="button" className="button" onClick={() => void copy(location.href, 'a link to what is shown')}>
        Copy link
      </button>
      {saving && <SaveDialog now={now} onSaved={setAll} onClose={() => setSaving(false)} />}
    </>
  );
}
