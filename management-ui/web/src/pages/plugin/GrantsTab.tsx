import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { grants } from '../../api/queries';
import type { Instance } from '../../api/types';
import { useMay } from '../../lib/roles';
import { Asked, Empty } from '../../parts/States';
import { Table } from '../../parts/Table';
import { GRANT_COLUMNS } from '../grants/columns';

const COLUMNS = GRANT_COLUMNS.filter((column) => column.id !== 'instance');

export function GrantsTab({ found }: { found: Instance }) {
  const query = useQuery(grants({ instance: found.name }));
  const may = useMay();
  return (
    <>
      <div className="line">
        {may('AUTHOR') && (
          <Link to="/grants/request" search={{ instance: found.name } as never} className="button">
            Request a grant
          </Link>
        )}
        {may('OPERATOR') && (
          <Link to="/grants/emergency" search={{ instance: found.name } as never} className="button">
            Break glass
          </Link>
        )}
      </div>
      <Asked query={query} what="its grants">
        {(all) =>
          all.length === 0 ? (
            <Empty title="Nothing was asked for">What is not granted is denied: it can neither say nor hear anything.</Empty>
          ) : (
            <Table label={`Grants of ${found.name}`} rows={all} columns={COLUMNS} id={(row) => row.id} />
          )
        }
      </Asked>
    </>
  );
}
