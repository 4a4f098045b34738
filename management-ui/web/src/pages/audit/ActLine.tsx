import { Link } from '@tanstack/react-router';
import type { Act } from '../../api/types';
import { Time } from '../../parts/Time';

/** An act in a line: when, who, what, why. */
export function ActLine({ act }: { act: Act }) {
  return (
    <li className="line">
      <Time at={act.at} />
      <strong>{act.who}</strong>
      <span>{act.action}</span>
      <Link to="/audit" search={{ object: act.object } as never} className="act-object" title={act.object}>
        {act.object}
      </Link>
      {act.why !== '' && <q className="muted">{act.why}</q>}
    </li>
  );
}
