import { useQuery } from '@tanstack/react-query';
import { health } from '../../api/queries';
import type { Instance } from '../../api/types';
import { span } from '../../lib/time';
import { type Piece, pieces, shares } from '../../lib/strip';
import { LevelBadge } from '../../parts/Badges';
import { Asked } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';

const COLUMNS: Column<Piece>[] = [
  { id: 'from', head: 'From', width: 12, cell: (row) => <Time at={new Date(row.from).toISOString()} /> },
  { id: 'for', head: 'For', width: 7, cell: (row) => span(row.to - row.from) },
  { id: 'level', head: 'Health', width: 9, cell: (row) => <LevelBadge level={row.level} /> },
  { id: 'reasons', head: 'Reason', cell: (row) => <span title={row.reasons.join('; ')}>{row.reasons.join('; ') || '—'}</span> },
];

export function HealthTab({ found }: { found: Instance }) {
  const query = useQuery(health(found.name));
  return (
    <Asked query={query} what="its health">
      {(history) => {
        const all = pieces(history, Date.now());
        return (
          <>
            <p>
              In the last 24 hours, as far as known:{' '}
              {Object.entries(shares(all)).map(([level, share]) => (
                <span key={level} className="share">
                  <LevelBadge level={level as Piece['level']} /> {(share * 100).toFixed(1)} %
                </span>
              ))}
            </p>
            <Table label="Health of the last 24 hours" rows={[...all].reverse()} columns={COLUMNS} id={(row) => String(row.from)} />
          </>
        );
      }}
    </Asked>
  );
}
