// All that somebody should know who decides on a grant.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { call, part } from '../../api/http';
import { review } from '../../api/queries';
import type { Grant, Review as Reviewed } from '../../api/types';
import { count } from '../../lib/decimal';
import { useMay, useSession } from '../../lib/roles';
import { type Act, ActDialog } from '../../parts/ActDialog';
import { Badge, GrantBadge } from '../../parts/Badges';
import { Asked } from '../../parts/States';
import { Time } from '../../parts/Time';

type Decision = 'approve' | 'reject' | 'revoke' | 'submit' | 'cancel';

function decide(grant: Grant, which: Decision, why: string, once: string): Promise<Grant> {
  const revision = which === 'approve' || which === 'reject' ? { revision: grant.revision } : {};
  return call('POST', `/v1/grants/${part(grant.id)}/${which}`, { body: { why }, once, ...revision });
}

function words(grant: Grant): string {
  return `${grant.instance} may ${grant.effect === 'DENY' ? 'NOT ' : ''}${grant.action.toLowerCase()} ${grant.pattern}`;
}

export default function Review() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(review(id));
  return (
    <Asked query={query} what="the review: live topics are listened to for a moment">
      {(found) => <Shown found={found} />}
    </Asked>
  );
}

function useDecisions(grant: Grant): [label: string, act: Act, tone: 'main' | ''][] {
  const may = useMay();
  const { name } = useSession();
  const own = grant.requestedBy === name;
  const left = grant.approvalsNeeded - grant.approvals.length;
  const all: [string, Act, 'main' | ''][] = [];
  const add = (label: string, which: Decision, reason: Act['reason'], explain: string, done: string, tone: 'main' | '' = '', undo?: Act['undo']) =>
    all.push([
      label,
      {
        title: `${label}: ${words(grant)}`,
        verb: label,
        explain: <p>{explain}</p>,
        reason,
        act: (why, once) => decide(grant, which, why, once),
        done,
        ...(undo ? { undo } : {}),
      },
      tone,
    ]);
  if (grant.state === 'REQUESTED') {
    if (may('APPROVER') && !own && !grant.approvals.some((given) => given.approver === name)) {
      const last = left <= 1;
      add(
        'Approve',
        'approve',
        'optional',
        last ? 'It is in force at once.' : `${left - 1} more must approve before it is in force.`,
        last ? `In force: ${words(grant)}.` : `Approved; ${left - 1} more must.`,
        'main',
        last
          ? {
              label: 'Undo: revoke it',
              act: async () => {
                await decide(grant, 'revoke', 'undone from the page', crypto.randomUUID());
                return `Revoked: ${words(grant)}.`;
              },
            }
          : undefined,
      );
      add('Reject', 'reject', 'required', `${grant.requestedBy} is told why.`, `Rejected: ${words(grant)}.`);
    }
    if (may('AUTHOR') && (own || may('ADMIN'))) {
      add('Take back', 'cancel', 'optional', 'It is no longer asked for.', 'Taken back.');
    }
  } else if (grant.state === 'DRAFT' && may('AUTHOR')) {
    add('Hand in', 'submit', 'optional', 'Others decide on it then.', 'Handed in.', 'main');
    add('Take back', 'cancel', 'optional', 'The draft is dropped.', 'Taken back.');
  } else if (grant.state === 'ACTIVE' && may('APPROVER', 'OPERATOR')) {
    add('Revoke', 'revoke', 'required', 'What flows by it is cut within a moment.', `Revoked: ${words(grant)}.`);
  }
  return all;
}

function Shown({ found }: { found: Reviewed }) {
  const { grant } = found;
  const { name } = useSession();
  const decisions = useDecisions(grant);
  const [open, setOpen] = useState<Act | null>(null);
  return (
    <>
      <div className="page-head">
        <h1>{grant.state === 'REQUESTED' ? 'Review' : 'Grant'}</h1>
        <GrantBadge state={grant.state} />
        {grant.emergency && <Badge tone="warn" shape="!" text="emergency" />}
        <span className="actions">
          {decisions.map(([label, act, tone]) => (
            <button key={label} type="button" className={`button ${tone === 'main' ? 'button-main' : ''}`} onClick={() => setOpen(act)}>
              {label}
            </button>
          ))}
        </span>
      </div>
      <p className="big">
        <Link to="/plugins/$name" params={{ name: grant.instance }}>
          {grant.instance}
        </Link>{' '}
        {grant.state === 'ACTIVE' ? 'may' : 'asks to'} {grant.effect === 'DENY' && <strong>NOT </strong>}
        <strong>{grant.action.toLowerCase()}</strong> <code>{grant.pattern}</code>
      </p>
      {grant.state === 'REQUESTED' && grant.requestedBy === name && (
        <p className="note">You asked for it, so somebody else decides.</p>
      )}
      <div className="columns">
        <section className="card stack">
          <h2>The request</h2>
          <dl className="facts">
            <dt>Asked by</dt>
            <dd>
              {grant.requestedBy}, <Time at={grant.requestedAt} shape="full" />
            </dd>
            <dt>Why</dt>
            <dd>{grant.why || 'not said'}</dd>
            <dt>Until</dt>
            <dd>{grant.until ? <Time at={grant.until} shape="full" /> : 'it is revoked'}</dd>
            <dt>Approvals</dt>
            <dd>
              {grant.approvals.length} of {grant.approvalsNeeded}
              {grant.approvals.map((given) => (
                <div key={String(given.approver)}>
                  {String(given.approver)} <Time at={String(given.at)} /> {String(given.why ?? '')}
                </div>
              ))}
            </dd>
            {grant.decidedBy && (
              <>
                <dt>Decided</dt>
                <dd>
                  by {grant.decidedBy}, <Time at={grant.decidedAt} shape="full" />: {grant.decidedWhy || 'no reason said'}
                </dd>
              </>
            )}
          </dl>
        </section>
        <section className="card stack">
          <h2>What is new about it</h2>
          <Difference found={found} />
        </section>
        <section className="card stack">
          <h2>Bounds</h2>
          <p>
            {found.withinCeiling ? <Badge tone="good" shape="✓" text="within the ceiling" /> : <Badge tone="bad" shape="✖" text="outside the ceiling" />}{' '}
            {found.ceiling}
          </p>
          <p>
            {found.sensitive.length === 0 ? (
              <Badge tone="still" shape="·" text="not sensitive" />
            ) : (
              <>
                <Badge tone="warn" shape="!" text="sensitive" /> It reaches <Names names={found.sensitive} />, and takes{' '}
                {grant.approvalsNeeded} approvals.
              </>
            )}
          </p>
        </section>
        <section className="card stack">
          <h2>Who else is there</h2>
          <p>
            Publish there: <Names names={found.publishers.filter((each) => each !== grant.instance)} none="nobody else" />
          </p>
          <p>
            Read there: <Names names={found.readers.filter((each) => each !== grant.instance)} none="nobody else" />
          </p>
        </section>
        <section className="card stack">
          <h2>Live now</h2>
          {grant.state === 'ACTIVE' && (
            <Link to="/messages" search={{ pattern: grant.pattern } as never}>
              See these messages
            </Link>
          )}
          {found.liveTopics.length === 0 ? (
            <p className="muted">No message came that matches, while it was looked at.</p>
          ) : (
            <>
              <p>
                {found.liveTopics.length >= 100 ? 'At least 100 topics' : `${count(found.liveTopics.length)} topics`} match:
              </p>
              <ul className="plain-list topics">
                {found.liveTopics.map((topic) => (
                  <li key={topic} className="mono">
                    {topic}
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
        <section className="card stack">
          <h2>Tried in the shadow</h2>
          {found.shadowProblem !== '' ? (
            <p className="muted">Nobody knows: {found.shadowProblem}.</p>
          ) : found.wouldDeny.length === 0 ? (
            <p>
              <Badge tone="good" shape="✓" text="nothing denied" /> All that the plugin did since would go through, with what
              waits in force.
            </p>
          ) : (
            <>
              <p>
                <Badge tone="warn" shape="!" text="would still be denied" /> what the plugin has tried:
              </p>
              <ul className="plain-list">
                {found.wouldDeny.map((each) => (
                  <li key={`${each.action} ${each.pattern}`}>
                    {each.action.toLowerCase()} <span className="mono">{each.pattern}</span>, {count(each.count)} times
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      </div>
      {open && <ActDialog act={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Difference({ found }: { found: Reviewed }) {
  const { grant, coveredBy, denied } = found;
  return (
    <>
      {coveredBy.length === 0 ? (
        <p className="mono difference-added">
          + {grant.effect === 'DENY' ? 'deny' : 'allow'} {grant.action.toLowerCase()} {grant.pattern}
        </p>
      ) : (
        <>
          <p>Nothing: what is in force covers it already.</p>
          {coveredBy.map((rule) => (
            <p key={rule} className="mono muted">
              = {rule}
            </p>
          ))}
        </>
      )}
      {denied.length > 0 && (
        <>
          <p>These deny a part of it, and win:</p>
          {denied.map((rule) => (
            <p key={rule} className="mono difference-removed">
              − {rule}
            </p>
          ))}
        </>
      )}
    </>
  );
}

function Names({ names, none = 'nothing' }: { names: readonly string[]; none?: string }) {
  return names.length === 0 ? <span className="muted">{none}</span> : <span className="mono">{names.join(', ')}</span>;
}
