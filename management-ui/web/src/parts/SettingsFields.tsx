import type { ManifestSetting } from '../api/types';
import { type Texts, wrong } from '../lib/settings';
import { Choice, Field } from './Fields';

/** A field for each setting that a manifest declares. */
export function SettingsFields({
  declared,
  texts,
  secrets,
  disabled,
  onChange,
}: {
  declared: readonly ManifestSetting[];
  texts: Texts;
  /** The names of those that are set. */
  secrets: readonly string[];
  disabled: boolean;
  onChange: (name: string, text: string) => void;
}) {
  return (
    <div className="columns">
      {declared.map((setting) => {
        const text = texts[setting.name] ?? '';
        const problem = wrong(setting, text);
        const label = `${setting.name}${setting.required ? ' (required)' : ''}`;
        const choices = setting.type === 'choice' ? setting.values : setting.type === 'boolean' ? ['true', 'false'] : null;
        if (choices) {
          return (
            <Choice
              key={setting.name}
              label={label}
              hint={setting.doc}
              disabled={disabled}
              value={text}
              options={[['', setting.default ? `as the plugin has it: ${setting.default}` : 'not set'], ...choices.map((each) => [each, each] as const)]}
              onChange={(value) => onChange(setting.name, value)}
            />
          );
        }
        return (
          <Field
            key={setting.name}
            label={label}
            hint={
              <>
                {problem && <strong className="loss">{problem} </strong>}
                {setting.doc} <span className="mono">{setting.type}</span>
              </>
            }
            type={setting.secret ? 'password' : 'text'}
            autoComplete={setting.secret ? 'new-password' : 'off'}
            disabled={disabled}
            required={setting.required && !setting.secret && !setting.default}
            aria-invalid={problem !== null}
            placeholder={
              setting.secret
                ? secrets.includes(setting.name)
                  ? 'set; write another one to change it'
                  : 'not set'
                : (setting.default ?? '')
            }
            value={text}
            onChange={(event) => onChange(setting.name, event.target.value)}
          />
        );
      })}
    </div>
  );
}
