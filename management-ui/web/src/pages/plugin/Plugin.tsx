import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { instance } from '../../api/queries';
import type { Instance } from '../../api/types';
import { useAddress } from '../../lib/address';
import { LevelBadge } from '../../parts/Badges';
import { HealthStrip } from '../../parts/HealthStrip';
import { Asked } from '../../parts/States';
import { Tabs } from '../../parts/Tabs';
import { WhatToDo } from '../../parts/WhatToDo';
import { Since, Time } from '../../parts/Time';
import { Actions } from './Actions';
import { HealthTab } from './HealthTab';
import { GrantsTab } from './GrantsTab';
import { Logs } from './Logs';
import { SettingsTab } from './SettingsTab';
import { TrafficTab } from './TrafficTab';
import { VersionsTab } from './VersionsTab';

const FIRST = { tab: 'logs' };
const TABS = [
  ['logs', 'Logs', Logs],
  ['health', 'Health', HealthTab],
  ['traffic', 'Traffic', TrafficTab],
  ['grants', 'Grants', GrantsTab],
  ['settings', 'Settings', SettingsTab],
  ['versions', 'Versions', VersionsTab],
] as const;

export default function Plugin() {
  const { name } = useParams({ strict: false }) as { name: string };
  const query = useQuery(instance(name));
  return (
    <Asked query={query} what={name}>
      {(found) => <Shown key={found.name} found={found} />}
    </Asked>
  );
}

function Shown({ found }: { found: Instance }) {
  const [{ tab }] = useAddress(FIRST);
  const [id, , Tab] = TABS.find(([each]) => each === tab) ?? TABS[0];
  const { level, reasons, since } = found.health;
  return (
    <>
      <div className="page-head">
        <h1>{found.name}</h1>
        <LevelBadge level={level} />
        <span className="muted">
          for <Since at={since} />
        </span>
        <Actions found={found} />
      </div>
      {reasons.length > 0 && (
        <ul className={`note ${level === 'FAILED' ? 'note-bad' : level === 'DEGRADED' ? 'note-warn' : ''} reasons`}>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <WhatToDo found={found} />
      <div className="card plugin-facts">
        <dl className="facts">
          <dt>Plugin</dt>
          <dd>
            {found.plugin} <span className="mono">{found.version}</span>, pool {found.pool}, as a {found.runtime}
          </dd>
          <dt>Is to be</dt>
          <dd>
            {found.desired.toLowerCase()}; it is {found.phase.replace('_', ' ').toLowerCase()}
            {(found.crashes ?? 0) > 0 && `, crashed ${found.crashes} times in ten minutes`}
          </dd>
          <dt>Runs</dt>
          <dd>
            {found.unit?.running ? (
              <>
                {found.unit.id}, since <Time at={found.unit.startedAt} />
              </>
            ) : (
              'no'
            )}
            {found.latched && ', its orders are stopped'}
            {found.observing && ', in observe mode: its orders wait for a re-arm'}
          </dd>
          <dt>Made</dt>
          <dd>
            by {found.createdBy}, <Time at={found.createdAt} shape="full" />
            {found.needs.length > 0 && <> · needs {found.needs.join(', ')}</>}
          </dd>
        </dl>
        <div>
          <p className="muted">
            <small>Last 24 hours</small>
          </p>
          <HealthStrip name={found.name} />
        </div>
      </div>
      <Tabs label={`About ${found.name}`} tabs={TABS} now={id} />
      <Tab found={found} />
    </>
  );
}
