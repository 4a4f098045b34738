import { useQuery } from '@tanstack/react-query';
import { instances } from '../../api/queries';
import type { NewGrant } from '../../api/types';
import { Choice, Field } from '../../parts/Fields';

export type Action = NewGrant['action'];

const ACTIONS: ReadonlyArray<readonly [Action, string]> = [
  ['SUBSCRIBE', 'subscribe: read what comes'],
  ['PUBLISH', 'publish: write'],
  ['REQUEST', 'request: ask and be answered'],
  ['REPLAY', 'replay: read the past'],
];

/** Which instance may do what, where: the same in both forms. */
export function Rule({
  instance,
  action,
  pattern,
  onChange,
}: {
  instance: string;
  action: Action;
  pattern: string;
  onChange: (change: { instance?: string; action?: Action; pattern?: string }) => void;
}) {
  const known = useQuery(instances).data ?? [];
  return (
    <>
      <div>
        <Field
          label="Instance"
          required
          list="grant-instances"
          pattern="[A-Za-z0-9_\-]{1,32}"
          value={instance}
          onChange={(event) => onChange({ instance: event.target.value })}
        />
        <datalist id="grant-instances">
          {known.map((each) => (
            <option key={each.name} value={each.name} />
          ))}
        </datalist>
      </div>
      <Choice label="May" value={action} options={ACTIONS} onChange={(next) => onChange({ action: next })} />
      <Field
        label="Topics"
        required
        maxLength={255}
        className="mono"
        value={pattern}
        placeholder="platform.data.quote.*.AAPL"
        onChange={(event) => onChange({ pattern: event.target.value })}
        hint="* is one segment, ** at the end one or more. Ask for as little as it needs."
      />
    </>
  );
}
