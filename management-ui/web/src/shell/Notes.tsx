import { useEffect, useRef, useState } from 'react';
import { client } from '../api/queries';
import { type Note, forget, note, useNotes } from '../lib/notes';

/** How long a way back is offered. It waits while somebody points at it or is in it. */
const SHOWN_MS = 15_000;

function NoteLine({ item }: { item: Note }) {
  const [busy, setBusy] = useState(false);
  const held = useRef(false);
  useEffect(() => {
    let left = SHOWN_MS;
    const timer = setInterval(() => {
      left -= held.current ? 0 : 250;
      if (left <= 0) {
        forget(item.id);
      }
    }, 250);
    return () => clearInterval(timer);
  }, [item.id]);
  const undo = async () => {
    setBusy(true);
    try {
      note((await item.undo?.act()) ?? 'Undone.');
    } catch (failure) {
      note(`It could not be undone: ${failure instanceof Error ? failure.message : String(failure)}`, undefined, 'bad');
    } finally {
      forget(item.id);
      void client.invalidateQueries();
    }
  };
  const hold = (is: boolean) => () => {
    held.current = is;
  };
  return (
    <li
      className={`toast toast-${item.tone}`}
      onMouseEnter={hold(true)}
      onMouseLeave={hold(false)}
      onFocus={hold(true)}
      onBlur={hold(false)}
    >
      <span>
        {item.tone === 'bad' ? '✖ ' : '✓ '}
        {item.text}
      </span>
      {item.undo && (
        <button type="button" className="button" disabled={busy} onClick={() => void undo()}>
          {item.undo.label}
        </button>
      )}
      <button type="button" className="button button-plain" aria-label="Dismiss" onClick={() => forget(item.id)}>
        ✕
      </button>
    </li>
  );
}

export function Notes() {
  const notes = useNotes();
  return (
    <ul className="toasts" aria-label="What was done" aria-live="polite">
      {notes.map((each) => (
        <NoteLine key={each.id} item={each} />
      ))}
    </ul>
  );
}
