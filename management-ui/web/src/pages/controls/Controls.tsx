import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { instances, kills, status } from '../../api/queries';
import type { Kill } from '../../api/types';
import { useMay } from '../../lib/roles';
import { Badge } from '../../parts/Badges';
import { Asked, Empty } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';
import { KillDialog, type KillStart } from '../../shell/KillDialog';
import { ReleaseButton, scopeText } from '../../shell/KillSwitch';

const COLUMNS: Column<Kill>[] = [
  { id: 'at', head: 'At', width: 12, cell: (row) => <Time at={row.setAt} shape="full" /> },
  { id: 'what', head: 'What', width: 15, cell: (row) => <span title={scopeText(row)}>{scopeText(row)}</span> },
  {
    id: 'state',
    head: 'State',
    width: 8,
    cell: (row) =>
      row.drill ? <Badge tone="still" text="drill" /> : row.holds ? <Badge tone="bad" shape="■" text="holds" /> : <Badge tone="good" shape="●" text="released" />,
  },
  { id: 'by', head: 'By', width: 8, cell: (row) => row.setBy },
  { id: 'why', head: 'Why', cell: (row) => <span title={row.why}>{row.why}</span> },
  {
    id: 'released',
    head: 'Released',
    wide: true,
    cell: (row) =>
      row.releasedBy ? (
        <span title={row.releasedWhy ?? ''}>
          {row.releasedBy}, <Time at={row.releasedAt} />: {row.releasedWhy}
        </span>
      ) : (
        '—'
      ),
  },
];

export default function Controls() {
  const may = useMay();
  const history = useQuery(kills);
  const now = useQuery(status);
  const known = useQuery(instances);
  const [open, setOpen] = useState<KillStart | null>(null);
  const running = (known.data ?? []).filter((each) => each.unit?.running);
  return (
    <>
      <div className="page-head">
        <h1>Controls</h1>
        {may('OPERATOR') && (
          <span className="actions">
            <button type="button" className="button" onClick={() => setOpen({ drill: true })}>
              Drill
            </button>
            <button type="button" className="button button-danger" onClick={() => setOpen({})}>
              Stop orders
            </button>
          </span>
        )}
      </div>
      <section className="card stack" aria-labelledby="holds">
        <h2 id="holds">What holds now</h2>
        <Asked query={now} what="what holds">
          {(found) =>
            found.holding.length === 0 ? (
              <p>
                <Badge tone="good" shape="●" text="nothing" /> Orders go through. {running.filter((each) => each.latched).length} of{' '}
                {running.length} plugins that run are latched.
              </p>
            ) : (
              <ul className="plain-list">
                {found.holding.map((kill) => (
                  <li key={kill.id} className="line">
                    <Badge tone="bad" shape="■" text="holds" /> <strong>{scopeText(kill)}</strong>
                    <span>
                      by {kill.setBy}, <Time at={kill.setAt} />: {kill.why}
                    </span>
                    <ReleaseButton kill={kill} />
                  </li>
                ))}
              </ul>
            )
          }
        </Asked>
      </section>
      <h2>History</h2>
      <Asked query={history} what="the history">
        {(all) =>
          all.length === 0 ? (
            <Empty title="The kill switch was never used">
              A drill stops nothing and tells how fast it would: practise it before you need it.
            </Empty>
          ) : (
            <Table label="Uses of the kill switch" rows={all} columns={COLUMNS} id={(row) => row.id} />
          )
        }
      </Asked>
      {open && <KillDialog start={open} onClose={() => setOpen(null)} />}
    </>
  );
}
