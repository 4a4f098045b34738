// How a portfolio has done since it trades, beside what the backtest said.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Report } from '../../api/backtests';
import { instances, standing } from '../../api/queries';
import type { Instance, Row } from '../../api/types';
import { useAddress } from '../../lib/address';
import { type Kind, shown, titleOf } from '../../lib/backtests';
import { type Points, type ReturnFigures, asReturns, beginning, figuresOf, thinned } from '../../lib/returns';
import { useMay } from '../../lib/roles';
import { lasting } from '../../lib/time';
import { Choice } from '../../parts/Fields';
import { Asked, Empty, NotAllowed } from '../../parts/States';
import { READERS } from '../../parts/StoreStates';
import { Time } from '../../parts/Time';
import { Curves } from './Curves';
import { type Live, VIEW, live } from './live';

const FIRST = { portfolio: '', length: 'same', points: 'at' };
const DRAWN = 900;

const FIGURES: ReadonlyArray<readonly [title: string, kind: Kind, of: (figures: ReturnFigures) => number | null]> = [
  ['Total return', 'percent', (figures) => figures.totalReturn],
  ['Deepest drawdown', 'percent', (figures) => (figures.drawdown === null ? null : -figures.drawdown)],
  ['Volatility, a year', 'percent', (figures) => figures.volatility],
  ['Sharpe ratio', 'ratio', (figures) => figures.sharpe],
  ['Best day', 'percent', (figures) => figures.bestDay],
  ['Worst day', 'percent', (figures) => figures.worstDay],
  ['Daily returns', 'count', (figures) => figures.dailyReturns],
];

export function AgainstLive({ report }: { report: Report }) {
  const may = useMay();
  return may(...READERS) ? <Portfolios report={report} /> : <NotAllowed what="see what was traded" roles={READERS} />;
}

function Portfolios({ report }: { report: Report }) {
  // That of now: it is asked again only when somebody comes back.
  const query = useQuery({ ...standing('values', ''), refetchInterval: false });
  return (
    <Asked query={query} what="which portfolios trade">
      {(rows) => <Chosen report={report} traded={names(rows, report.run.currency)} />}
    </Asked>
  );
}

/** Those that are valued as a backtest values them, in its currency. */
function names(rows: readonly Row[], currency: string): string[] {
  return [...new Set(rows.filter((row) => row.view === VIEW && row.currency === currency).map((row) => String(row.portfolio)))].sort();
}

function Chosen({ report, traded }: { report: Report; traded: string[] }) {
  const [state, change] = useAddress(FIRST);
  const portfolio = state.portfolio || (traded.includes(report.portfolio) ? report.portfolio : '');
  if (traded.length === 0) {
    return (
      <Empty title={`No portfolio trades in ${report.run.currency}`}>
        The book of record tells what portfolios are worth, and the store keeps it. Run the strategy on paper, and look again: <code>./launch_dev.sh</code>
      </Empty>
    );
  }
  return (
    <>
      <div className="filters">
        <Choice
          label="Portfolio"
          value={portfolio}
          options={[...(portfolio === '' ? ([['', 'choose one']] as const) : []), ...traded.map((name) => [name, name] as const)]}
          onChange={(next) => change({ portfolio: next })}
        />
        <Choice
          label="Show"
          value={state.length === 'whole' ? 'whole' : 'same'}
          options={[
            ['same', 'as long as both have'],
            ['whole', 'all of both'],
          ]}
          onChange={(next) => change({ length: next })}
        />
      </div>
      {portfolio === '' ? (
        <Empty title={`The portfolio ${report.portfolio} does not trade here`}>Choose another one.</Empty>
      ) : (
        <Read report={report} portfolio={portfolio} />
      )}
    </>
  );
}

function Read({ report, portfolio }: { report: Report; portfolio: string }) {
  const query = useQuery({
    queryKey: ['data', 'values', 'since', portfolio, report.run.currency],
    queryFn: ({ signal }) => live(portfolio, report.run.currency, signal),
    staleTime: 60_000,
    // It takes the store many questions.
    refetchOnWindowFocus: false,
  });
  return (
    <Asked query={query} what="what the portfolio has been worth">
      {(found) =>
        found.at.length < 2 || asReturns(found).at.length === 0 ? (
          <Empty title="It was hardly valued yet">The book of record values a portfolio when it has traded. Look again in a minute.</Empty>
        ) : (
          <>
            <p className="muted">
              Live since <Time at={new Date(found.at[0] as number).toISOString()} shape="full" />, read at {found.at.length} times.{' '}
              <button type="button" className="button" disabled={query.isFetching} onClick={() => void query.refetch()}>
                {query.isFetching ? 'Reading …' : 'Read again'}
              </button>
            </p>
            <Beside report={report} portfolio={portfolio} found={found} />
          </>
        )
      }
    </Asked>
  );
}

const lengthOf = ({ at }: Points) => (at.at(-1) ?? 0) - (at[0] ?? 0);

function Beside({ report, portfolio, found }: { report: Report; portfolio: string; found: Live }) {
  const [state, change] = useAddress(FIRST);
  const told: Points = useMemo(() => ({ at: report.equity.time_ms, value: report.equity.value }), [report]);
  const shorter = Math.min(lengthOf(told), lengthOf(found));
  const columns = useMemo(() => {
    const all: { title: string; points: Points; isDaily: boolean }[] = [
      { title: 'Backtest', points: told, isDaily: true },
      { title: 'Live', points: found, isDaily: found.isDaily },
    ];
    const longer = lengthOf(told) > shorter ? 0 : lengthOf(found) > shorter ? 1 : -1;
    const whole = all[longer];
    if (whole) {
      all.splice(longer + 1, 0, { ...whole, title: `${whole.title}, its first ${lasting(shorter)}`, points: beginning(whole.points, shorter) });
    }
    return all.map((each) => ({ ...each, figures: figuresOf(each.points) }));
  }, [told, found, shorter]);
  const lines = useMemo(
    () => [told, found].map((each) => thinned(asReturns(state.length === 'whole' ? each : beginning(each, shorter)), DRAWN)),
    [told, found, shorter, state.length],
  );
  const titles = useMemo(() => ['Backtest', `Live ${portfolio}`], [portfolio]);
  return (
    <>
      <Care report={report} portfolio={portfolio} found={found} />
      <section className="card stack" aria-labelledby="curves">
        <h2 id="curves">Return since each began</h2>
        <Curves label="Return of the backtest and of the portfolio since each began" titles={titles} lines={lines} elapsed sort={state.points} onSort={(points) => change({ points })} />
      </section>
      <section className="card stack" aria-labelledby="figures">
        <h2 id="figures">Figures that both have</h2>
        <div className="compared-frame" tabIndex={0} role="region" aria-label="Figures of the backtest and of the portfolio">
          <table className="difference compared">
            <thead>
              <tr>
                <th scope="col">Figure</th>
                {columns.map((each) => (
                  <th key={each.title} scope="col">
                    {each.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">Length</th>
                {columns.map((each) => (
                  <td key={each.title} className="mono">
                    {lasting(lengthOf(each.points))}
                  </td>
                ))}
              </tr>
              {FIGURES.map(([title, kind, of], index) => (
                <tr key={title}>
                  <th scope="row">{title}</th>
                  {columns.map((each) => (
                    <td key={each.title} className="mono">
                      {index > 1 && !each.isDaily ? shown(kind, null) : shown(kind, of(each.figures))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="muted">What is of daily returns takes two days at least; with few of them it says little.</p>
      </section>
    </>
  );
}

/** What keeps the two from being the same thing. */
function Care({ report, portfolio, found }: { report: Report; portfolio: string; found: Live }) {
  const running = useQuery(instances).data?.find((each) => each.name === report.run.strategy);
  const begin = new Date(found.at[0] as number).toISOString();
  const cautions = [
    `The backtest ran from ${report.run.begin.slice(0, 10)} to ${report.run.end.slice(0, 10)} on ${report.run.data}. Live began on ${begin.slice(0, 10)}, in another market: only the way it goes can be alike, not its points.`,
    'Money that was paid in or out since then counts as gain or loss of the portfolio.',
    'Live is what the store has of the book of record, looked at now and then: between two looks a drawdown may have been deeper.',
    ...(lengthOf(found) < 86_400_000 ? ['Live is shorter than a day: hardly more than chance.'] : []),
    ...(portfolio === report.portfolio ? [] : [`The backtest looked at the portfolio ${report.portfolio}, and this is ${portfolio}.`]),
    ...(running ? otherwise(report, running) : [`No instance ${report.run.strategy} is managed here: whether it runs with the same settings is not known.`]),
  ];
  return (
    <section className="note note-warn" aria-labelledby="care">
      <h2 id="care">Not the same thing</h2>
      <ul className="reasons">
        {cautions.map((caution) => (
          <li key={caution}>{caution}</li>
        ))}
      </ul>
      {running && (
        <Link to="/plugins/$name" params={{ name: running.name }}>
          {running.name} as it runs
        </Link>
      )}
    </section>
  );
}

/** In words, how an instance runs otherwise than the first plugin of the backtest did. */
function otherwise(report: Report, running: Instance): string[] {
  const own = report.plugins[0];
  const settings = running.settings as Record<string, string>;
  // Those with a dot are of other plugins of the run.
  const names = [...new Set([...Object.keys(settings), ...Object.keys(report.run.settings).filter((name) => !name.includes('.'))])].sort();
  const differing = names.filter((name) => settings[name] !== report.run.settings[name]);
  return [
    ...(own && running.version !== own.version ? [`The backtest was of ${titleOf(report)}; ${running.name} runs version ${running.version}.`] : []),
    ...differing.map((name) => `The setting ${name} was ${report.run.settings[name] ?? 'not set'} in the backtest; ${running.name} has ${settings[name] ?? 'none'}.`),
  ];
}
