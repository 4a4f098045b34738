import { Link } from '@tanstack/react-router';
import { useAddress } from '../../lib/address';
import { useMay } from '../../lib/roles';
import { Tabs } from '../../parts/Tabs';
import { ListTab } from './ListTab';
import { UnusedTab } from './UnusedTab';
import { WhyTab } from './WhyTab';

const FIRST = { tab: 'list' };
const TABS = [
  ['list', 'Grants', ListTab],
  ['why', 'Why can it, or not', WhyTab],
  ['unused', 'Not used', UnusedTab],
] as const;

export default function Grants() {
  const [{ tab }] = useAddress(FIRST);
  const may = useMay();
  const [shown, , Tab] = TABS.find(([id]) => id === tab) ?? TABS[0];
  return (
    <>
      <div className="page-head">
        <h1>Grants</h1>
        <span className="actions">
          {may('AUTHOR') && (
            <Link to="/grants/request" className="button">
              Request a grant
            </Link>
          )}
          {may('OPERATOR') && (
            <Link to="/grants/emergency" className="button">
              Break glass
            </Link>
          )}
        </span>
      </div>
      <Tabs label="Of grants" tabs={TABS} now={shown} />
      <Tab />
    </>
  );
}
