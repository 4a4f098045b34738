// What is wrong first; then what changed, and how things go.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, useMemo } from 'react';
import { grants, instances, lastActs, neighbours, status } from '../../api/queries';
import type { Instance, Level, Status } from '../../api/types';
import { announce } from '../../lib/announce';
import { count } from '../../lib/decimal';
import { sorted } from '../../lib/order';
import { useMay } from '../../lib/roles';
import { LevelBadge, SEVERITY } from '../../parts/Badges';
import { HealthStrip } from '../../parts/HealthStrip';
import { PowerIcon } from '../../parts/Icons';
import { Neighbours } from '../../parts/Neighbours';
import { Asked, Empty } from '../../parts/States';
import { Since } from '../../parts/Time';
import { WhatToDo } from '../../parts/WhatToDo';
import { ActLine } from '../audit/ActLine';

// Charts come after the first look.
const Rates = lazy(() => import('./Rates'));
const Worth = lazy(() => import('./Worth'));

const BAD: readonly Level[] = ['FAILED', 'DEGRADED'];
const MOST_STRIPS = 40;

export default function Overview() {
  const all = useQuery(instances);
  const now = useQuery(status);
  const may = useMay();
  return (
    <>
      <div className="page-head">
        <h1>Overview</h1>
        {now.data && (
          <span className="muted">
            {count(now.data.running)} of {count(now.data.instances)} plugins run · version {now.data.version}
          </span>
        )}
      </div>
      <Asked query={all} what="how everything is">
        {(found) => (
          <>
            <Wrong found={found} now={now.data} />
            <Strips found={found} />
            <Neighbours />
          </>
        )}
      </Asked>
      <div className="columns columns-half">
        <Suspense fallback={<section className="card">Loading …</section>}>
          <Rates />
        </Suspense>
        {may('VIEWER', 'OPERATOR', 'APPROVER', 'ADMIN') && (
          <Suspense fallback={<section className="card">Loading …</section>}>
            <Worth />
          </Suspense>
        )}
      </div>
      <Lately />
    </>
  );
}

function Wrong({ found, now }: { found: Instance[]; now: Status | undefined }) {
  const may = useMay();
  const waiting = useQuery(grants({ state: 'REQUESTED' })).data?.length ?? 0;
  const bad = useMemo(
    () => sorted(found.filter((each) => BAD.includes(each.health.level)), 'bad', (each) => SEVERITY[each.health.level]),
    [found],
  );
  const others = (useQuery(neighbours).data ?? []).filter((each) => BAD.includes(each.level));
  const holding = now?.holding ?? [];
  const names = [
    ...bad.map((each) => `${each.name} is ${each.health.level.toLowerCase()}`),
    ...others.map((each) => `${each.name} is ${each.level.toLowerCase()}`),
  ].join(', ');
  useEffect(() => {
    if (names !== '') {
      announce(names);
    }
  }, [names]);
  const containers = now?.containers ?? [];
  const isFine = bad.length === 0 && others.length === 0 && holding.length === 0 && containers.length === 0;
  return (
    <section className={`card stack ${isFine ? 'fine' : 'wrong'}`} aria-labelledby="wrong">
      <h2 id="wrong">{isFine ? '✓ Nothing is wrong' : 'What is wrong'}</h2>
      {isFine && (
        <p className="muted">
          {found.length === 0 ? 'No plugin is managed here yet.' : 'All plugins that are to run do, and no kill holds.'}
        </p>
      )}
      {!isFine && (
        <ul className="plain-list">
          {holding.map((kill) => (
            <li key={kill.id} className="line">
              <strong className="loss">
                <PowerIcon /> Orders are stopped
              </strong> by {kill.setBy}, for <Since at={kill.setAt} />: {kill.why}
              <Link to="/controls">Controls</Link>
            </li>
          ))}
          {containers.map((reason) => (
            <li key={reason}>
              <strong className="loss">✖ No container can be started</strong>: {reason}
            </li>
          ))}
          {bad.map((each) => (
            <li key={each.name} className="line">
              <LevelBadge level={each.health.level} />
              <Link to="/plugins/$name" params={{ name: each.name }}>
                {each.name}
              </Link>
              <span>{each.health.reasons.join('; ') || each.phase.toLowerCase()}</span>
              <span className="muted">
                for <Since at={each.health.since} />
              </span>
              <WhatToDo found={each} />
            </li>
          ))}
          {others.map((each) => (
            <li key={`other ${each.name}`} className="line">
              <LevelBadge level={each.level} />
              <strong>{each.name}</strong>
              <span>{each.reasons.join('; ')}</span>
            </li>
          ))}
        </ul>
      )}
      {waiting > 0 && (
        <p>
          <Link to="/grants">
            {count(waiting)} {waiting === 1 ? 'grant waits' : 'grants wait'}
          </Link>{' '}
          for {may('APPROVER') ? 'a decision' : 'an approver'}.
        </p>
      )}
    </section>
  );
}

function Strips({ found }: { found: Instance[] }) {
  const shown = useMemo(() => sorted(found, 'bad', (each) => SEVERITY[each.health.level]).slice(0, MOST_STRIPS), [found]);
  if (found.length === 0) {
    return (
      <Empty title="No plugin is managed here yet">
        An author registers one and makes an instance of it: <Link to="/register">Register</Link>.
      </Empty>
    );
  }
  return (
    <section className="card stack" aria-labelledby="strips">
      <h2 id="strips">Plugins, the last 24 hours</h2>
      <ul className="plain-list strips">
        {shown.map((each) => (
          <li key={each.name}>
            <Link to="/plugins/$name" params={{ name: each.name }}>
              {each.name}
            </Link>
            <LevelBadge level={each.health.level} />
            <HealthStrip name={each.name} />
            <span className="muted strip-words" title={each.health.reasons.join('; ')}>
              for <Since at={each.health.since} />
              {each.health.reasons.length > 0 && `: ${each.health.reasons.join('; ')}`}
            </span>
          </li>
        ))}
      </ul>
      {found.length > shown.length && (
        <Link to="/plugins">All {count(found.length)} plugins</Link>
      )}
    </section>
  );
}

function Lately() {
  const query = useQuery(lastActs);
  return (
    <section className="card stack" aria-labelledby="lately">
      <h2 id="lately">What was done lately</h2>
      <Asked query={query} what="what was done">
        {(page) =>
          page.items.length === 0 ? (
            <p className="muted">Nothing yet.</p>
          ) : (
            <ul className="plain-list">
              {page.items.map((act) => (
                <ActLine key={act.id} act={act} />
              ))}
            </ul>
          )
        }
      </Asked>
      <Link to="/audit">All of it</Link>
    </section>
  );
}
