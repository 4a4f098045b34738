// Times as people read them. The zone is a choice of the reader; what is stored and sent stays UTC.

export type Zone = 'UTC' | 'local' | 'exchange';

/** The zones of exchanges that a reader may choose from. */
export const EXCHANGES: ReadonlyArray<readonly [zone: string, title: string]> = [
  ['America/New_York', 'New York'],
  ['America/Chicago', 'Chicago'],
  ['America/Sao_Paulo', 'São Paulo'],
  ['Europe/London', 'London'],
  ['Europe/Berlin', 'Frankfurt'],
  ['Europe/Zurich', 'Zurich'],
  ['Asia/Tokyo', 'Tokyo'],
  ['Asia/Hong_Kong', 'Hong Kong'],
  ['Asia/Singapore', 'Singapore'],
  ['Australia/Sydney', 'Sydney'],
];

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string | undefined): Intl.DateTimeFormat {
  const key = timeZone ?? '';
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      ...(timeZone ? { timeZone } : {}),
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
    });
    formats.set(key, found);
  }
  return found;
}

/** @param zone an IANA zone; undefined is that of this machine */
export function parts(time: Date, zone: string | undefined): { date: string; clock: string; millis: string } {
  const of: Record<string, string> = {};
  for (const part of format(zone).formatToParts(time)) {
    of[part.type] = part.value;
  }
  return {
    date: `${of.year}-${of.month}-${of.day}`,
    clock: `${of.hour}:${of.minute}:${of.second}`,
    millis: of.fractionalSecond ?? '000',
  };
}

export type Shape = 'full' | 'clock' | 'millis';

/** 'full': date and seconds; 'clock': the date only when it is not today's; 'millis': the same with milliseconds. */
export function stamp(time: Date, zone: string | undefined, shape: Shape, now: Date): string {
  if (Number.isNaN(time.getTime())) {
    return '';
  }
  const at = parts(time, zone);
  const clock = shape === 'millis' ? `${at.clock}.${at.millis}` : at.clock;
  return shape !== 'full' && at.date === parts(now, zone).date ? clock : `${at.date} ${clock}`;
}

/** How long ago, in the largest unit that says enough. */
export function ago(time: Date, now: Date): string {
  return span(now.getTime() - time.getTime());
}

export function span(millis: number): string {
  const s = Math.max(0, Math.round(millis / 1000));
  if (s < 60) {
    return `${s} s`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min`;
  }
  if (s < 86_400) {
    return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  }
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}

/** A length of time in its two largest units; a second one of which there is nothing is left out. */
export function lasting(millis: number): string {
  const seconds = Math.round(millis / 1000);
  const pair = (large: string, second: number, small: string) => (second > 0 ? `${large} ${second} ${small}` : large);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return pair(`${Math.floor(seconds / 60)} min`, seconds % 60, 's');
  }
  if (seconds < 86_400) {
    return pair(`${Math.floor(seconds / 3600)} h`, Math.floor((seconds % 3600) / 60), 'min');
  }
  return pair(`${Math.floor(seconds / 86_400)} d`, Math.floor((seconds % 86_400) / 3600), 'h');
}

/** A length of time given in nanoseconds. */
export function nanos(ns: number): string {
  const size = Math.abs(ns);
  if (size < 1e3) {
    return `${ns} ns`;
  }
  const [by, unit] = size < 1e6 ? [1e3, 'µs'] : size < 1e9 ? [1e6, 'ms'] : [1e9, 's'];
  return `${Number((ns / by).toPrecision(3))} ${unit}`;
}

/** Epoch nanoseconds as a text of digits: too long for a number. */
export function fromNanos(digits: string): Date {
  return new Date(digits.length > 6 ? Number(digits.slice(0, -6)) : Number.NaN);
}

/** What an input of type datetime-local holds, read as UTC. Empty when it is no time. */
export function utcOfInput(value: string): string {
  if (value === '') {
    return '';
  }
  const time = new Date(`${value}Z`);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

/** The other way round. */
export function inputOfUtc(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, 19);
}
