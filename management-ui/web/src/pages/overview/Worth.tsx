import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { rows, standing } from '../../api/queries';
import { grouped, signOf, sum } from '../../lib/decimal';
import { worthLines } from '../../lib/worth';
import { Gain } from '../../parts/Badges';
import { Chart } from '../../parts/Chart';

const VIEW = 'TRADE_DATE';

export default function Worth() {
  const values = useInfiniteQuery(rows('values', {}, 5000));
  const positions = useQuery(standing('positions', ''));
  const told = useMemo(() => values.data?.pages.flatMap((page) => page.items) ?? [], [values.data]);
  const { at, lines } = useMemo(() => worthLines(told, VIEW), [told]);
  const held = (positions.data ?? []).filter((row) => row.view === VIEW);
  const currencies = [...new Set(held.map((row) => String(row.currency)))].sort();
  return (
    <section className="card stack" aria-labelledby="worth">
      <h2 id="worth">Worth and gains</h2>
      {values.isError && <p className="note note-warn">{values.error.message}</p>}
      {currencies.map((currency) => {
        const own = held.filter((row) => row.currency === currency);
        const realised = sum(own.map((row) => row.realised as string));
        const open = sum(own.map((row) => row.unrealised as string));
        return (
          <p key={currency}>
            {currency}: made <Gain text={grouped(realised, 2)} sign={signOf(realised)} />, not yet made{' '}
            <Gain text={grouped(open, 2)} sign={signOf(open)} />, before fees
          </p>
        );
      })}
      {at.length > 1 ? (
        <Chart label="What each portfolio was worth lately" at={at} lines={lines} />
      ) : (
        !values.isError && <p className="muted">{values.isPending ? 'Reading …' : 'Nothing was valued yet.'}</p>
      )}
      <Link to="/positions">Positions</Link>
    </section>
  );
}
