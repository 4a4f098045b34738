// The form of an instance's settings: what its manifest declares, what is set, and what a change of it says.
import type { ManifestSetting } from '../api/types';

export type Texts = Record<string, string>;

/** What is wrong with a text, or null. The manager checks all of it again. */
export function wrong(setting: ManifestSetting, text: string): string | null {
  if (text === '') {
    return null;
  }
  switch (setting.type) {
    case 'integer':
      return /^[+-]?\d+$/.test(text) ? null : 'A whole number, as in 12.';
    case 'decimal':
      return /^[+-]?\d+(\.\d+)?$/.test(text) ? null : 'A number, as in 0.5.';
    case 'boolean':
      return text === 'true' || text === 'false' ? null : 'true or false.';
    case 'duration':
      return /^\d+(ns|us|ms|s|m|h|d)$/.test(text) ? null : 'A whole number and a unit, as in 250ms.';
    case 'choice':
      return setting.values.includes(text) ? null : `One of ${setting.values.join(', ')}.`;
    default:
      return null;
  }
}

/** What is to be set and what is to be as the plugin has it; secrets that nobody wrote stay as they are. */
export function changes(
  declared: readonly ManifestSetting[],
  set: Readonly<Record<string, string>>,
  texts: Texts,
): { settings: Record<string, string | null>; secrets: Record<string, string | null> } {
  const settings: Record<string, string | null> = {};
  const secrets: Record<string, string | null> = {};
  for (const setting of declared) {
    const text = texts[setting.name] ?? '';
    if (setting.secret) {
      if (text !== '') {
        secrets[setting.name] = text;
      }
    } else if (text !== (set[setting.name] ?? '')) {
      settings[setting.name] = text === '' ? null : text;
    }
  }
  return { settings, secrets };
}
