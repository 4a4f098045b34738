import { useEffect, useState } from 'react';
import { usePreferences, zoneOf } from '../lib/preferences';
import { type Shape, ago, parts, stamp } from '../lib/time';

/** The time now, a few times a minute: enough for 'how long ago'. */
export function useNow(everyMs = 5000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** A time in the zone of the reader; the whole of it, in UTC, when it is pointed at. */
export function Time({ at, shape = 'clock' }: { at: string | null | undefined; shape?: Shape }) {
  const zone = zoneOf(usePreferences());
  if (!at) {
    return <span className="muted">—</span>;
  }
  return (
    <time dateTime={at} title={at} className="mono">
      {stamp(new Date(at), zone, shape, new Date())}
    </time>
  );
}

/** How long ago it was, with the time itself when it is pointed at. */
export function Since({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={at}>
      {ago(new Date(at), now)}
    </time>
  );
}

const ZONES = { UTC: 'UTC', local: 'local', exchange: 'exchange' } as const;

/** What time it is, where the reader looks from. */
export function Clock() {
  const chosen = usePreferences();
  const now = useNow(1000);
  const zone = zoneOf(chosen);
  const title = chosen.zone === 'exchange' ? (chosen.exchange.split('/')[1] ?? '').replace('_', ' ') : ZONES[chosen.zone];
  return (
    <span className="clock mono" title={now.toISOString()}>
      {parts(now, zone).clock} <small>{title}</small>
    </span>
  );
}
