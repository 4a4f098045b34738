import { Link } from '@tanstack/react-router';
import type { Message } from '../../api/live';
import { copy } from '../../lib/clipboard';
import { bytes, count } from '../../lib/decimal';
import { difference } from '../../lib/difference';
import { javaFixture, jsonFixture, unfit } from '../../lib/fixture';
import { hexLines } from '../../lib/hex';
import { type Parted, parted } from '../../lib/parted';
import { sourceOf } from '../../lib/tape';
import { fromNanos, nanos } from '../../lib/time';
import { Time } from '../../parts/Time';

export type Look = 'decoded' | 'raw' | 'hex';

function isSet(id: string | null | undefined): id is string {
  return id !== undefined && id !== null && /[1-9a-f]/.test(id);
}

export function Detail({ message, other, look, onMark }: { message: Message; other: Message | null; look: Look; onMark: () => void }) {
  const compares = other !== null && other !== message;
  const problem = unfit(message);
  const java = javaFixture(message);
  return (
    <>
      <h2 className="mono">{message.topic}</h2>
      <div className="actions">
        {isSet(message.traceId) && (
          <Link to="/trace/$id" params={{ id: message.traceId }} className="button">
            Follow its trace
          </Link>
        )}
        <button type="button" className="button" aria-pressed={other !== null} onClick={onMark}>
          {other === null ? 'Compare with another' : compares ? 'End comparing' : 'Choose the other one'}
        </button>
        {java !== null && (
          <button type="button" className="button" onClick={() => void copy(java, 'a call of Sim.publish')}>
            Copy as test
          </button>
        )}
        {problem === '' && (
          <button type="button" className="button" onClick={() => void copy(jsonFixture(message), 'the message as JSON')}>
            Copy as JSON
          </button>
        )}
      </div>
      {problem !== '' && <p className="muted">It cannot be copied as a test. {problem}</p>}
      {compares ? <Compared one={other} another={message} /> : <Shown message={message} look={look} />}
    </>
  );
}

function Shown({ message, look }: { message: Message; look: Look }) {
  if (look === 'raw') {
    const { hex: _, ...rest } = message;
    return <pre>{JSON.stringify(rest, null, 2)}</pre>;
  }
  if (look === 'hex') {
    return message.hex ? (
      <pre>{hexLines(message.hex).join('\n')}</pre>
    ) : (
      <p className="muted">Its bytes are not shown to a viewer: they may hold what is masked.</p>
    );
  }
  return (
    <>
      <Facts
        pairs={[
          ['kind', message.kind],
          ['schema', String(message.schema)],
          ['message', `${sourceOf(message)}/${message.sequence}`],
          ['size', bytes(message.size)],
          ['trace', isSet(message.traceId) ? message.traceId : ''],
          ['correlation', isSet(message.correlationId) ? message.correlationId : ''],
          ['replayed', message.replayed ? 'yes: of the past' : ''],
        ]}
      />
      <dl className="facts">
        <dt>event</dt>
        <dd>
          <Time at={iso(message.tsEvent)} shape="millis" />
        </dd>
        <dt>made</dt>
        <dd>
          <Time at={iso(message.tsInit)} shape="millis" />, {late(message.tsEvent, message.tsInit)} after it
        </dd>
        <dt>published</dt>
        <dd>
          <Time at={iso(message.tsPublish)} shape="millis" />, {late(message.tsInit, message.tsPublish)} after that
        </dd>
      </dl>
      <h3>What it says</h3>
      {message.fields ? (
        <Said {...parted(message.fields)} />
      ) : (
        <p className="muted">Its content is of no schema that is known here: look at its bytes.</p>
      )}
    </>
  );
}

function Said({ facts, lists }: Parted) {
  return (
    <>
      <Facts pairs={facts} />
      {lists.map(({ name, columns, rows }) => (
        <table key={name} className="listed">
          <caption>
            {name}: {count(rows.length)}
          </caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((value, at) => (
                  <td key={columns[at]} className="mono">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </>
  );
}

function iso(ns: string): string | null {
  const time = fromNanos(ns);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function late(from: string, to: string): string {
  return /^\d+$/.test(from) && /^\d+$/.test(to) ? nanos(Number(BigInt(to) - BigInt(from))) : '?';
}

function Facts({ pairs }: { pairs: ReadonlyArray<readonly [string, string]> }) {
  return (
    <dl className="facts">
      {pairs
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <Pair key={name} name={name} value={value} />
        ))}
    </dl>
  );
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </>
  );
}

function Compared({ one, another }: { one: Message; another: Message }) {
  const fields = difference({ topic: one.topic, kind: one.kind, ...one.fields }, { topic: another.topic, kind: another.kind, ...another.fields });
  return (
    <table className="difference">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">
            {sourceOf(one)}/{one.sequence}
          </th>
          <th scope="col">
            {sourceOf(another)}/{another.sequence}
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.name} className={field.same ? '' : 'differs'}>
            <th scope="row">
              {!field.same && <span aria-hidden="true">≠ </span>}
              {field.name}
            </th>
            <td className="mono">{field.one ?? '—'}</td>
            <td className="mono">{field.other ?? '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
