import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../../api/http';
import { backups, client } from '../../api/queries';
import type { Backup } from '../../api/types';
import { bytes } from '../../lib/decimal';
import { note } from '../../lib/notes';
import { useMay } from '../../lib/roles';
import { Asked, Empty, Failed, NotAllowed } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';

const COLUMNS: Column<Backup>[] = [
  { id: 'name', head: 'Name', cell: (row) => <span className="mono" title={row.name}>{row.name}</span> },
  { id: 'at', head: 'At', width: 12, cell: (row) => <Time at={row.at} shape="full" /> },
  { id: 'bytes', head: 'Size', width: 7, numeric: true, cell: (row) => bytes(row.bytes) },
];

export function BackupsTab() {
  const may = useMay();
  return may('ADMIN') ? <Backups /> : <NotAllowed what="see the backups" roles={['ADMIN']} />;
}

function Backups() {
  const query = useQuery(backups);
  const making = useMutation({
    mutationFn: () => call<Backup>('POST', '/v1/backups', { once: crypto.randomUUID() }),
    onSuccess: (made) => {
      note(`Backed up: ${made.name}.`);
      void client.invalidateQueries({ queryKey: ['backups'] });
    },
  });
  return (
    <>
      <p className="measure">
        Of all that is decided: accounts, plugins, instances, grants. One is made each day by itself. They are put back while no
        manager runs: <code>meridian restore NAME --dry-run</code> says what is in one.
      </p>
      <div className="actions">
        <button type="button" className="button button-main" disabled={making.isPending} onClick={() => making.mutate()}>
          Back up now
        </button>
      </div>
      {making.isError && <Failed failure={making.error} />}
      <Asked query={query} what="backups">
        {(all) =>
          all.length === 0 ? <Empty title="There is none yet" /> : <Table label="Backups" rows={all} columns={COLUMNS} id={(row) => row.name} />
        }
      </Asked>
    </>
  );
}
