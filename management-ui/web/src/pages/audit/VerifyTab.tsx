import { useMutation } from '@tanstack/react-query';
import { type Verified, verify } from '../../api/audit';
import { count } from '../../lib/decimal';
import { useMay } from '../../lib/roles';
import { Badge } from '../../parts/Badges';
import { Failed, NotAllowed } from '../../parts/States';
import { Time } from '../../parts/Time';
import { AUDITORS } from './auditors';

export function VerifyTab() {
  const may = useMay();
  const verifying = useMutation({ mutationFn: verify });
  if (!may(...AUDITORS)) {
    return <NotAllowed what="have the audit log verified" roles={AUDITORS} />;
  }
  return (
    <>
      <p className="measure">
        Each record holds the hash of the one before it, and checkpoints are signed. Verifying reads all of it: what was changed,
        taken out or put in is found. Who trusts nobody here does the same offline: <code>meridian audit verify</code>.
      </p>
      <div className="actions">
        <button type="button" className="button button-main" disabled={verifying.isPending} onClick={() => verifying.mutate()}>
          {verifying.isPending ? 'Verifying …' : 'Verify now'}
        </button>
      </div>
      <div role="status" className="stack">
        {verifying.isError && <Failed failure={verifying.error} />}
        {verifying.data && <Proof proof={verifying.data} />}
      </div>
    </>
  );
}

function Proof({ proof }: { proof: Verified }) {
  return (
    <>
      <p className="big">
        {proof.ok ? <Badge tone="good" shape="✓" text="unaltered" /> : <Badge tone="bad" shape="✖" text="NOT as it was written" />} read
        in {proof.seconds.toFixed(1)} s
      </p>
      <div className="columns">
        {proof.shards.map((shard) => (
          <section key={String(shard.shard)} className="card stack">
            <h2>Shard {shard.shard}</h2>
            <dl className="facts">
              <dt>Records</dt>
              <dd className="mono">{count(shard.records)}</dd>
              <dt>Checkpoints</dt>
              <dd className="mono">{count(shard.checkpoints)}</dd>
              <dt>Last checkpoint</dt>
              <dd>
                {shard.lastCheckpoint ? (
                  <>
                    <span className="mono">{shard.lastCheckpoint.id}</span> over {count(shard.lastCheckpoint.count)} records,{' '}
                    <Time at={shard.lastCheckpoint.at} shape="full" />
                  </>
                ) : (
                  'none yet'
                )}
              </dd>
              <dt>Signature</dt>
              <dd>
                <Badge tone={shard.signature === 'good' ? 'good' : 'warn'} shape={shard.signature === 'good' ? '✓' : '!'} text={shard.signature} />
                {shard.lastCheckpoint && <div className="mono">{shard.lastCheckpoint.key}</div>}
              </dd>
            </dl>
            {shard.problems.length > 0 && (
              <ul className="note note-bad">
                {shard.problems.map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            )}
          </section>
        ))}
      </div>
    </>
  );
}
