// The kill switch: one step opens it, the second stops orders. All is filled in already; the reason may be written over.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/http';
import { client, instances } from '../api/queries';
import type { KillReport, KillScope } from '../api/types';
import { count } from '../lib/decimal';
import { useMay, useSession } from '../lib/roles';
import { useSubmit } from '../lib/submit';
import { Dialog } from '../parts/Dialog';
import { Check, Choice, Field } from '../parts/Fields';
import { Failed, NotAllowed } from '../parts/States';
import { type Latches, useLatches } from './latches';

const SCOPES: ReadonlyArray<readonly [KillScope, string]> = [
  ['ALL', 'Everything'],
  ['INSTANCE', 'One instance'],
  ['PLUGIN', 'All instances of a plugin'],
  ['POOL', 'All of a pool'],
  ['VENUE', 'One venue'],
  ['PORTFOLIO', 'One portfolio'],
];

/** Looked at often while orders are being stopped: this is what a person waits for. */
const LOOK_MS = 400;

export interface KillStart {
  scope?: KillScope;
  target?: string;
  drill?: boolean;
}

export function KillDialog({ start = {}, onClose }: { start?: KillStart; onClose: () => void }) {
  const { name } = useSession();
  const may = useMay();
  const [scope, setScope] = useState<KillScope>(start.scope ?? 'ALL');
  const [target, setTarget] = useState(start.target ?? '');
  const [drill, setDrill] = useState(start.drill ?? false);
  const [why, setWhy] = useState(`Stopped by hand by ${name}`);
  const [report, setReport] = useState<KillReport | null>(null);
  const { busy, failure, submit } = useSubmit();
  const [once] = useState(() => crypto.randomUUID());
  const known = useQuery(instances);

  const targets = [
    ...new Set(
      (known.data ?? []).map((each) =>
        scope === 'INSTANCE' ? each.name : scope === 'PLUGIN' ? each.plugin : scope === 'POOL' ? each.pool : '',
      ),
    ),
  ].filter((each) => each !== '');
  const latches = useLatches(busy ? LOOK_MS : 5000);

  const kill = async () => {
    const body = { scope, drill, why: why.trim(), ...(scope === 'ALL' ? {} : { target: target.trim() }) };
    setReport(await call<KillReport>('POST', '/v1/kills', { body, once }));
  };

  if (!may('OPERATOR')) {
    return (
      <Dialog title="Stop orders" tone="danger" onClose={onClose}>
        <NotAllowed what="stop orders" roles={['OPERATOR']} />
      </Dialog>
    );
  }
  if (report) {
    return (
      <Dialog title={report.kill.drill ? 'The drill' : 'Orders are stopped'} tone="danger" onClose={onClose}>
        <div className="stack">
          <Report report={report} />
          <div className="actions">
            <button type="button" className="button button-main" autoFocus onClick={onClose}>
              Close
            </button>
          </div>
        </div>
      </Dialog>
    );
  }
  const what = scope === 'ALL' ? 'all orders' : `orders of ${target || '…'}`;
  return (
    <Dialog title="Stop orders" tone="danger" onClose={onClose}>
      <form className="stack" onSubmit={(event) => void submit(event, kill, () => void client.invalidateQueries())}>
        <p>
          Sets the latch of each sidecar, cancels open orders at the kernel, and holds until a named person releases it.
          {latches.of > 0 && ` ${count(latches.of)} run now.`}
        </p>
        <div className="actions">
          <button data-first type="submit" className="button button-danger button-large" disabled={busy}>
            {busy ? 'Stopping …' : drill ? `Drill: ${what}` : `Stop ${what} now`}
          </button>
          <button type="button" className="button button-large" onClick={onClose}>
            Cancel
          </button>
        </div>
        {busy && (
          <p role="status">
            <Latched {...latches} />
          </p>
        )}
        {failure !== null && <Failed failure={failure} />}
        <div className="columns">
          <Choice label="What" value={scope} options={SCOPES} onChange={setScope} />
          {scope !== 'ALL' && (
            <div>
              <Field
                label="Which"
                required
                pattern="[A-Za-z0-9_\-]{1,64}"
                value={target}
                list="kill-targets"
                onChange={(event) => setTarget(event.target.value)}
              />
              <datalist id="kill-targets">
                {targets.map((each) => (
                  <option key={each} value={each} />
                ))}
              </datalist>
            </div>
          )}
        </div>
        <Field label="Why" required maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
        <Check label="Drill: stops nothing, and measures how fast it would" checked={drill} onChange={setDrill} />
      </form>
    </Dialog>
  );
}

function Latched({ latched, of }: Latches) {
  return (
    <>
      <progress value={latched} max={Math.max(1, of)} aria-label="Latched" /> latched {latched} of {of}
    </>
  );
}

export function Report({ report }: { report: KillReport }) {
  const failed = Object.entries(report.failed);
  return (
    <div className="stack" role="status">
      <p className="big">
        <Latched latched={report.latched.length} of={report.of} /> in {report.millis.toFixed(0)} ms
        {report.kill.drill && ' (a drill: nothing was stopped)'}
      </p>
      {failed.length > 0 && (
        <div className="note note-bad">
          <p>These did not answer. They are told over the bus, each second while it holds:</p>
          <ul>
            {failed.map(([name, reason]) => (
              <li key={name}>
                <strong>{name}</strong>: {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      {report.latched.length > 0 && <p className="muted">Latched: {report.latched.join(', ')}</p>}
      {report.notRunning.length > 0 && (
        <p className="muted">Not running, and latched when started: {report.notRunning.join(', ')}</p>
      )}
      {report.onBus !== '' && <p className="note note-bad">Not told over the bus: {report.onBus}</p>}
    </div>
  );
}
