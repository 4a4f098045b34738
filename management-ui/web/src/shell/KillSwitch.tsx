// The kill switch as it is in the header of every page, and what holds now.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, part } from '../api/http';
import { status } from '../api/queries';
import type { Kill } from '../api/types';
import { announce } from '../lib/announce';
import { useMay, useSession } from '../lib/roles';
import { ActDialog } from '../parts/ActDialog';
import { PowerIcon } from '../parts/Icons';
import { Since } from '../parts/Time';
import { KillDialog } from './KillDialog';
import { useLatches } from './latches';

export function scopeText(kill: Kill): string {
  return kill.scope === 'ALL' ? 'All orders' : `Orders of ${kill.scope.toLowerCase()} ${kill.target}`;
}

export function KillButton() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.altKey && event.shiftKey && event.code === 'KeyK') {
        event.preventDefault();
        setOpen(true);
      }
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, []);
  return (
    <>
      <button
        type="button"
        className="button button-danger kill"
        aria-keyshortcuts="Alt+Shift+K"
        title="Stop orders (Alt+Shift+K)"
        onClick={() => setOpen(true)}
      >
        <PowerIcon /> Stop orders
      </button>
      {open && <KillDialog onClose={() => setOpen(false)} />}
    </>
  );
}

export function ReleaseButton({ kill }: { kill: Kill }) {
  const [open, setOpen] = useState(false);
  const { name } = useSession();
  const may = useMay();
  if (!may('OPERATOR')) {
    return <small>An operator can release it.</small>;
  }
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        Release …
      </button>
      {open && (
        <ActDialog
          onClose={() => setOpen(false)}
          act={{
            title: `Release: ${scopeText(kill).toLowerCase()}`,
            verb: `Release as ${name}`,
            explain: (
              <p>
                {kill.setBy} stopped them, because: <q>{kill.why}</q> Orders go through again at once. Your name and reason
                stay on record.
              </p>
            ),
            reason: 'required',
            act: (why, once) => call('POST', `/v1/kills/${part(kill.id)}/release`, { body: { why }, once }),
            done: `Released: ${scopeText(kill).toLowerCase()} go through again.`,
          }}
        />
      )}
    </>
  );
}

/** What holds now. It is on every page, so that nobody wonders why nothing trades. */
export function HoldingKills() {
  const holding = useQuery(status).data?.holding ?? [];
  const latches = useLatches(10_000);
  const text = holding.map(scopeText).join(', ');
  useEffect(() => {
    if (text !== '') {
      announce(`Stopped: ${text}`);
    }
  }, [text]);
  if (holding.length === 0) {
    return null;
  }
  return (
    <section className="holding" aria-label="Orders are stopped">
      {holding.map((kill) => (
        <div key={kill.id} className="holding-line">
          <strong>
            <PowerIcon /> {scopeText(kill)} are stopped
          </strong>
          <span>
            by {kill.setBy}, for <Since at={kill.setAt} />: <q>{kill.why}</q>
          </span>
          <span>
            latched {latches.latched} of {latches.of} that run
          </span>
          <ReleaseButton kill={kill} />
        </div>
      ))}
    </section>
  );
}
