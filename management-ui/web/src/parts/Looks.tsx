// How the pages look: the same in the menu of the header and under Settings.
import { EXCHANGES } from '../lib/time';
import { type Preferences, prefer, usePreferences } from '../lib/preferences';
import { Check, Choice } from './Fields';

const THEMES: ReadonlyArray<readonly [Preferences['theme'], string]> = [
  ['auto', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['contrast', 'High contrast'],
];

export function Looks() {
  const chosen = usePreferences();
  return (
    <div className="stack">
      <Choice label="Colours" value={chosen.theme} options={THEMES} onChange={(theme) => prefer({ theme })} />
      <Choice
        label="Density"
        value={chosen.density}
        options={[
          ['roomy', 'Roomy'],
          ['dense', 'Dense'],
        ]}
        onChange={(density) => prefer({ density })}
      />
      <Choice
        label="Times in"
        value={chosen.zone}
        options={[
          ['UTC', 'UTC'],
          ['exchange', 'The time of an exchange'],
          ['local', 'The time of this machine'],
        ]}
        onChange={(zone) => prefer({ zone })}
      />
      {chosen.zone === 'exchange' && (
        <Choice label="Exchange" value={chosen.exchange} options={EXCHANGES} onChange={(exchange) => prefer({ exchange })} />
      )}
      <Check
        label="Tell a screen reader what changes by itself, at most every 5 s"
        checked={chosen.announce}
        onChange={(announce) => prefer({ announce })}
      />
    </div>
  );
}
