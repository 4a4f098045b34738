import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type DataFilter, rows } from '../../api/queries';
import type { Row } from '../../api/types';
import { useAddress } from '../../lib/address';
import { count, grouped } from '../../lib/decimal';
import { useNudge } from '../../lib/nudge';
import { csv, jsonLines, save } from '../../lib/files';
import { Badge } from '../../parts/Badges';
import { Choice, SearchField } from '../../parts/Fields';
import { Empty } from '../../parts/States';
import { AsOf, Pages, StoreReader } from '../../parts/StoreStates';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';

const FIRST = { view: 'orders', portfolio: '', symbol: '', order: '', state: '', at: '', sort: '' };
type View = 'orders' | 'fills';

const OVER: Record<string, string> = { FILLED: 'good', REJECTED: 'bad', COMPLIANCE_REJECTED: 'bad', SUSPENDED: 'warn' };
const OPEN = ['OPEN', 'PARTIALLY_FILLED', 'PENDING_CANCEL', 'PENDING_MODIFY', 'PENDING_COMPLIANCE', 'COMPLIANCE_APPROVED', 'CREATED', 'SUSPENDED'];

function text(name: string, head: string, width?: number, wide = false): Column<Row> {
  return { id: name, head, ...(width ? { width } : {}), wide, value: (row) => row[name], cell: (row) => <span title={String(row[name] ?? '')}>{String(row[name] ?? '')}</span> };
}

function figure(name: string, head: string, width: number, wide = false, keep = 0): Column<Row> {
  return { id: name, head, width, wide, numeric: true, value: (row) => row[name], cell: (row) => grouped(row[name] as string | null, keep) };
}

const TIME: Column<Row> = { id: 'time', head: 'At', width: 8.5, value: (row) => row.time, cell: (row) => <Time at={row.time as string} shape="millis" /> };
const ORDER: Column<Row> = {
  id: 'order_id',
  head: 'Order',
  width: 13,
  value: (row) => row.order_id,
  cell: (row) => (
    <Link to="/orders" search={{ order: String(row.order_id) } as never} className="mono" title={String(row.order_id)}>
      {String(row.order_id)}
    </Link>
  ),
};
const TRACE: Column<Row> = {
  id: 'trace',
  head: 'Trace',
  width: 5,
  cell: (row) =>
    row.trace ? (
      <Link to="/trace/$id" params={{ id: String(row.trace) }} aria-label={`Follow the trace of ${String(row.order_id)}`}>
        follow
      </Link>
    ) : null,
};
const SIDE: Column<Row> = { id: 'side', head: 'Side', width: 5, value: (row) => row.side, cell: (row) => String(row.side) };
const STATE: Column<Row> = {
  id: 'state',
  head: 'State',
  width: 12.5,
  value: (row) => row.state,
  cell: (row) => <Badge tone={OVER[String(row.state)] ?? (OPEN.includes(String(row.state)) ? 'wait' : 'still')} text={String(row.state).replaceAll('_', ' ')} />,
};

const ORDERS: Column<Row>[] = [
  TIME,
  text('portfolio', 'Portfolio', 6),
  text('symbol', 'Symbol', 5),
  SIDE,
  figure('quantity', 'Quantity', 5.5),
  figure('filled', 'Filled', 5),
  figure('average_price', 'Average', 6, true, 2),
  STATE,
  text('reason', 'Reason', undefined, true),
  ORDER,
  TRACE,
];
const FILLS: Column<Row>[] = [
  TIME,
  text('portfolio', 'Portfolio', 6),
  text('symbol', 'Symbol', 5),
  SIDE,
  figure('quantity', 'Quantity', 5.5),
  figure('price', 'Price', 7, false, 2),
  figure('fee', 'Fee', 6, true, 2),
  text('kind', 'Kind', 5, true),
  text('venue', 'Venue', 6, true),
  ORDER,
  TRACE,
];

/** Each order as it stood last: rows come with the latest first. */
export function lastOfEach(all: readonly Row[]): Row[] {
  const seen = new Set<unknown>();
  return all.filter((row) => !seen.has(row.order_id) && seen.add(row.order_id));
}

export default function Orders() {
  return (
    <StoreReader>
      <Blotter />
    </StoreReader>
  );
}

function Blotter() {
  const [state, change] = useAddress(FIRST);
  const view: View = state.view === 'fills' ? 'fills' : 'orders';
  const filter: DataFilter = {
    ...(state.portfolio && { portfolio: state.portfolio }),
    ...(state.symbol && { symbol: state.symbol }),
    ...(state.order && { order: state.order }),
    ...(state.at && { to: state.at }),
  };
  const query = useInfiniteQuery(rows(view, filter, state.at === '' ? 10_000 : false));
  useNudge('orders', state.at === '', [view]);
  // One order is shown with all that happened to it.
  const whole = state.order !== '';
  const pick = useMemo(
    () => (all: Row[]) => {
      const some = view === 'orders' && !whole ? lastOfEach(all) : all;
      return some.filter(
        (row) => state.state === '' || (state.state === 'open' ? OPEN.includes(String(row.state)) : row.state === state.state),
      );
    },
    [view, whole, state.state],
  );
  return (
    <>
      <div className="page-head">
        <h1>{whole ? 'Order' : 'Orders'}</h1>
        {whole && (
          <>
            <code>{state.order}</code>
            <Link to="/trace/$id" params={{ id: state.order }} className="button">
              Follow it from tick to book
            </Link>
          </>
        )}
      </div>
      <div className="filters">
        <Choice
          label="Show"
          value={view}
          options={[
            ['orders', whole ? 'What happened to it' : 'Orders, as each stood last'],
            ['fills', 'Fills'],
          ]}
          onChange={(next) => change({ view: next, state: '', sort: '' })}
        />
        {view === 'orders' && (
          <Choice
            label="State"
            value={state.state}
            options={[
              ['', 'All'],
              ['open', 'Open'],
              ['FILLED', 'Filled'],
              ['CANCELLED', 'Cancelled'],
              ['REJECTED', 'Rejected by the venue'],
              ['COMPLIANCE_REJECTED', 'Rejected by compliance'],
            ]}
            onChange={(next) => change({ state: next })}
          />
        )}
        <SearchField label="Portfolio" value={state.portfolio} onChange={(portfolio) => change({ portfolio: portfolio.trim() })} />
        <SearchField label="Symbol" value={state.symbol} onChange={(symbol) => change({ symbol: symbol.trim() })} />
        <SearchField label="Order" value={state.order} onChange={(order) => change({ order: order.trim() })} />
        <AsOf at={state.at} onChange={(at) => change({ at })} />
      </div>
      <Pages query={query} what={view}>
        {(all) => {
          const shown = pick(all);
          return shown.length === 0 ? (
            <Empty title={all.length === 0 ? 'Nothing was traded that is so' : 'None is in that state'}>
              {all.length === 0 ? 'Look at another time, or at fewer conditions.' : 'Older ones may be; or show all states.'}
            </Empty>
          ) : (
            <>
              <div className="line">
                <span className="muted">{count(shown.length)} shown</span>
                <span className="actions push">
                  <button type="button" className="button" onClick={() => save(`${view}.csv`, 'text/csv', csv(shown))}>
                    CSV
                  </button>
                  <button type="button" className="button" onClick={() => save(`${view}.jsonl`, 'application/jsonl', jsonLines(shown))}>
                    JSONL
                  </button>
                </span>
              </div>
              <Table
                label={view === 'orders' ? 'Orders' : 'Fills'}
                rows={shown}
                columns={view === 'orders' ? ORDERS : FILLS}
                id={(row) => `${row.order_id} ${row.number ?? row.trade_id} ${row.kind ?? ''}`}
                sort={state.sort}
                onSort={(sort) => change({ sort })}
              />
            </>
          );
        }}
      </Pages>
    </>
  );
}
