import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, part } from '../../api/http';
import { version } from '../../api/queries';
import type { Instance, ManifestSetting } from '../../api/types';
import { useMay } from '../../lib/roles';
import { type Texts, changes, wrong } from '../../lib/settings';
import { ActDialog } from '../../parts/ActDialog';
import { SettingsFields } from '../../parts/SettingsFields';
import { Asked, Empty } from '../../parts/States';

export function SettingsTab({ found }: { found: Instance }) {
  const query = useQuery(version(found.plugin, found.version));
  return (
    <Asked query={query} what="what can be set">
      {(manifest) => (
        // Another revision has other texts: a form of its own.
        <Form key={found.revision} found={found} declared={(manifest.settings ?? []) as unknown as ManifestSetting[]} />
      )}
    </Asked>
  );
}

function Form({ found, declared }: { found: Instance; declared: ManifestSetting[] }) {
  const may = useMay();
  const [texts, setTexts] = useState<Texts>(() => ({ ...found.settings }));
  const [asking, setAsking] = useState(false);
  const { settings, secrets } = changes(declared, found.settings, texts);
  const changed = [...Object.entries(settings), ...Object.keys(secrets).map((name) => [name, '••••'] as const)];
  const isWrong = declared.some((setting) => wrong(setting, texts[setting.name] ?? '') !== null);
  if (declared.length === 0) {
    return <Empty title="There is nothing to set">The manifest of this version declares no settings.</Empty>;
  }
  return (
    <>
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        setAsking(true);
      }}
    >
      {!may('AUTHOR') && <p className="muted">Only an author can change these.</p>}
      <SettingsFields
        declared={declared}
        texts={texts}
        secrets={found.secrets}
        disabled={!may('AUTHOR')}
        onChange={(name, text) => setTexts((before) => ({ ...before, [name]: text }))}
      />
      {may('AUTHOR') && (
        <div className="actions">
          <button type="submit" className="button button-main" disabled={changed.length === 0 || isWrong}>
            Save {changed.length > 0 && `${changed.length} ${changed.length === 1 ? 'change' : 'changes'}`}
          </button>
          <button type="button" className="button" disabled={changed.length === 0} onClick={() => setTexts({ ...found.settings })}>
            As it was
          </button>
        </div>
      )}
    </form>
      {asking && (
        <ActDialog
          onClose={() => setAsking(false)}
          act={{
            title: `Change the settings of ${found.name}`,
            verb: 'Change',
            explain: (
              <>
                <p>{found.phase === 'STOPPED' ? 'It has them when it is started.' : 'What runs is replaced.'}</p>
                <ul>
                  {changed.map(([name, text]) => (
                    <li key={name} className="mono">
                      {name}: {name in secrets ? 'a secret' : (found.settings[name] ?? 'as the plugin has it')} → {text ?? 'as the plugin has it'}
                    </li>
                  ))}
                </ul>
              </>
            ),
            reason: 'optional',
            act: (why) =>
              call('PATCH', `/v1/instances/${part(found.name)}`, {
                body: { settings, secrets, why },
                revision: found.revision,
              }),
            done: `${found.name} has other settings.`,
            ...(Object.keys(secrets).length === 0
              ? {
                  undo: {
                    label: 'Undo',
                    act: async () => {
                      const before = Object.fromEntries(Object.keys(settings).map((name) => [name, found.settings[name] ?? null]));
                      await call('PATCH', `/v1/instances/${part(found.name)}`, {
                        body: { settings: before, why: 'undone from the page' },
                      });
                      return `${found.name} has its settings of before.`;
                    },
                  },
                }
              : {}),
          }}
        />
      )}
    </>
  );
}
