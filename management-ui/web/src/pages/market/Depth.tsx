// The order book of an instrument just now. It is a table, so that it says all that it shows; bars are beside the figures.
import { useEffect, useRef, useState } from 'react';
import { useAddress } from '../../lib/address';
import { announce } from '../../lib/announce';
import { count } from '../../lib/decimal';
import { type Book, type Ladder, type Rung, best, ladder, spread } from '../../lib/depth';
import { usePreferences, zoneOf } from '../../lib/preferences';
import { fromNanos, stamp } from '../../lib/time';
import { Choice } from '../../parts/Fields';
import { Empty } from '../../parts/States';
import { useLatest } from './latest';

const FIRST = { levels: '10' };
const LEVELS = [
  ['5', '5'],
  ['10', '10'],
  ['25', '25'],
  ['all', 'all'],
] as const;
const PAINT_MS = 100;
const TELL_MS = 5000;
/** Nobody may have published a book when none came for so long. */
const PATIENCE_MS = 10_000;
const CELLS = ['side', 'price', 'size', 'total', 'orders'] as const;

type Side = 'Ask' | 'Bid';

/** The rows of one side. There are as many as levels, and they are used again. */
function fill(body: Element, side: Side, rungs: readonly Rung[]): void {
  while (body.children.length > rungs.length) {
    body.lastElementChild?.remove();
  }
  while (body.children.length < rungs.length) {
    body.append(row(side));
  }
  rungs.forEach((rung, index) => {
    const cells = (body.children[index] as HTMLTableRowElement).cells;
    const texts: Record<(typeof CELLS)[number], string> = { side, ...rung };
    CELLS.forEach((cell, at) => {
      const place = (cells[at] as HTMLElement).lastChild as HTMLElement;
      if (place.textContent !== texts[cell]) {
        place.textContent = texts[cell];
      }
    });
    (cells[2]?.firstElementChild as HTMLElement).style.width = `${rung.share * 100}%`;
  });
}

function row(side: Side): HTMLTableRowElement {
  const made = document.createElement('tr');
  for (const cell of CELLS) {
    const part = document.createElement(cell === 'price' ? 'th' : 'td');
    part.className = cell === 'side' ? '' : 'numeric mono';
    if (cell === 'price') {
      part.setAttribute('scope', 'row');
    }
    if (cell === 'size') {
      part.classList.add('rung-size');
      const bar = part.appendChild(document.createElement('span'));
      bar.className = `rung-bar rung-${side.toLowerCase()}`;
      bar.setAttribute('aria-hidden', 'true');
    }
    part.append(document.createElement('span'));
    made.append(part);
  }
  return made;
}

function paint(section: HTMLElement, { asks, bids, deeper }: Ladder, book: Book, at: string): void {
  const say = (part: string, text: string) => {
    const place = section.querySelector(`[data-part="${part}"]`);
    if (place && place.textContent !== text) {
      place.textContent = text;
    }
  };
  for (const [part, side, rungs] of [
    ['asks', 'Ask', asks],
    ['bids', 'Bid', bids],
  ] as const) {
    const body = section.querySelector(`[data-part="${part}"]`);
    if (body) {
      fill(body, side, rungs);
    }
  }
  const nobody = [asks.length === 0 ? 'nobody offers' : '', bids.length === 0 ? 'nobody bids' : ''].filter((each) => each !== '').join(', ');
  say('between', nobody || `${spread(book.bids?.[0]?.price, book.asks?.[0]?.price)} between`);
  say('at-book', `As of ${at}.${deeper > 0 ? ` ${count(deeper)} more levels.` : ''}`);
}

export function Depth({ venue, symbol, currency }: { venue: string; symbol: string; currency: string }) {
  const [{ levels }, change] = useAddress(FIRST);
  const [paused, setPaused] = useState(false);
  const [state, setState] = useState<'waiting' | 'none' | 'there'>('waiting');
  const place = useRef<HTMLElement>(null);
  const told = useRef({ text: '', at: Number.NEGATIVE_INFINITY });
  const zone = zoneOf(usePreferences());
  const topic = `platform.data.book.${venue}.${symbol}`;
  const { hear, problem } = useLatest<Book>('books', topic, paused);

  useEffect(() => {
    const timer = setTimeout(() => setState((now) => (now === 'waiting' ? 'none' : now)), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    const most = levels === 'all' ? Number.POSITIVE_INFINITY : Number(levels) || Number(FIRST.levels);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let paintedAt = Number.NEGATIVE_INFINITY;
    let next: { tsEvent: string; fields: Book | null } | null = null;
    const soon = () => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          paintedAt = performance.now();
          if (place.current && next) {
            const book = next.fields ?? {};
            paint(place.current, ladder(book, most), book, stamp(fromNanos(next.tsEvent), zone, 'millis', new Date()));
            const text = best(`${venue}.${symbol}`, book);
            if (text !== told.current.text && paintedAt - told.current.at >= TELL_MS) {
              told.current = { text, at: paintedAt };
              announce(text);
            }
          }
        },
        Math.max(0, paintedAt + PAINT_MS - performance.now()),
      );
    };
    const end = hear((latest) => {
      next = latest;
      setState('there');
      soon();
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [hear, levels, zone, venue, symbol]);

  return (
    <section ref={place} className="card stack depth" aria-labelledby="depth">
      <h2 id="depth">Order book {currency && <span className="muted">in {currency}</span>}</h2>
      {problem !== '' && <p className="note note-warn">{problem}</p>}
      {state === 'waiting' && (
        <p className="muted" role="status">
          Waiting for a book …
        </p>
      )}
      {state === 'none' && (
        <Empty title="Nobody has published a book of it">
          The simulated market does where its setting <code>books</code> is above 0. A market data plugin of your own does it with <code>book</code> of the SDK, and needs the grant to publish on{' '}
          <code>{topic}</code>. Books are not stored: the next one that comes is shown here.
        </Empty>
      )}
      <div hidden={state !== 'there'} className="stack">
        <div className="filters">
          <Choice label="Levels a side" value={levels} options={[...LEVELS, ...(LEVELS.some(([value]) => value === levels) ? [] : [[levels, levels] as const])]} onChange={(next) => change({ levels: next })} />
          <button type="button" className="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
            {paused ? 'Go on' : 'Pause'}
          </button>
        </div>
        <div className="depth-frame" tabIndex={0} role="region" aria-label="Levels of the order book">
          <table>
            <thead>
              <tr>
                <th scope="col">Side</th>
                <th scope="col" className="numeric">
                  Price
                </th>
                <th scope="col" className="numeric">
                  Size
                </th>
                <th scope="col" className="numeric">
                  Up to here
                </th>
                <th scope="col" className="numeric">
                  Orders
                </th>
              </tr>
            </thead>
            <tbody data-part="asks" />
            <tbody>
              <tr className="depth-between">
                <td colSpan={5} data-part="between" />
              </tr>
            </tbody>
            <tbody data-part="bids" />
          </table>
        </div>
        <p className="muted" data-part="at-book" />
      </div>
    </section>
  );
}
