// What can be done with an instance. What cannot be done now, or not by this person, is not offered.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call, part, path } from '../../api/http';
import type { Instance } from '../../api/types';
import { useMay } from '../../lib/roles';
import { type Act, ActDialog } from '../../parts/ActDialog';
import { KillDialog } from '../../shell/KillDialog';

type Step = 'start' | 'stop' | 'restart' | 'rollback' | 'release' | 'rearm';

function step(name: string, which: Step, why: string, once: string): Promise<Instance> {
  return call('POST', `/v1/instances/${part(name)}/${which}`, { body: { why }, once });
}

const TEST_MS = 60_000;
const LOOK_MS = 250;

/** Starts it, waits until it can be told how it does, and stops it again. */
async function testStart(name: string, why: string, once: string): Promise<string> {
  const begun = performance.now();
  let now = await step(name, 'start', why || 'a test start', once);
  while (!['OK', 'DEGRADED', 'FAILED'].includes(now.health.level) && performance.now() - begun < TEST_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    now = await call<Instance>('GET', `/v1/instances/${part(name)}`);
  }
  const took = ((performance.now() - begun) / 1000).toFixed(1);
  await step(name, 'stop', 'the test start is over', crypto.randomUUID());
  const reasons = now.health.reasons.join('; ');
  const verdict =
    now.health.level === 'OK'
      ? `was well after ${took} s`
      : `was ${now.health.level.toLowerCase()} after ${took} s${reasons === '' ? '' : `: ${reasons}`}`;
  return `${name} ${verdict}, and is being stopped. Its log has what it said.`;
}

/** The way back from one of the steps. */
function back(name: string, which: Step, label: string, told: string): Act['undo'] {
  return {
    label,
    act: async () => {
      await step(name, which, 'undone from the page', crypto.randomUUID());
      return told;
    },
  };
}

function acts(found: Instance, may: ReturnType<typeof useMay>): [label: string, act: Act, tone?: 'main'][] {
  const { name } = found;
  const all: [string, Act, 'main'?][] = [];
  if (!may('OPERATOR')) {
    return all;
  }
  if (found.phase === 'QUARANTINED') {
    all.push([
      'Release from quarantine',
      {
        title: `Release ${name} from quarantine`,
        verb: 'Release',
        explain: <p>It crashed too often and was taken out. Is the cause mended? It is started again at once.</p>,
        reason: 'optional',
        act: (why, once) => step(name, 'release', why, once),
        done: `${name} is out of quarantine.`,
      },
      'main',
    ]);
  }
  if (found.observing) {
    all.push([
      'Re-arm',
      {
        title: `Let ${name} trade`,
        verb: 'Re-arm',
        explain: (
          <p>
            It was started while orders were open, and sends none. Do it, the kernel and the venue agree on what is open?
            Look at the <a href="/orders">orders</a> first.
          </p>
        ),
        reason: 'optional',
        act: (why, once) => step(name, 'rearm', why, once),
        done: `${name} may trade.`,
      },
      'main',
    ]);
  }
  if (found.desired === 'STOPPED') {
    all.push([
      'Start',
      {
        title: `Start ${name}`,
        verb: 'Start',
        explain: <p>It is started beside its sidecar, and started again when it ends, until it is stopped.</p>,
        reason: 'optional',
        act: (why, once) => step(name, 'start', why, once),
        done: `${name} is being started.`,
        undo: back(name, 'stop', 'Undo: stop it', `${name} is being stopped.`),
      },
      'main',
    ]);
    all.push([
      'Test start',
      {
        title: `Start ${name} for a test`,
        verb: 'Test',
        explain: (
          <p>
            It is started until it is well or not, for a minute at most, and then stopped. While it runs it does all that it is granted: one that may
            send orders may send some.
          </p>
        ),
        reason: 'optional',
        act: (why, once) => testStart(name, why, once),
      },
    ]);
  } else {
    all.push(
      [
        'Restart',
        {
          title: `Restart ${name}`,
          verb: 'Restart',
          explain: <p>It is stopped and started again: for some seconds it neither hears nor says anything.</p>,
          reason: 'optional',
          act: (why, once) => step(name, 'restart', why, once),
          done: `${name} is being restarted.`,
        },
      ],
      [
        'Stop',
        {
          title: `Stop ${name}`,
          verb: 'Stop',
          explain: <p>It gets time to finish, and stays stopped until somebody starts it. Its open orders stay open.</p>,
          reason: 'optional',
          act: (why, once) => step(name, 'stop', why, once),
          done: `${name} is being stopped.`,
          undo: back(name, 'start', 'Undo: start it', `${name} is being started.`),
        },
      ],
    );
  }
  all.push([
    'Roll back',
    {
      title: `Roll ${name} back`,
      verb: 'Roll back',
      explain: (
        <p>
          It goes back to the version before <span className="mono">{found.version}</span>. What runs is replaced.
        </p>
      ),
      reason: 'optional',
      act: (why, once) => step(name, 'rollback', why, once),
      done: `${name} goes back to the version before.`,
      ...(may('AUTHOR')
        ? {
            undo: {
              label: `Undo: ${found.version} again`,
              act: async () => {
                await call('PATCH', `/v1/instances/${part(name)}`, {
                  body: { version: found.version, why: 'undone from the page' },
                });
                return `${name} is ${found.version} again.`;
              },
            },
          }
        : {}),
    },
  ]);
  return all;
}

export function Actions({ found }: { found: Instance }) {
  const may = useMay();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Act | 'kill' | null>(null);
  const close = () => setOpen(null);
  const removal: Act = {
    title: `Remove ${found.name}`,
    verb: 'Remove',
    tone: 'danger',
    explain: <p>It is forgotten with its state and its grants. This cannot be undone.</p>,
    reason: 'optional',
    act: async (why) => {
      await call('DELETE', path(`/v1/instances/${part(found.name)}`, { why }));
      void navigate({ to: '/plugins' });
    },
    done: `${found.name} is removed.`,
  };
  return (
    <span className="actions">
      {acts(found, may).map(([label, act, tone]) => (
        <button key={label} type="button" className={`button ${tone === 'main' ? 'button-main' : ''}`} onClick={() => setOpen(act)}>
          {label}
        </button>
      ))}
      {may('OPERATOR') && found.unit?.running && !found.latched && (
        <button type="button" className="button" onClick={() => setOpen('kill')}>
          Stop its orders
        </button>
      )}
      {may('AUTHOR') && found.phase === 'STOPPED' && found.desired === 'STOPPED' && (
        <button type="button" className="button" onClick={() => setOpen(removal)}>
          Remove
        </button>
      )}
      {open === 'kill' && <KillDialog start={{ scope: 'INSTANCE', target: found.name }} onClose={close} />}
      {open !== null && open !== 'kill' && <ActDialog act={open} onClose={close} />}
    </span>
  );
}
