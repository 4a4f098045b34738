import { useAddress } from '../../lib/address';
import { Tabs } from '../../parts/Tabs';
import { ActsTab } from './ActsTab';
import { RecordsTab } from './RecordsTab';
import { VerifyTab } from './VerifyTab';

const FIRST = { tab: 'acts' };
const TABS = [
  ['acts', 'Who did what', ActsTab],
  ['records', 'Records of the bus', RecordsTab],
  ['verify', 'Proof', VerifyTab],
] as const;

export default function Audit() {
  const [{ tab }] = useAddress(FIRST);
  const [shown, , Tab] = TABS.find(([id]) => id === tab) ?? TABS[0];
  return (
    <>
      <h1>Audit</h1>
      <Tabs label="Of the audit log" tabs={TABS} now={shown} />
      <Tab />
    </>
  );
}
