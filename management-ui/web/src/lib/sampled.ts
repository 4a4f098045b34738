// A line of which only the last value before a time can be asked for: where it begins, and when to look.

export interface Valued {
  at: number;
  value: number;
}

type Asked = (time: number) => Promise<Valued | null>;

const DAY_MS = 86_400_000;
const FIRST_STEP_MS = 60_000;
/** The begin is found to a fiftieth of the whole. */
const FINE = 50;
const LOOKS = 60;
const MOST_DAYS = 400;

/** The first value there is, or one soon after it. @param last what there is now */
export async function back(now: number, last: Valued, asked: Asked): Promise<Valued> {
  let known = last;
  let none = now;
  let step = FIRST_STEP_MS;
  // As far as there is something, four times as far each time.
  for (;;) {
    none = now - step;
    const valued = none > 0 ? await asked(none) : null;
    if (!valued) {
      break;
    }
    known = valued;
    step *= 4;
  }
  while (known.at - none > Math.max(1000, (now - known.at) / FINE)) {
    const middle = Math.floor((none + known.at) / 2);
    const valued = await asked(middle);
    if (valued) {
      known = valued;
    } else {
      none = middle;
    }
  }
  return known;
}

/**
 * Even steps, and the end of each day (UTC), since daily returns are of those; of many days their ends alone. Of more days than are looked at only each
 * second, third … day is: then there are no daily returns.
 */
export function between(first: number, last: number): { times: number[]; isDaily: boolean } {
  const days = Math.floor(last / DAY_MS) - Math.floor(first / DAY_MS);
  const every = Math.ceil(days / MOST_DAYS);
  const times = new Set(Array.from({ length: every === 0 ? 0 : Math.floor(days / every) }, (_, i) => (Math.floor(first / DAY_MS) + 1 + i * every) * DAY_MS - 1));
  for (let i = 1; days < LOOKS && i < LOOKS; i++) {
    times.add(Math.round(first + ((last - first) * i) / LOOKS));
  }
  return { times: [...times].sort((a, b) => a - b), isDaily: every <= 1 };
}
