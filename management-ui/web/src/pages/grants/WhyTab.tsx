// Why can or can't an instance do something: the manager says which grant decides, as the sidecar would.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { Problem } from '../../api/http';
import { access, grants } from '../../api/queries';
import type { Access, Grant } from '../../api/types';
import { useAddress } from '../../lib/address';
import { useMay } from '../../lib/roles';
import { Topics } from '../../lib/topics';
import { Badge } from '../../parts/Badges';
import { Asked, Empty } from '../../parts/States';
import { Time } from '../../parts/Time';
import { type Action, Rule } from './forms';

const FIRST = { tab: 'list', instance: '', action: 'SUBSCRIBE', pattern: '' };

function Named({ grant }: { grant: Grant }) {
  return (
    <>
      <Link to="/grants/$id" params={{ id: grant.id }} className="mono">
        {grant.pattern}
      </Link>{' '}
      ({grant.effect === 'DENY' ? 'may not ' : 'may '}
      {grant.action.toLowerCase()}, asked for by {grant.requestedBy})
    </>
  );
}

const DECIDED: Record<Access['reason'], string> = {
  ALLOWED_BY_RULE: 'The grant that allows it',
  UNRESTRICTED: 'No grant is needed',
  DENIED_BY_RULE: 'The grant that denies it',
  EXPIRED: 'The grant that would allow it, and is over',
  PARTLY_COVERED: 'The grant that allows a part of it',
  NO_RULE: '',
};

/** The answer in a sentence. */
const SAID: Record<Access['reason'], (asked: Asking) => string> = {
  ALLOWED_BY_RULE: ({ instance, action, pattern }) => `A grant lets ${instance} ${action.toLowerCase()} ${pattern}.`,
  UNRESTRICTED: ({ instance }) => `${instance} may, without a grant.`,
  DENIED_BY_RULE: ({ instance, action, pattern }) => `A grant denies ${instance} to ${action.toLowerCase()} ${pattern}, and that wins over all that allow it.`,
  EXPIRED: ({ instance, action, pattern }) => `The grant that let ${instance} ${action.toLowerCase()} ${pattern} is over.`,
  PARTLY_COVERED: ({ instance, action, pattern }) => `A grant lets ${instance} ${action.toLowerCase()} a part of ${pattern} only.`,
  NO_RULE: ({ instance, action, pattern }) => `No grant in force lets ${instance} ${action.toLowerCase()} ${pattern}.`,
};

interface Asking {
  instance: string;
  action: string;
  pattern: string;
}

const FORMER: readonly string[] = ['REVOKED', 'REJECTED', 'EXPIRED'];

/** The grant that was decided on last, would allow it, and is not in force. */
function useFormer(instance: string, action: string, pattern: string): Grant | undefined {
  const all = useQuery(grants({ instance })).data ?? [];
  return all
    .filter((each) => FORMER.includes(each.state) && each.effect === 'ALLOW' && each.action === action && new Topics([each.pattern]).coverOf(pattern) !== undefined)
    .sort((a, b) => (b.decidedAt ?? '').localeCompare(a.decidedAt ?? ''))[0];
}

function Answer({ answer, asked }: { answer: Access; asked: Asking }) {
  const may = useMay();
  const former = useFormer(asked.instance, asked.action, asked.pattern);
  const nearest = answer.nearest && answer.nearest.id !== answer.rule?.id ? answer.nearest : null;
  return (
    <section className={`card stack ${answer.allowed ? 'fine' : 'wrong'}`} aria-labelledby="answer">
      <h2 id="answer">
        <Badge tone={answer.allowed ? 'good' : 'bad'} shape={answer.allowed ? '●' : '✖'} text={answer.allowed ? 'IT MAY' : 'IT MAY NOT'} />
      </h2>
      <p>{SAID[answer.reason](asked)}</p>
      <p className="muted mono">{answer.words}.</p>
      <dl className="facts">
        {answer.rule && (
          <>
            <dt>{DECIDED[answer.reason]}</dt>
            <dd>
              <Named grant={answer.rule} />
            </dd>
          </>
        )}
        {!answer.allowed && former && (
          <>
            <dt>Was {former.state.toLowerCase()}</dt>
            <dd>
              <Named grant={former} />
              {former.decidedBy && (
                <>
                  {' '}
                  by {former.decidedBy}, <Time at={former.decidedAt} shape="full" />: {former.decidedWhy || 'no reason said'}
                </>
              )}
            </dd>
          </>
        )}
        {nearest && (
          <>
            <dt>The nearest in force</dt>
            <dd>
              <Named grant={nearest} />
            </dd>
          </>
        )}
        {answer.waiting.length > 0 && (
          <>
            <dt>Waits for an approver, and would allow it</dt>
            <dd>
              <ul className="plain-list">
                {answer.waiting.map((grant) => (
                  <li key={grant.id}>
                    <Named grant={grant} />
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>Its pool</dt>
        <dd>{answer.ceiling}</dd>
      </dl>
      {!answer.allowed && answer.withinCeiling && answer.reason !== 'DENIED_BY_RULE' && answer.waiting.length === 0 && may('AUTHOR') && (
        <div className="actions">
          <Link to="/grants/request" search={asked as never} className="button">
            Request it
          </Link>
        </div>
      )}
    </section>
  );
}

export function WhyTab() {
  const [state, change] = useAddress(FIRST);
  const { instance, action, pattern } = state;
  const [form, setForm] = useState({ instance, action, pattern });
  useEffect(() => setForm({ instance, action, pattern }), [instance, action, pattern]);
  const isAsked = instance !== '' && pattern !== '';
  const query = useQuery({ ...access(instance, action, pattern), enabled: isAsked });
  const ask = (event: FormEvent) => {
    event.preventDefault();
    const next = { instance: form.instance.trim(), action: form.action, pattern: form.pattern.trim() };
    if (next.instance === instance && next.action === action && next.pattern === pattern) {
      void query.refetch();
    } else {
      change(next);
    }
  };
  return (
    <>
      <form className="card stack form" onSubmit={ask}>
        <Rule instance={form.instance} action={form.action as Action} pattern={form.pattern} onChange={(some) => setForm((before) => ({ ...before, ...some }))} />
        <div className="actions">
          <button type="submit" className="button button-main">
            Explain
          </button>
        </div>
      </form>
      {isAsked ? (
        <>
          <Asked query={query} what="why">
            {(answer) => <Answer answer={answer} asked={{ instance, action, pattern }} />}
          </Asked>
          {query.error instanceof Problem && query.error.status === 404 && (
            <p className="muted">
              Only what is managed here has grants here. Plugins that were started beside the manager have theirs in a file of their sidecar.
            </p>
          )}
        </>
      ) : (
        <Empty title="Say who, what and where">The answer names the grant that decides, as the sidecar of the instance would, and what to do next.</Empty>
      )}
    </>
  );
}
