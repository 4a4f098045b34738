import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, lazy, useMemo } from 'react';
import { rows, standing } from '../../api/queries';
import type { Row } from '../../api/types';
import { useAddress } from '../../lib/address';
import { count, grouped, signOf, sum } from '../../lib/decimal';
import { useNudge } from '../../lib/nudge';
import { csv, save } from '../../lib/files';
import { worthLines } from '../../lib/worth';
import { Gain } from '../../parts/Badges';
import { Choice, SearchField } from '../../parts/Fields';
import { Asked, Empty } from '../../parts/States';
import { AsOf, StoreReader } from '../../parts/StoreStates';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';

const Chart = lazy(() => import('../../parts/Chart').then((found) => ({ default: found.Chart })));

const FIRST = { view: 'TRADE_DATE', portfolio: '', symbol: '', at: '', sort: 'symbol', cashSort: 'portfolio' };
type View = 'TRADE_DATE' | 'SETTLED' | 'PERFORMANCE';

const VIEWS: ReadonlyArray<readonly [View, string]> = [
  ['TRADE_DATE', 'Trade date (IBOR)'],
  ['SETTLED', 'Settled (ABOR)'],
  ['PERFORMANCE', 'Performance (PBOR)'],
];

function text(name: string, head: string, width: number, wide = false): Column<Row> {
  return { id: name, head, width, wide, value: (row) => row[name], cell: (row) => String(row[name] ?? '') };
}

function figure(name: string, head: string, wide = false, keep = 0): Column<Row> {
  return { id: name, head, width: 7, wide, numeric: true, value: (row) => row[name], cell: (row) => grouped(row[name] as string | null, keep) };
}

function gain(name: string, head: string): Column<Row> {
  return {
    id: name,
    head,
    width: 7.5,
    numeric: true,
    value: (row) => row[name],
    cell: (row) => <Gain text={grouped(row[name] as string | null, 2)} sign={signOf(row[name] as string | null)} />,
  };
}

const POSITIONS: Column<Row>[] = [
  text('portfolio', 'Portfolio', 8),
  text('symbol', 'Symbol', 6),
  text('venue', 'Venue', 6, true),
  figure('quantity', 'Quantity'),
  figure('average_price', 'Average', true, 2),
  figure('market_price', 'Market', true, 2),
  gain('realised', 'Made'),
  gain('unrealised', 'Not yet made'),
  figure('fees', 'Fees', true, 2),
  text('currency', 'In', 4),
  { id: 'time', head: 'Told', width: 9.5, wide: true, value: (row) => row.time, cell: (row) => <Time at={row.time as string} shape="millis" /> },
];
const CASH: Column<Row>[] = [
  text('portfolio', 'Portfolio', 8),
  text('currency', 'Currency', 6),
  figure('balance', 'Balance', false, 2),
  figure('available', 'Free', false, 2),
  figure('reserved', 'Reserved', true, 2),
  { id: 'time', head: 'Told', width: 9.5, wide: true, value: (row) => row.time, cell: (row) => <Time at={row.time as string} shape="millis" /> },
];

export default function Positions() {
  return (
    <StoreReader>
      <Book />
    </StoreReader>
  );
}

function Book() {
  const [state, change] = useAddress(FIRST);
  const view = state.view as View;
  const positions = useQuery(standing('positions', state.at));
  const cash = useQuery(standing('cash', state.at));
  const values = useInfiniteQuery(
    rows('values', { ...(state.portfolio && { portfolio: state.portfolio }), ...(state.at && { to: state.at }) }, state.at === '' ? 10_000 : false),
  );
  useNudge('positions', state.at === '', ['positions', 'cash', 'values']);
  const mine = (row: Row) =>
    row.view === view &&
    (state.portfolio === '' || row.portfolio === state.portfolio) &&
    (state.symbol === '' || row.symbol === undefined || row.symbol === state.symbol);
  return (
    <>
      <div className="page-head">
        <h1>Positions and gains</h1>
      </div>
      <div className="filters">
        <Choice label="View" value={view} options={VIEWS} onChange={(next) => change({ view: next })} />
        <SearchField label="Portfolio" value={state.portfolio} onChange={(portfolio) => change({ portfolio: portfolio.trim() })} />
        <SearchField label="Symbol" value={state.symbol} onChange={(symbol) => change({ symbol: symbol.trim() })} />
        <AsOf at={state.at} onChange={(at) => change({ at })} />
      </div>
      <Asked query={positions} what="positions">
        {(all) => {
          const shown = all.filter(mine);
          return shown.length === 0 ? (
            <Empty title="Nothing is held that is so">
              What is traded is here as soon as the book of record told of it. <Link to="/orders">Orders</Link>
            </Empty>
          ) : (
            <>
              <Totals held={shown} />
              <Table
                label="Positions"
                height="part"
                rows={shown}
                columns={POSITIONS}
                id={(row) => `${row.portfolio} ${row.venue} ${row.symbol}`}
                sort={state.sort}
                onSort={(sort) => change({ sort })}
              />
              <div className="actions">
                <button type="button" className="button" onClick={() => save('positions.csv', 'text/csv', csv(shown))}>
                  {count(shown.length)} as CSV
                </button>
              </div>
            </>
          );
        }}
      </Asked>
      <h2>Cash</h2>
      <Asked query={cash} what="cash">
        {(all) => {
          const shown = all.filter(mine);
          return shown.length === 0 ? (
            <p className="muted">No cash was told of in this view.</p>
          ) : (
            <Table
              label="Cash"
              height="part"
              rows={shown}
              columns={CASH}
              id={(row) => `${row.portfolio} ${row.currency}`}
              sort={state.cashSort}
              onSort={(cashSort) => change({ cashSort })}
            />
          );
        }}
      </Asked>
      <Worth told={useMemo(() => values.data?.pages.flatMap((page) => page.items) ?? [], [values.data])} view={view} />
      {values.hasNextPage && (
        <div className="actions">
          <button type="button" className="button" disabled={values.isFetchingNextPage} onClick={() => void values.fetchNextPage()}>
            Look further back
          </button>
        </div>
      )}
    </>
  );
}

/** Sums by currency: amounts of two currencies are never added. */
function Totals({ held }: { held: readonly Row[] }) {
  return (
    <div className="line">
      {[...new Set(held.map((row) => String(row.currency)))].sort().map((currency) => {
        const own = held.filter((row) => row.currency === currency);
        const total = (name: string) => sum(own.map((row) => row[name] as string | null));
        return (
          <p key={currency} className="card">
            <strong>{currency}</strong> made <Gain text={grouped(total('realised'), 2)} sign={signOf(total('realised'))} /> · not yet
            made <Gain text={grouped(total('unrealised'), 2)} sign={signOf(total('unrealised'))} /> · fees{' '}
            <span className="mono">{grouped(total('fees'), 2)}</span>
          </p>
        );
      })}
    </div>
  );
}

function Worth({ told, view }: { told: readonly Row[]; view: View }) {
  const { at, lines } = useMemo(() => worthLines(told, view), [told, view]);
  return at.length < 2 ? null : (
    <section className="card stack" aria-labelledby="worth">
      <h2 id="worth">Worth over time</h2>
      <p className="muted">
        {lines.map((line) => line.title).join(', ')}; {count(at.length)} times told.
      </p>
      <Suspense fallback={<p className="muted">Drawing …</p>}>
        <Chart label="What each portfolio was worth" at={at} lines={lines} />
      </Suspense>
    </section>
  );
}
