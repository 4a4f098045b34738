// Two to four runs side by side. The first is what the others are compared with.
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useMemo } from 'react';
import { type Report, backtest } from '../../api/backtests';
import { useAddress } from '../../lib/address';
import { GROUPS, facts, more, shown, titleOf } from '../../lib/backtests';
import { asReturns, thinned } from '../../lib/returns';
import { Check, Choice } from '../../parts/Fields';
import { Empty, Failed, Loading } from '../../parts/States';
import { Time } from '../../parts/Time';
import { Curves } from './Curves';
import { LEAST, MOST, chosen } from './chosen';
import '../../styles/backtests.css';

const FIRST = { runs: '', by: 'elapsed', all: '', points: 'at' };
/** Of each line: more are not seen. */
const DRAWN = 900;

export default function Compare() {
  const [state] = useAddress(FIRST);
  const ids = chosen(state.runs);
  const queries = useQueries({ queries: ids.map((id) => backtest(id)) });
  const failed = queries.find((each) => each.isError);
  const reports = queries.flatMap((each) => (each.data ? [each.data] : []));
  return (
    <>
      <div className="page-head">
        <h1>Backtests compared</h1>
        <Link to="/backtests" search={{ runs: ids.join(',') } as never} className="button">
          Choose others
        </Link>
      </div>
      {ids.length < LEAST ? (
        <Empty title={`Choose ${LEAST} to ${MOST} runs`}>
          The <Link to="/backtests">list of backtests</Link> has a box before each.
        </Empty>
      ) : failed ? (
        <Failed failure={failed.error} again={() => void failed.refetch()} />
      ) : reports.length < ids.length ? (
        <Loading what="the runs" />
      ) : (
        <Compared reports={reports} />
      )}
    </>
  );
}

function Compared({ reports }: { reports: Report[] }) {
  const [state, change] = useAddress(FIRST);
  const names = useMemo(() => numbered(reports), [reports]);
  const key = reports.map((each) => each.id).join();
  // The queries give a new list each time; the runs in it are the same.
  const lines = useMemo(() => reports.map((each) => thinned(asReturns({ at: each.equity.time_ms, value: each.equity.value }), DRAWN)), [key]);
  const by = state.by === 'calendar' ? 'calendar' : 'elapsed';
  const currencies = new Set(reports.map((each) => each.run.currency));
  const first = (id: string) => [id, ...reports.map((each) => each.id).filter((other) => other !== id)].join(',');
  return (
    <>
      <section className="card stack" aria-labelledby="curves">
        <h2 id="curves">Return since each began</h2>
        <div className="filters">
          <Choice
            label="Beside each other by"
            value={by}
            options={[
              ['elapsed', 'time since the begin'],
              ['calendar', 'the calendar'],
            ]}
            onChange={(next) => change({ by: next })}
          />
        </div>
        <Curves label="Return of each run since it began" titles={names} lines={lines} elapsed={by === 'elapsed'} sort={state.points} onSort={(points) => change({ points })} />
      </section>
      <section className="card stack" aria-labelledby="figures">
        <h2 id="figures">Figures</h2>
        <p className="muted">Under each figure stands how much more or less it is than that of {names[0]}.</p>
        {currencies.size > 1 && <p className="note note-warn">These runs have amounts of {[...currencies].join(' and ')}: compare shares, not amounts.</p>}
        <Check label="Only what differs" checked={state.all === 'no'} onChange={(only) => change({ all: only ? 'no' : '' })} />
        <div className="compared-frame" tabIndex={0} role="region" aria-label="Figures side by side">
          <table className="difference compared">
            <thead>
              <tr>
                <th scope="col">Figure</th>
                {reports.map((report, index) => (
                  <th key={report.id} scope="col">
                    <Link to="/backtests/$id" params={{ id: report.id }}>
                      {names[index]}
                    </Link>
                    <div>
                      <Time at={report.ended} shape="full" />
                    </div>
                    {index > 0 && (
                      <button type="button" className="as-link" onClick={() => change({ runs: first(report.id) })}>
                        compare with it<span className="unseen"> ({names[index]})</span>
                      </button>
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {GROUPS.map((group) => (
                <Fragment key={group.name}>
                  <tr className="group">
                    <th scope="rowgroup" colSpan={reports.length + 1}>
                      {group.name}
                    </th>
                  </tr>
                  {group.figures.map((figure) => {
                    const values = reports.map((report) => figure.of(report));
                    const texts = values.map((value) => shown(figure.kind, value));
                    return state.all === 'no' && new Set(texts).size === 1 ? null : (
                      <tr key={figure.title}>
                        <th scope="row">{figure.title}</th>
                        {texts.map((text, index) => (
                          <td key={reports[index]?.id} className="mono">
                            {text}
                            {index > 0 && <small>{more(figure.kind, values[index], values[0])}</small>}
                          </td>
                        ))}
                      </tr>
                    );
                  })}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <Ran reports={reports} names={names} />
    </>
  );
}

function Ran({ reports, names }: { reports: Report[]; names: string[] }) {
  const lines = facts(reports);
  const differing = lines.filter((line) => line.differs);
  return (
    <section className="card stack" aria-labelledby="ran">
      <h2 id="ran">What was run differently</h2>
      {differing.length === 0 ? (
        <p className="muted">Nothing: the same plugins, settings, data, period and seed. Such runs give the same figures.</p>
      ) : (
        <div className="compared-frame" tabIndex={0} role="region" aria-label="What was run differently">
          <table className="difference compared">
            <thead>
              <tr>
                <th scope="col">What</th>
                {names.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {differing.map((line) => (
                <tr key={line.title}>
                  <th scope="row">{line.title}</th>
                  {line.values.map((value, index) => (
                    <td key={reports[index]?.id} className="mono">
                      {value === '' ? <span className="muted">not set</span> : value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="muted">The same in all: {lines.filter((line) => !line.differs).map((line) => line.title.toLowerCase()).join(', ') || 'nothing'}.</p>
    </section>
  );
}

/** Names that tell them apart. */
function numbered(reports: readonly Report[]): string[] {
  return reports.map((report, index) => `${index + 1}: ${titleOf(report)}`);
}
