import { count } from '../lib/decimal';
import { span } from '../lib/time';

/** Of how many sidecars the figures are, for how long they were heard, and what is in no figure. */
export function Heard({
  told,
}: {
  told: { now: number; since: number; missed: number; unreadable: number; untold: number; instances?: unknown[] };
}) {
  const lost = told.missed + told.unreadable + told.untold;
  return (
    <span className="muted">
      {told.instances && `${count(told.instances.length)} sidecars, `}heard for {span(told.now - told.since)}
      {lost > 0 && `; ${count(lost)} reports are in no figure`}
    </span>
  );
}
