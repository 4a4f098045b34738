// The runs of backtests that were kept, the newest first; two to four of them are chosen to be compared.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Broken, type Run, backtests } from '../../api/backtests';
import { useAddress } from '../../lib/address';
import { depth, isLike, shown, titleOf } from '../../lib/backtests';
import { count } from '../../lib/decimal';
import { SearchField } from '../../parts/Fields';
import { Gain } from '../../parts/Badges';
import { Asked, Empty } from '../../parts/States';
import { type Column, Table } from '../../parts/Table';
import { Time } from '../../parts/Time';
import { LEAST, MOST, chosen } from './chosen';

const FIRST = { q: '', sort: '-ended', runs: '' };

function number(id: string, head: string, width: number, of: (run: Run) => number | null, cell: (run: Run) => React.ReactNode, wide = false): Column<Run> {
  return { id, head, width, numeric: true, wide, value: of, cell };
}

const field = (run: Run, name: string) => (typeof run.figures[name] === 'number' ? run.figures[name] : null);
const share = (value: number | null) => <Gain text={shown('percent', value)} sign={Math.sign(value ?? 0)} />;

const COLUMNS: Column<Run>[] = [
  {
    id: 'ended',
    head: 'Run',
    width: 11.5,
    value: (run) => run.ended,
    cell: (run) => (
      <Link to="/backtests/$id" params={{ id: run.id }}>
        <span className="unseen">Report of {titleOf(run)}, run </span>
        <Time at={run.ended} shape="full" />
      </Link>
    ),
  },
  { id: 'plugin', head: 'Plugin', width: 8, value: titleOf, cell: (run) => <span title={titleOf(run)}>{titleOf(run)}</span> },
  {
    id: 'period',
    head: 'Period',
    width: 14,
    wide: true,
    value: (run) => run.run.begin,
    cell: (run) => <span className="mono">{`${run.run.begin.slice(0, 10)} – ${run.run.end.slice(0, 10)}`}</span>,
  },
  number('return', 'Return', 6, (run) => field(run, 'total_return'), (run) => share(field(run, 'total_return'))),
  number('sharpe', 'Sharpe', 5, (run) => field(run, 'sharpe'), (run) => shown('ratio', field(run, 'sharpe'))),
  number('drawdown', 'Drawdown', 6.5, depth, (run) => shown('percent', depth(run))),
  number('trades', 'Trades', 5, (run) => field(run, 'round_trips'), (run) => shown('count', field(run, 'round_trips')), true),
  { id: 'settings', head: 'Settings', wide: true, value: told, cell: (run) => <span title={told(run)}>{told(run)}</span> },
  { id: 'data', head: 'Data', wide: true, value: (run) => run.run.data, cell: (run) => <span title={run.run.data}>{run.run.data}</span> },
];

function told(run: Run): string {
  return [...Object.entries(run.run.settings).map(([name, value]) => `${name}=${value}`), ...(run.sweep ? [`best of ${count(run.sweep.tried)}`] : [])].join(' ');
}

export default function Backtests() {
  const query = useQuery(backtests);
  return (
    <>
      <h1>Backtests</h1>
      <Asked query={query} what="backtests">
        {(items) => (items.length === 0 ? <None /> : <List items={items} />)}
      </Asked>
    </>
  );
}

function None() {
  return (
    <Empty title="No run was kept yet">
      <p>Run a strategy on past data, and it is here when it has ended:</p>
      <pre>./meridian backtest examples/hello-strategy</pre>
      <p>Beside a stack with another name, say so: --name NAME. Another folder is named by the setting backtest.dir, here and there.</p>
    </Empty>
  );
}

function List({ items }: { items: (Run | Broken)[] }) {
  const [state, change] = useAddress(FIRST);
  const runs = useMemo(() => items.filter((each): each is Run => !('problem' in each)), [items]);
  const broken = items.filter((each): each is Broken => 'problem' in each);
  const picked = chosen(state.runs).filter((id) => runs.some((run) => run.id === id));
  const like = useMemo(() => runs.filter((run) => isLike(run, state.q)), [runs, state.q]);
  const columns: Column<Run>[] = [
    {
      id: 'choose',
      head: 'Pick',
      width: 3.4,
      cell: (run) => {
        const is = picked.includes(run.id);
        return (
          <input
            type="checkbox"
            aria-label={`Compare ${titleOf(run)}, run ${run.ended}`}
            checked={is}
            disabled={!is && picked.length >= MOST}
            onChange={() => change({ runs: (is ? picked.filter((id) => id !== run.id) : [...picked, run.id]).join(',') })}
          />
        );
      },
    },
    ...COLUMNS,
  ];
  return (
    <>
      <div className="filters">
        <SearchField label="Filter" value={state.q} placeholder="Plugin, setting, data …" onChange={(q) => change({ q })} />
        {picked.length >= LEAST ? (
          <Link to="/backtests/compare" search={{ runs: picked.join(',') } as never} className="button button-main">
            Compare {picked.length} runs
          </Link>
        ) : (
          <p className="muted">{picked.length === 0 ? `Choose ${LEAST} to ${MOST} runs to compare them.` : 'Choose one more to compare.'}</p>
        )}
        {picked.length > 0 && (
          <button type="button" className="button" onClick={() => change({ runs: '' })}>
            Choose none
          </button>
        )}
      </div>
      {broken.length > 0 && (
        <details className="note note-warn">
          <summary>{broken.length === 1 ? 'One file is no run that can be read' : `${count(broken.length)} files are no runs that can be read`}</summary>
          <ul>
            {broken.map((each) => (
              <li key={each.id}>{each.problem}</li>
            ))}
          </ul>
        </details>
      )}
      {like.length === 0 ? (
        <Empty title="No run is like that">Look for less: a part of a name, of a setting as in fast=12, or of a date.</Empty>
      ) : (
        <>
          <Table label="Backtests" rows={like} columns={columns} id={(run) => run.id} sort={state.sort} onSort={(sort) => change({ sort })} />
          <p className="muted">
            {count(like.length)} of {count(runs.length)} kept runs. The newest are kept: the setting backtest.keep says how many.
          </p>
        </>
      )}
    </>
  );
}
