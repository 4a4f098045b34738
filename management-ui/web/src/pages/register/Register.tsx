import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { ask, call } from '../../api/http';
import { client, versions } from '../../api/queries';
import type { ImageProgress, PluginVersion } from '../../api/types';
import { useAddress } from '../../lib/address';
import { bytes } from '../../lib/decimal';
import { note } from '../../lib/notes';
import { useMay } from '../../lib/roles';
import { Choice, Field } from '../../parts/Fields';
import { Asked, Empty, Failed, NotAllowed } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';
import { Manifest } from './Manifest';
import { NewInstance } from './NewInstance';

const FIRST = { from: 'file', plugin: '', version: '' };
const AGAIN_MS = 1000;

/** Asks again while an image is being fetched. */
async function registerImage(image: string, tell: (progress: ImageProgress) => void): Promise<PluginVersion> {
  for (;;) {
    const response = await ask('POST', '/v1/plugins', { body: { image } });
    if (response.status !== 202) {
      return (await response.json()) as PluginVersion;
    }
    tell((await response.json()) as ImageProgress);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

export default function Register() {
  const query = useQuery(versions);
  const may = useMay();
  const [state, change] = useAddress(FIRST);
  const columns: Column<PluginVersion>[] = [
    {
      id: 'plugin',
      head: 'Plugin',
      width: 11,
      cell: (row) => (
        <button type="button" className="as-link" onClick={() => change({ plugin: row.plugin, version: row.version })}>
          {row.plugin}
        </button>
      ),
    },
    { id: 'version', head: 'Version', width: 8, cell: (row) => <span className="mono">{row.version}</span> },
    { id: 'pool', head: 'Pool', width: 7, cell: (row) => row.pool },
    { id: 'kind', head: 'Kind', width: 5, wide: true, cell: (row) => row.kind.toLowerCase() },
    { id: 'description', head: 'What it does', cell: (row) => <span title={row.description}>{row.description || '—'}</span> },
    { id: 'by', head: 'By', width: 7, wide: true, cell: (row) => row.registeredBy },
    { id: 'at', head: 'At', width: 12.5, wide: true, cell: (row) => <Time at={row.registeredAt} shape="full" /> },
  ];
  return (
    <>
      <h1>Register a plugin</h1>
      {may('AUTHOR') ? (
        <Form from={state.from} onFrom={(from) => change({ from })} onDone={(made) => change({ plugin: made.plugin, version: made.version })} />
      ) : (
        <NotAllowed what="register plugins" roles={['AUTHOR']} />
      )}
      <Asked query={query} what="what is registered">
        {(all) => {
          const chosen = all.find((each) => each.plugin === state.plugin && each.version === state.version);
          return (
            <>
              {chosen && (
                <section className="card stack" aria-label={`${chosen.plugin} ${chosen.version}`}>
                  <Manifest version={chosen} />
                  {may('AUTHOR') && <NewInstance key={`${chosen.plugin} ${chosen.version}`} version={chosen} />}
                </section>
              )}
              <h2>What is registered</h2>
              {all.length === 0 ? (
                <Empty title="Nothing yet">
                  A project in Java: <code>meridian new strategy my-alpha</code>, then <code>meridian plugin register my-alpha</code>,
                  or its jar above.
                </Empty>
              ) : (
                <Table label="Registered versions" height="part" rows={all} columns={columns} id={(row) => `${row.plugin} ${row.version}`} />
              )}
            </>
          );
        }}
      </Asked>
    </>
  );
}

function Form({ from, onFrom, onDone }: { from: string; onFrom: (from: string) => void; onDone: (made: PluginVersion) => void }) {
  const file = useRef<HTMLInputElement>(null);
  const [image, setImage] = useState('');
  const [busy, setBusy] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    try {
      let made: PluginVersion;
      if (from === 'image') {
        setBusy('Looking at the image …');
        made = await registerImage(image.trim(), ({ doneBytes, totalBytes }) => setBusy(`Fetching it: ${bytes(doneBytes)} of ${bytes(totalBytes)}`));
      } else {
        const chosen = file.current?.files?.[0];
        if (!chosen) {
          return;
        }
        setBusy(`Sending ${bytes(chosen.size)} …`);
        const type = chosen.name.endsWith('.zip') ? 'application/zip' : 'application/java-archive';
        made = await call<PluginVersion>('POST', '/v1/plugins', { file: chosen, type });
      }
      note(`Registered ${made.plugin} ${made.version}.`);
      await client.invalidateQueries({ queryKey: ['plugins'] });
      onDone(made);
    } catch (problem) {
      setFailure(problem);
    } finally {
      setBusy('');
    }
  };
  return (
    <form className="card stack form" onSubmit={(event) => void submit(event)}>
      <Choice
        label="From"
        value={from}
        options={[
          ['file', 'a file: the jar of a plugin, or a zip of its folder'],
          ['image', 'an image of a container'],
        ]}
        onChange={onFrom}
      />
      {from === 'image' ? (
        <Field
          label="Image"
          required
          maxLength={255}
          className="mono"
          placeholder="acme/momo:1.2.0"
          value={image}
          onChange={(event) => setImage(event.target.value)}
          hint="Its tag must be the version in its manifest. It is registered by digest."
        />
      ) : (
        <div className="field">
          <label htmlFor="plugin-file">File</label>
          <input id="plugin-file" ref={file} type="file" accept=".jar,.zip" required />
          <small className="hint">Who it is and what it asks for is read from its manifest. A version never changes.</small>
        </div>
      )}
      {failure !== null && <Failed failure={failure} />}
      <div className="actions">
        <button type="submit" className="button button-main" disabled={busy !== ''}>
          Register
        </button>
        <span role="status">{busy}</span>
      </div>
    </form>
  );
}
