// One run: what it came to, what it was, and how the portfolio has done since beside it.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Report as Told, backtest } from '../../api/backtests';
import { useAddress } from '../../lib/address';
import { GROUPS, shown, titleOf } from '../../lib/backtests';
import { count } from '../../lib/decimal';
import { drawdowns } from '../../lib/returns';
import { Chart } from '../../parts/Chart';
import { Asked } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Tabs } from '../../parts/Tabs';
import { Time } from '../../parts/Time';
import { AgainstLive } from './AgainstLive';
import '../../styles/backtests.css';

const FIRST = { tab: 'report', points: 'at' };
const TABS = [
  ['report', 'Report'],
  ['live', 'Against live'],
] as const;

export default function Report() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(backtest(id));
  return (
    <Asked query={query} what="the run">
      {(report) => <Shown report={report} />}
    </Asked>
  );
}

function Shown({ report }: { report: Told }) {
  const [{ tab }] = useAddress(FIRST);
  return (
    <>
      <div className="page-head">
        <h1>Backtest of {titleOf(report)}</h1>
        <Link to="/backtests" search={{ runs: report.id } as never} className="button">
          Compare with others
        </Link>
      </div>
      <Tabs label="Backtest" tabs={TABS} now={tab === 'live' ? 'live' : 'report'} />
      {tab === 'live' ? <AgainstLive report={report} /> : <Whole report={report} />}
    </>
  );
}

const TILES = ['Total return', 'Sharpe ratio', 'Deepest drawdown', 'Volatility, a year', 'Round trips', 'Fees'];

function Whole({ report }: { report: Told }) {
  const figures = GROUPS.flatMap((group) => group.figures);
  return (
    <>
      <dl className="tiles">
        {TILES.map((title) => {
          const figure = figures.find((each) => each.title === title);
          return (
            figure && (
              <div key={title} className="card">
                <dt>{title}</dt>
                <dd className="mono">{shown(figure.kind, figure.of(report))}</dd>
              </div>
            )
          );
        })}
      </dl>
      {report.cautions.length > 0 && (
        <section className="note note-warn" aria-labelledby="cautions">
          <h2 id="cautions">Read with care</h2>
          <ul className="reasons">
            {report.cautions.map((caution) => (
              <li key={caution}>{caution}</li>
            ))}
          </ul>
        </section>
      )}
      <Worth report={report} />
      <section className="stack" aria-labelledby="figures">
        <h2 id="figures">Figures</h2>
        <div className="figure-groups">
          {GROUPS.map((group) => (
            <table key={group.name} className="card figures">
              <caption>{group.name}</caption>
              <tbody>
                {group.figures.map((figure) => (
                  <tr key={figure.title}>
                    <th scope="row">{figure.title}</th>
                    <td className="numeric mono">{shown(figure.kind, figure.of(report))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ))}
        </div>
        <p className="muted">
          Amounts are in {report.run.currency}. Ratios are of daily returns over a risk-free rate of zero; what is a year of a run under 30 days is not defined.
        </p>
      </section>
      <Refused report={report} />
      <Held report={report} />
      <WhatRan report={report} />
    </>
  );
}

interface Point {
  /** Two points may share a millisecond. */
  index: number;
  at: number;
  value: number;
  drawdown: number;
  gross: number;
  net: number;
}

const POINTS: Column<Point>[] = [
  { id: 'at', head: 'At', width: 11, value: (row) => row.at, cell: (row) => <Time at={new Date(row.at).toISOString()} shape="full" /> },
  { id: 'value', head: 'Value', numeric: true, value: (row) => row.value, cell: (row) => shown('money', row.value) },
  { id: 'drawdown', head: 'Drawdown', numeric: true, value: (row) => row.drawdown, cell: (row) => shown('percent', row.drawdown) },
  { id: 'gross', head: 'Gross exposure', numeric: true, wide: true, value: (row) => row.gross, cell: (row) => shown('money', row.gross) },
  { id: 'net', head: 'Net exposure', numeric: true, wide: true, value: (row) => row.net, cell: (row) => shown('money', row.net) },
];

function Worth({ report }: { report: Told }) {
  const [state, change] = useAddress(FIRST);
  const { equity } = report;
  const { at, below, points } = useMemo(() => {
    const depths = drawdowns(equity.value);
    return {
      at: equity.time_ms.map((each) => each / 1000),
      below: depths,
      points: equity.time_ms.map(
        (each, i): Point => ({ index: i, at: each, value: equity.value[i] as number, drawdown: depths[i] as number, gross: equity.gross[i] as number, net: equity.net[i] as number }),
      ),
    };
  }, [equity]);
  const value = useMemo(() => [{ title: 'Net asset value', values: equity.value }], [equity]);
  const depth = useMemo(() => [{ title: 'Drawdown', values: below }], [below]);
  const exposure = useMemo(
    () => [
      { title: 'Gross', values: equity.gross },
      { title: 'Net', values: equity.net },
    ],
    [equity],
  );
  return (
    <section className="card stack" aria-labelledby="worth">
      <h2 id="worth">What it was worth</h2>
      <h3>Net asset value, {report.run.currency}</h3>
      <Chart label="Net asset value over time; the table below has each value" at={at} lines={value} times="date" />
      <h3>Drawdown from the peak</h3>
      <Chart label="Drawdown from the peak over time; the table below has each value" at={at} lines={depth} times="date" percent />
      <h3>Exposure, {report.run.currency}</h3>
      <Chart label="Gross and net exposure over time; the table below has each value" at={at} lines={exposure} times="date" />
      <details>
        <summary>As a table: {count(points.length)} points</summary>
        <Table label="What it was worth over time" rows={points} columns={POINTS} id={(row) => `${row.index}`} sort={state.points} onSort={(next) => change({ points: next })} height="part" />
      </details>
    </section>
  );
}

function Refused({ report }: { report: Told }) {
  return report.orders.refusals.length === 0 ? null : (
    <section className="card stack" aria-labelledby="refused">
      <h2 id="refused">Refused orders</h2>
      <ul className="plain-list">
        {report.orders.refusals.map((each) => (
          <li key={each.code}>
            <strong>{count(each.count)}</strong> <code>{each.code}</code> The first at <Time at={each.first} shape="full" />: {each.sentence}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Held({ report }: { report: Told }) {
  return (
    <section className="card stack" aria-labelledby="held">
      <h2 id="held">Positions at the end</h2>
      {report.positions.length === 0 ? (
        <p className="muted">None: everything was closed.</p>
      ) : (
        <ul className="plain-list">
          {report.positions.map((each) => (
            <li key={`${each.venue} ${each.symbol}`}>
              <strong>
                {each.venue}.{each.symbol}
              </strong>{' '}
              <span className="mono">
                {count(each.quantity)} at {shown('money', each.average_price)}, now {shown('money', each.price)}: {shown('money', each.unrealised)} not yet made
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function WhatRan({ report }: { report: Told }) {
  const { run, sweep } = report;
  const settings = Object.entries(run.settings);
  return (
    <section className="card stack" aria-labelledby="ran">
      <h2 id="ran">What was run</h2>
      <dl className="facts">
        <dt>Ended</dt>
        <dd>
          <Time at={report.ended} shape="full" />, after {run.wall_seconds.toFixed(1)} s
        </dd>
        <dt>Plugins</dt>
        <dd>{report.plugins.map((each) => `${each.instance}${each.instance === each.id ? '' : ` (${each.id})`} ${each.version}`.trim()).join(', ')}</dd>
        <dt>Portfolio</dt>
        <dd>
          {report.portfolio}, opened with {shown('money', run.opening_cash)} {run.currency}
        </dd>
        <dt>Data</dt>
        <dd>{run.data}</dd>
        <dt>Period</dt>
        <dd>
          <Time at={run.begin} shape="full" /> – <Time at={run.end} shape="full" />, {count(run.events)} events, {count(run.bars)} of them bars
        </dd>
        <dt>Seed</dt>
        <dd className="mono">{run.seed}</dd>
        <dt>Settings</dt>
        <dd>
          {settings.length === 0
            ? 'all as the plugins have them'
            : settings.map(([name, value]) => (
                <div key={name} className="mono">
                  {name} = {value}
                </div>
              ))}
        </dd>
        {sweep && (
          <>
            <dt>Sweep</dt>
            <dd>
              The best of {count(sweep.tried)} by {sweep.rank_by}:{' '}
              {Object.entries(sweep.axes)
                .map(([name, values]) => `${name} of ${values.join(', ')}`)
                .join('; ')}
            </dd>
          </>
        )}
        <dt>Again</dt>
        <dd>
          <code>{run.command}</code>
        </dd>
      </dl>
    </section>
  );
}
