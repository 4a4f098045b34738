// One instrument: its bars, what was filled on them, and its quote and order book just now.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Row } from '../../api/types';
import { useAddress } from '../../lib/address';
import { count, grouped } from '../../lib/decimal';
import { RESOLUTIONS, barsOf, candles, fillsOf, instrumentOf, marks, secondsOf } from '../../lib/market';
import { Choice, SearchField } from '../../parts/Fields';
import { Asked, Empty } from '../../parts/States';
import { AsOf, StoreReader } from '../../parts/StoreStates';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';
import { Candles } from './Candles';
import { Depth } from './Depth';
import { LastQuote, useQuotes } from './LastQuote';
import { type Past, instruments, past } from './read';
import '../../styles/market.css';

const FIRST = { of: '', resolution: '1m', portfolio: '', at: '', bars: '-begin', fills: '-time' };
const SYMBOL = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+$/;

function figure(name: string, head: string, width: number, wide = false): Column<Row> {
  return { id: name, head, width, wide, numeric: true, value: (row) => row[name], cell: (row) => grouped(row[name] as string | null) };
}

const BARS: Column<Row>[] = [
  { id: 'begin', head: 'From', width: 11, value: (row) => row.begin, cell: (row) => <Time at={row.begin as string} /> },
  figure('open', 'Open', 6.5),
  figure('high', 'High', 6.5, true),
  figure('low', 'Low', 6.5, true),
  figure('close', 'Close', 6.5),
  figure('volume', 'Volume', 7),
  { id: 'made_of', head: 'Made of', width: 6.5, wide: true, cell: (row) => String(row.made_of) },
];
const FILLS: Column<Row>[] = [
  { id: 'time', head: 'At', width: 9, value: (row) => row.time, cell: (row) => <Time at={row.time as string} shape="millis" /> },
  { id: 'portfolio', head: 'Portfolio', width: 8, value: (row) => row.portfolio, cell: (row) => String(row.portfolio) },
  { id: 'side', head: 'Side', width: 4.5, value: (row) => row.side, cell: (row) => String(row.side) },
  figure('quantity', 'Quantity', 6.5),
  figure('price', 'Price', 7),
  {
    id: 'order_id',
    head: 'Order',
    wide: true,
    value: (row) => row.order_id,
    cell: (row) => (
      <Link to="/orders" search={{ order: String(row.order_id) } as never} className="mono">
        {String(row.order_id)}
      </Link>
    ),
  },
];

/** How many digits behind the point prices have. */
function placesOf(bars: readonly Row[]): number {
  return Math.min(8, Math.max(2, ...bars.slice(-50).map((row) => (grouped(row.close as string).split('.')[1] ?? '').length)));
}

function Chart({ found, venue, symbol }: { found: Past; venue: string; symbol: string }) {
  const [state, change] = useAddress(FIRST);
  const seconds = secondsOf(state.resolution);
  const quotes = useQuotes(`platform.data.quote.${venue}.${symbol}`);
  const bars = useMemo(() => barsOf(found.bars, venue), [found, venue]);
  const all = useMemo(() => fillsOf(found.fills, venue), [found, venue]);
  const portfolios = [...new Set(all.map((row) => String(row.portfolio)))].sort();
  const fills = useMemo(() => (state.portfolio === '' ? all : all.filter((row) => row.portfolio === state.portfolio)), [all, state.portfolio]);
  const drawn = useMemo(() => candles(bars), [bars]);
  const marked = useMemo(() => marks(fills, drawn, seconds), [fills, drawn, seconds]);
  const currency = String(bars.at(-1)?.currency ?? '');
  const label = `${venue}.${symbol}, ${count(bars.length)} bars of ${state.resolution}, ${count(fills.length)} fills; the tables under it say the same`;
  return (
    <>
      {quotes.problem !== '' && <p className="note note-warn">{quotes.problem}</p>}
      {found.isCut && <p className="note note-warn">The store has more of this time than is read at once; the oldest is left out. Choose longer bars.</p>}
      <div className="market-now">
        <section className="card stack" aria-labelledby="chart">
          <h2 id="chart">
            {venue}.{symbol} {currency && <span className="muted">in {currency}</span>}
          </h2>
          {state.at === '' && <LastQuote hear={quotes.hear} currency={currency} />}
          {bars.length === 0 ? (
            <Empty title="The store has no bars of it in this time">
              Choose longer bars or another time. Bars are made of the trades that the store wrote down; what nobody traded has none.
            </Empty>
          ) : (
            <>
              <Candles name={`${venue}.${symbol} ${state.at}`} label={label} candles={drawn} marks={marked} places={placesOf(bars)} seconds={seconds} listen={state.at === '' ? quotes.listen : null} />
              <p className="muted legend-market">
                Hollow: it rose. Filled: it fell. ▲ bought, ▼ sold. Drawn with{' '}
                <a href="https://www.tradingview.com/" rel="noreferrer">
                  Lightweight Charts by TradingView
                </a>
                .
              </p>
            </>
          )}
        </section>
        {state.at === '' ? (
          <Depth venue={venue} symbol={symbol} currency={currency} />
        ) : (
          <section className="card stack" aria-labelledby="depth">
            <h2 id="depth">Order book</h2>
            <p className="muted">Books are not stored: there is one of now alone.</p>
          </section>
        )}
      </div>
      <div className="filters">
        <Choice
          label="Fills of"
          value={state.portfolio}
          options={[['', 'all portfolios'], ...[...new Set([...portfolios, ...(state.portfolio ? [state.portfolio] : [])])].map((name) => [name, name] as const)]}
          onChange={(portfolio) => change({ portfolio })}
        />
      </div>
      <section className="stack" aria-labelledby="fills">
        <h2 id="fills">Fills: {count(fills.length)}</h2>
        {fills.length === 0 ? (
          <p className="muted">None in this time.</p>
        ) : (
          <Table label="Fills" rows={fills} columns={FILLS} id={(row) => `${row.portfolio} ${row.trade_id} ${row.kind}`} sort={state.fills} onSort={(next) => change({ fills: next })} height="part" />
        )}
      </section>
      <section className="stack" aria-labelledby="bars">
        <h2 id="bars">Bars: {count(bars.length)}</h2>
        {bars.length > 0 && (
          <Table label="Bars" rows={bars} columns={BARS} id={(row) => String(row.begin)} sort={state.bars} onSort={(next) => change({ bars: next })} height="part" />
        )}
      </section>
    </>
  );
}

function One({ venue, symbol }: { venue: string; symbol: string }) {
  const [{ resolution, at }] = useAddress(FIRST);
  const query = useQuery(past(symbol, resolution, secondsOf(resolution), at));
  return (
    <Asked query={query} what="bars and fills">
      {(found) => <Chart key={`${venue} ${symbol}`} found={found} venue={venue} symbol={symbol} />}
    </Asked>
  );
}

function Reader() {
  const [state, change] = useAddress(FIRST);
  const known = useQuery(instruments);
  const names = useMemo(() => (known.data ?? []).map((row) => `${row.venue}.${row.symbol}`).sort(), [known.data]);
  const chosen = state.of || names[0] || '';
  const one = SYMBOL.test(chosen) ? instrumentOf(chosen) : null;
  return (
    <>
      <h1>Market</h1>
      <div className="filters">
        <SearchField label="Instrument" value={chosen} placeholder="XNAS.AAPL" list={names} onChange={(of) => change({ of: of.trim() })} />
        <Choice
          label="Bars of"
          value={state.resolution}
          options={RESOLUTIONS.map(([value, title]) => [value, title] as const)}
          onChange={(resolution) => change({ resolution })}
        />
        <AsOf at={state.at} onChange={(at) => change({ at })} />
      </div>
      {one ? (
        <One {...one} />
      ) : chosen !== '' ? (
        <Empty title="This is no instrument">Write its venue and its symbol, as in XNAS.AAPL.</Empty>
      ) : (
        <Asked query={known} what="which instruments there are">
          {() => <Empty title="The store knows no quote yet">When a market data plugin publishes quotes and the store runs, its instruments are listed here. Or write one, as in XNAS.AAPL.</Empty>}
        </Asked>
      )}
    </>
  );
}

export default function Market() {
  return (
    <StoreReader>
      <Reader />
    </StoreReader>
  );
}
