import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, part } from '../../api/http';
import { versions } from '../../api/queries';
import type { Instance, PluginVersion } from '../../api/types';
import { useMay } from '../../lib/roles';
import { Badge } from '../../parts/Badges';
import { ActDialog } from '../../parts/ActDialog';
import { Asked } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';

export function VersionsTab({ found }: { found: Instance }) {
  const query = useQuery(versions);
  const may = useMay();
  const [chosen, setChosen] = useState<PluginVersion | null>(null);
  const columns: Column<PluginVersion>[] = [
    { id: 'version', head: 'Version', width: 9, cell: (row) => <span className="mono">{row.version}</span> },
    { id: 'kind', head: 'Kind', width: 6, cell: (row) => row.kind.toLowerCase() },
    { id: 'by', head: 'Registered by', width: 9, cell: (row) => row.registeredBy },
    { id: 'at', head: 'At', width: 12, cell: (row) => <Time at={row.registeredAt} shape="full" /> },
    { id: 'digest', head: 'Digest', wide: true, cell: (row) => <span className="mono" title={row.digest}>{row.digest}</span> },
    { id: 'notices', head: 'Notices', wide: true, cell: (row) => <span title={row.notices.join('\n')}>{row.notices.join('; ') || '—'}</span> },
    {
      id: 'act',
      head: '',
      width: 8,
      cell: (row) =>
        row.version === found.version ? (
          <Badge tone="good" shape="●" text="this one" />
        ) : may('AUTHOR') ? (
          <button type="button" className="button" onClick={() => setChosen(row)}>
            Use it
          </button>
        ) : null,
    },
  ];
  return (
    <Asked query={query} what="versions">
      {(all) => (
        <>
          <Table label={`Versions of ${found.plugin}`} rows={all.filter((each) => each.plugin === found.plugin)} columns={columns} id={(row) => row.version} />
          {chosen && (
            <ActDialog
              onClose={() => setChosen(null)}
              act={{
                title: `${found.name}: version ${chosen.version}`,
                verb: `Use ${chosen.version}`,
                explain: (
                  <p>
                    What runs is replaced: {found.version} ends, {chosen.version} is started. What it asks for beyond what is
                    granted waits for an approval.
                  </p>
                ),
                reason: 'optional',
                act: (why) =>
                  call('PATCH', `/v1/instances/${part(found.name)}`, {
                    body: { version: chosen.version, why },
                    revision: found.revision,
                  }),
                done: `${found.name} is to be ${chosen.version}.`,
                undo: {
                  label: `Undo: ${found.version} again`,
                  act: async () => {
                    await call('PATCH', `/v1/instances/${part(found.name)}`, {
                      body: { version: found.version, why: 'undone from the page' },
                    });
                    return `${found.name} is ${found.version} again.`;
                  },
                },
              }}
            />
          )}
        </>
      )}
    </Asked>
  );
}
