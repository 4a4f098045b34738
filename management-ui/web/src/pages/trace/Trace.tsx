// A trace step by step: who sent what, when the recorder had it, and when each reader was given it.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type Hop, trace } from '../../api/audit';
import { count } from '../../lib/decimal';
import { useMay } from '../../lib/roles';
import { nanos } from '../../lib/time';
import { Badge } from '../../parts/Badges';
import { Asked, Empty, NotAllowed } from '../../parts/States';
import { Time } from '../../parts/Time';
import { AUDITORS } from '../audit/auditors';

export default function Trace() {
  const { id } = useParams({ strict: false }) as { id: string };
  const may = useMay();
  return (
    <>
      <div className="page-head">
        <h1>Trace</h1>
        <code>{id}</code>
      </div>
      {may(...AUDITORS) ? <Steps id={id} /> : <NotAllowed what="follow traces" roles={AUDITORS} />}
    </>
  );
}

/** The nanoseconds between two times as the log writes them, with up to nine digits of a second. */
export function between(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) * 1e6 + (below(to) - below(from));
}

/** The digits of a time below the millisecond, in nanoseconds. */
function below(time: string): number {
  return Number((/\.(\d+)/.exec(time)?.[1] ?? '').padEnd(9, '0').slice(3, 9));
}

function Steps({ id }: { id: string }) {
  const query = useQuery(trace(id));
  return (
    <Asked query={query} what="the trace: the audit log is searched">
      {(hops) =>
        hops.length === 0 ? (
          <Empty title="The log has no message of this trace">
            Only what is durable is recorded, and what it followed from. It may be too old, or too new: look again in a moment.
          </Empty>
        ) : (
          <Shown hops={hops} />
        )
      }
    </Asked>
  );
}

function topicOf(hop: Hop): string {
  return hop.message.split('/').slice(1, -1).join('/');
}

function Shown({ hops }: { hops: readonly Hop[] }) {
  const first = hops[0] as Hop;
  const ends = hops.flatMap((hop) => [between(first.published, hop.published), ...hop.deliveries.map((each) => between(first.published, each.delivered))]);
  const whole = Math.max(1, ...ends);
  const missed = hops.reduce((sum, hop) => sum + hop.missed_by.length + (hop.lost_cause ? 1 : 0), 0);
  return (
    <>
      <p>
        {count(hops.length)} messages in {nanos(whole)}, from <Time at={first.published} shape="millis" />.{' '}
        {missed === 0 ? <Badge tone="good" shape="✓" text="nothing is missing" /> : <Badge tone="bad" shape="✖" text={`${missed} missing`} />}
      </p>
      <ol className="hops">
        {hops.map((hop, index) => {
          const at = between(first.published, hop.published);
          const cause = hops.findIndex((each) => each.message === hop.cause);
          return (
            <li key={`${hop.message} ${index}`} className="card hop">
              <div className="line">
                <strong>{hop.schema}</strong>
                <code>{topicOf(hop)}</code>
                <span className="muted push">
                  +{nanos(at)}
                  {cause >= 0 && hop.after_cause_ns !== undefined && `, ${nanos(hop.after_cause_ns)} after step ${cause + 1}`}
                </span>
              </div>
              <div className="hop-bar" aria-hidden="true">
                <span style={{ left: `${(100 * Math.max(0, at)) / whole}%` }} />
              </div>
              <dl className="facts">
                <dt>1 published</dt>
                <dd>
                  <Time at={hop.published} shape="millis" />
                </dd>
                <dt>2 recorded</dt>
                <dd>
                  +{nanos(between(hop.published, hop.recorded))}, record {hop.index}
                </dd>
                <dt>3 delivered</dt>
                <dd>
                  {hop.deliveries.length === 0 && hop.missed_by.length === 0 && <span className="muted">to nobody</span>}
                  {hop.deliveries.map((each) => (
                    <div key={each.instance}>
                      {each.instance} +{nanos(each.after_ns)}
                    </div>
                  ))}
                  {hop.missed_by.map((each) => (
                    <div key={each} className="loss">
                      ✖ MISSING: {each} was to be given it
                    </div>
                  ))}
                  {hop.lost_cause && <div className="loss">✖ MISSING: what it followed from, {hop.lost_cause}</div>}
                </dd>
              </dl>
            </li>
          );
        })}
      </ol>
    </>
  );
}
