// Messages as they come, painted without React: a flood of ticks must not make a page work harder than ten times a
// second, however many there are. Only rows that are seen exist, and they are used again.
import type { Message } from '../api/live';
import { Ring } from './ring';
import { fromNanos, stamp } from './time';

export const ROW_PX = 26;
const PAINT_MS = 100;
const MOST = 20_000;
/** More pixels than a browser can scroll through would be needed for more rows. */
const SPARE_ROWS = 4;

const CELLS = ['at', 'topic', 'kind', 'source', 'sequence', 'what'] as const;

/** Times that the columns and the detail show already. */
const OF_ENVELOPE: ReadonlySet<string> = new Set(['tsEvent', 'tsInit']);

/** The number of a source has 32 bits and no sign. */
export function sourceOf(message: Message): string {
  return String(Number(message.source) >>> 0);
}

export function summary(message: Message): string {
  const fields = message.fields;
  if (!fields) {
    return `${message.size} bytes`;
  }
  return Object.entries(fields)
    .filter(([name, value]) => value !== null && value !== '' && !OF_ENVELOPE.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ');
}

export class Tape {
  readonly ring = new Ring<Message>(MOST);
  private frame: HTMLElement | null = null;
  private space: HTMLElement | null = null;
  private readonly pool: HTMLElement[] = [];
  private paintedAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private request = 0;
  private follows = true;
  private begin = 0;
  private selected = -1;
  private zone: string | undefined = 'UTC';
  private ending = new AbortController();
  /** How often it was painted: at most ten times a second. */
  paints = 0;

  constructor(private readonly onSelect: (number: number) => void) {}

  attach(frame: HTMLElement): () => void {
    this.frame = frame;
    this.space = document.createElement('div');
    this.space.className = 'tape-space';
    this.space.setAttribute('role', 'presentation');
    frame.replaceChildren(this.space);
    this.pool.length = 0;
    this.ending = new AbortController();
    const { signal } = this.ending;
    frame.addEventListener('scroll', () => this.scrolled(), { signal, passive: true });
    frame.addEventListener('click', (event) => this.clicked(event), { signal });
    frame.addEventListener('keydown', (event) => this.key(event), { signal });
    const watcher = new ResizeObserver(() => this.soon());
    watcher.observe(frame);
    this.soon();
    return () => {
      this.ending.abort();
      watcher.disconnect();
      clearTimeout(this.timer);
      cancelAnimationFrame(this.request);
      this.timer = undefined;
      this.frame = null;
    };
  }

  add(rows: readonly Message[]): void {
    rows.forEach((row) => this.ring.add(row));
    this.soon();
  }

  clear(): void {
    this.ring.clear();
    this.begin = 0;
    this.follows = true;
    this.choose(-1);
  }

  inZone(zone: string | undefined): void {
    this.zone = zone;
    this.soon();
  }

  choose(number: number): void {
    this.selected = number;
    this.onSelect(number);
    this.soon();
  }

  /** Paints in the next frame, but not sooner than a tenth of a second after the last time. */
  private soon(): void {
    this.timer ??= setTimeout(
      () => {
        this.request = requestAnimationFrame(() => {
          this.timer = undefined;
          this.paint();
        });
      },
      Math.max(0, this.paintedAt + PAINT_MS - performance.now()),
    );
  }

  private scrolled(): void {
    const frame = this.frame;
    if (frame) {
      this.follows = frame.scrollTop + frame.clientHeight >= frame.scrollHeight - 2 * ROW_PX;
      this.soon();
    }
  }

  private clicked(event: MouseEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>('.tape-row');
    if (row?.dataset.number) {
      this.choose(Number(row.dataset.number));
    }
  }

  private key(event: KeyboardEvent): void {
    const { begin, end } = this.ring;
    const from = this.selected < begin ? end : this.selected;
    const page = Math.max(1, Math.floor((this.frame?.clientHeight ?? 0) / ROW_PX) - 1);
    const to = {
      ArrowUp: from - 1,
      ArrowDown: this.selected < begin ? end - 1 : from + 1,
      PageUp: from - page,
      PageDown: from + page,
      Home: begin,
      End: end - 1,
    }[event.key];
    if (to === undefined || end === begin) {
      return;
    }
    event.preventDefault();
    const number = Math.min(end - 1, Math.max(begin, to));
    this.reveal(number);
    this.choose(number);
  }

  private reveal(number: number): void {
    const frame = this.frame;
    if (!frame) {
      return;
    }
    const top = (number - this.ring.begin) * ROW_PX;
    if (top < frame.scrollTop) {
      frame.scrollTop = top;
    } else if (top + ROW_PX > frame.scrollTop + frame.clientHeight) {
      frame.scrollTop = top + ROW_PX - frame.clientHeight;
    }
  }

  private paint(): void {
    const { frame, space, ring } = this;
    if (!frame || !space) {
      return;
    }
    this.paintedAt = performance.now();
    this.paints++;
    // What fell out at the top must not move what a reader looks at.
    const fallen = ring.begin - this.begin;
    this.begin = ring.begin;
    space.style.height = `${ring.size * ROW_PX}px`;
    if (this.follows) {
      frame.scrollTop = frame.scrollHeight;
    } else if (fallen > 0) {
      frame.scrollTop = Math.max(0, frame.scrollTop - fallen * ROW_PX);
    }
    const first = Math.max(0, Math.floor(frame.scrollTop / ROW_PX) - SPARE_ROWS);
    const shown = Math.min(ring.size - first, Math.ceil(frame.clientHeight / ROW_PX) + 2 * SPARE_ROWS);
    while (this.pool.length < shown) {
      this.pool.push(space.appendChild(row()));
    }
    const now = new Date();
    this.pool.forEach((element, index) => {
      const number = ring.begin + first + index;
      const message = index < shown ? ring.get(number) : undefined;
      element.hidden = !message;
      if (message) {
        element.style.transform = `translateY(${(first + index) * ROW_PX}px)`;
        this.fill(element, number, message, now);
      }
    });
    if (this.selected >= ring.begin) {
      frame.setAttribute('aria-activedescendant', `message-${this.selected}`);
    } else {
      frame.removeAttribute('aria-activedescendant');
    }
  }

  private fill(element: HTMLElement, number: number, message: Message, now: Date): void {
    element.setAttribute('aria-selected', String(number === this.selected));
    const mark = `${number} ${this.zone}`;
    if (element.dataset.mark === mark) {
      return;
    }
    element.dataset.mark = mark;
    element.dataset.number = String(number);
    element.id = `message-${number}`;
    element.setAttribute('aria-posinset', String(number - this.ring.begin + 1));
    element.setAttribute('aria-setsize', '-1');
    element.classList.toggle('replayed', message.replayed);
    const texts: Record<(typeof CELLS)[number], string> = {
      at: stamp(fromNanos(message.tsPublish), this.zone, 'millis', now),
      topic: message.topic,
      kind: message.kind,
      source: sourceOf(message),
      sequence: String(message.sequence),
      what: (message.replayed ? '(replayed) ' : '') + summary(message),
    };
    CELLS.forEach((cell, index) => {
      // Text, never markup: whatever a plugin published.
      (element.children[index] as HTMLElement).textContent = texts[cell];
    });
  }
}

function row(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'tape-row';
  element.setAttribute('role', 'option');
  for (const cell of CELLS) {
    const part = document.createElement('span');
    part.className = `tape-${cell}`;
    element.append(part);
  }
  return element;
}
