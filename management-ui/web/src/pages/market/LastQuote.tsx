import { useEffect, useMemo, useRef } from 'react';
import { grouped } from '../../lib/decimal';
import { spread } from '../../lib/depth';
import { usePreferences, zoneOf } from '../../lib/preferences';
import { fromNanos, stamp } from '../../lib/time';
import type { Listen } from './Candles';
import { type Hear, useLatest } from './latest';

interface QuoteFields {
  bidPrice?: string | null;
  bidSize?: string | null;
  askPrice?: string | null;
  askSize?: string | null;
}

/** The latest quote. */
export function useQuotes(pattern: string): { listen: Listen; hear: Hear<QuoteFields>; problem: string } {
  const { hear, problem } = useLatest<QuoteFields>('quotes', pattern);
  return useMemo(() => {
    const listen: Listen = (listener) => hear(({ fields }) => listener({ bid: fields?.bidPrice ?? null, ask: fields?.askPrice ?? null }));
    return { listen, hear, problem };
  }, [hear, problem]);
}

const PARTS = ['bid', 'bidSize', 'ask', 'askSize', 'spread', 'at'] as const;
const TITLES: Record<(typeof PARTS)[number], string> = { bid: 'Bid', bidSize: 'for', ask: 'Ask', askSize: 'for', spread: 'Between', at: 'at' };

/** The last quote in words, written past React. */
export function LastQuote({ hear, currency }: { hear: Hear<QuoteFields>; currency: string }) {
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
          spread: spread(fields?.bidPrice, fields?.askPrice),
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
            {currency !== '' && (part === 'bid' || part === 'ask') ? ` (${currency})` : ''}
          </dt>
          <dd data-part={part} className="mono">
            …
          </dd>
        </div>
      ))}
    </dl>
  );
}
