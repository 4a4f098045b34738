// Plugins that somebody else started on this machine, as the development stack does.
import { useQuery } from '@tanstack/react-query';
import { neighbours } from '../api/queries';
import { LevelBadge } from './Badges';

export function Neighbours() {
  const found = useQuery(neighbours).data ?? [];
  if (found.length === 0) {
    return null;
  }
  return (
    <section className="card stack" aria-labelledby="neighbours">
      <h2 id="neighbours">Started by others on this machine</h2>
      <p className="muted">
        They are not managed here, as those of <code>./meridian run</code> are not. The kill switch is about them, too.
      </p>
      <ul className="plain-list">
        {found.map((each) => (
          <li key={each.name} className="line">
            <LevelBadge level={each.level} />
            <strong>{each.name}</strong>
            <span className="muted">{each.reasons.join('; ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
