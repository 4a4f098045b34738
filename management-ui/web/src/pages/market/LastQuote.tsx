import { useEffect, useMemo, useRef, useState } from 'react';
import { open } from '../../api/live';
import { compareDecimals, grouped, sum } from '../../lib/decimal';
import { usePreferences, zoneOf } from '../../lib/preferences';
import { fromNanos, stamp } from '../../lib/time';
import type { Listen, Quote } from './Candles';

interface QuoteFields {
  bidPrice?: string | null;
  bidSize?: string | null;
  askPrice?: string | null;
  askSize?: string | null;
}

interface QuoteRow {
  tsEvent: string;
  fields: QuoteFields | null;
}

/** The latest quote, as often as the gateway sends it; a quote never enters React's state. */
export function useQuotes(pattern: string): { listen: Listen; hear: (listener: (row: QuoteRow) => void) => () => void; problem: string } {
  const [problem, setProblem] = useState('');
  const listeners = useRef(new Set<(row: QuoteRow) => void>());
  const last = useRef<QuoteRow | null>(null);
  useEffect(() => {
    last.current = null;
    setProblem('');
    const stream = open(
      { stream: 'quotes', pattern },
      {
        rows(rows) {
          const row = rows.at(-1) as unknown as QuoteRow | undefined;
          if (row) {
            last.current = row;
            listeners.current.forEach((listener) => listener(row));
          }
        },
        problem: setProblem,
        connected: (is) => setProblem(is ? '' : 'The live stream is gone; it is tried again.'),
      },
    );
    return () => stream.close();
  }, [pattern]);
  return useMemo(() => {
    const hear = (listener: (row: QuoteRow) => void) => {
      listeners.current.add(listener);
      if (last.current) {
        listener(last.current);
      }
      return () => void listeners.current.delete(listener);
    };
    const listen: Listen = (listener: (quote: Quote) => void) =>
      hear(({ fields }) => listener({ bid: fields?.bidPrice ?? null, ask: fields?.askPrice ?? null }));
    return { listen, hear, problem };
  }, [problem]);
}

const PARTS = ['bid', 'bidSize', 'ask', 'askSize', 'spread', 'at'] as const;
const TITLES: Record<(typeof PARTS)[number], string> = { bid: 'Bid', bidSize: 'for', ask: 'Ask', askSize: 'for', spread: 'Between', at: 'at' };

function spread({ bidPrice, askPrice }: QuoteFields): string {
  if (!bidPrice || !askPrice) {
    return '';
  }
  const apart = sum([askPrice, bidPrice.startsWith('-') ? bidPrice.slice(1) : `-${bidPrice}`]);
  return grouped(apart) + (compareDecimals(apart, '0') < 0 ? ' (crossed)' : '');
}

/** The last quote in words, written past React. */
export function LastQuote({ hear, currency }: { hear: ReturnType<typeof useQuotes>['hear']; currency: string }) {
  const place = useRef<HTMLDListElement>(null);
  const zone = zoneOf(usePreferences());
  useEffect(
    () =>
      hear(({ tsEvent, fields }) => {
        const said: Record<(typeof PARTS)[number], string> = {
          bid: grouped(fields?.bidPrice) || 'nobody bids',
          bidSize: grouped(fields?.bidSize),
          ask: grouped(fields?.askPrice) || 'nobody offers',
          askSize: grouped(fields?.askSize),
          spread: spread(fields ?? {}),
          at: stamp(fromNanos(tsEvent), zone, 'millis', new Date()),
        };
        for (const part of PARTS) {
          const cell = place.current?.querySelector(`[data-part="${part}"]`);
          if (cell) {
            cell.textContent = said[part];
          }
        }
      }),
    [hear, zone],
  );
  return (
    <dl ref={place} className="quote">
      {PARTS.map((part) => (
        <div key={part}>
          <dt>
            {TITLES[part]}
            {part === 'bid' || part === 'ask' ? ` (${currency})` : ''}
          </dt>
          <dd data-part={part} className="mono">
            …
          </dd>
        </div>
      ))}
    </dl>
  );
}
