import { useAddress } from '../../lib/address';
import { Looks } from '../../parts/Looks';
import { Tabs } from '../../parts/Tabs';
import { BackupsTab } from './BackupsTab';
import { PeopleTab } from './PeopleTab';
import { RetentionTab } from './RetentionTab';
import { TokensTab } from './TokensTab';
import { YouTab } from './YouTab';

function LooksTab() {
  return (
    <section className="card form">
      <Looks />
    </section>
  );
}

const FIRST = { tab: 'looks' };
const TABS = [
  ['looks', 'How pages look', LooksTab],
  ['you', 'You', YouTab],
  ['tokens', 'Tokens', TokensTab],
  ['people', 'People', PeopleTab],
  ['retention', 'Retention', RetentionTab],
  ['backups', 'Backups', BackupsTab],
] as const;

export default function Settings() {
  const [{ tab }] = useAddress(FIRST);
  const [shown, , Tab] = TABS.find(([id]) => id === tab) ?? TABS[0];
  return (
    <>
      <h1>Settings</h1>
      <Tabs label="Settings" tabs={TABS} now={shown} />
      <Tab />
    </>
  );
}
