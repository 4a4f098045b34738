import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/http';
import { client } from '../../api/queries';
import type { Instance, ManifestSetting, PluginVersion } from '../../api/types';
import { note } from '../../lib/notes';
import { type Texts, changes, wrong } from '../../lib/settings';
import { useSubmit } from '../../lib/submit';
import { Field } from '../../parts/Fields';
import { SettingsFields } from '../../parts/SettingsFields';
import { Failed } from '../../parts/States';

/** The values of a change that say something. */
function given(change: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(change).filter((entry): entry is [string, string] => entry[1] !== null));
}

export function NewInstance({ version }: { version: PluginVersion }) {
  const navigate = useNavigate();
  const declared = (version.settings ?? []) as unknown as ManifestSetting[];
  const [name, setName] = useState(`${version.plugin}-1`.slice(0, 32));
  const [texts, setTexts] = useState<Texts>({});
  const [needs, setNeeds] = useState('');
  const [why, setWhy] = useState('');
  const { busy, failure, submit } = useSubmit();
  const make = async () => {
    const { settings, secrets } = changes(declared, {}, texts);
    const made = await call<Instance>('POST', '/v1/instances', {
      body: {
        name: name.trim(),
        plugin: version.plugin,
        version: version.version,
        settings: given(settings),
        secrets: given(secrets),
        needs: needs.split(/[\s,]+/).filter((each) => each !== ''),
        why: why.trim(),
      },
    });
    note(`Made ${made.name}. What it asks for waits for an approval; then an operator starts it.`);
    void client.invalidateQueries();
    void navigate({ to: '/plugins/$name', params: { name: made.name }, search: { tab: 'grants' } as never });
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event, make)}>
      <h3>Make an instance of it</h3>
      <div className="columns">
        <Field label="Its name" required pattern="[A-Za-z0-9_\-]{1,32}" value={name} onChange={(event) => setName(event.target.value)} />
        <Field label="Needs" value={needs} onChange={(event) => setNeeds(event.target.value)} hint="Instances that must be ready before it is started." />
        <Field label="Why" maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
      </div>
      {declared.length > 0 && (
        <SettingsFields
          declared={declared}
          texts={texts}
          secrets={[]}
          disabled={false}
          onChange={(setting, text) => setTexts((before) => ({ ...before, [setting]: text }))}
        />
      )}
      {failure !== null && <Failed failure={failure} />}
      <div className="actions">
        <button
          type="submit"
          className="button button-main"
          disabled={busy || declared.some((setting) => wrong(setting, texts[setting.name] ?? '') !== null)}
        >
          Make it
        </button>
      </div>
    </form>
  );
}
