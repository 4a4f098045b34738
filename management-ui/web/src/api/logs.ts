// Follows what an instance says. Lines stay outside of React: a log may be a flood.
import { ask, part, path } from './http';
import { type LogLine, LogReader, type Part, merge } from '../lib/loglines';

const MOST_LINES = 5000;
const FIRST_LINES = 1000;
/** At most so often is anything painted. */
const PAINT_MS = 100;
const AGAIN_MS = 2000;

export class LogFollower {
  private lines: LogLine[] = [];
  private waiting: LogLine[] = [];
  private problems = new Map<Part, string>();
  private shown: { lines: readonly LogLine[]; problem: string; read: boolean } = { lines: [], problem: '', read: false };
  private readonly listeners = new Set<() => void>();
  private readonly ending = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped: AbortController[] = [];
  private paused = false;
  private read = false;

  constructor(private readonly instance: string) {}

  /** Begins, and gives how to end. While nobody sees the page nothing is open: connections are few. */
  start(): () => void {
    const look = () => (document.hidden ? this.rest() : this.begin());
    look();
    document.addEventListener('visibilitychange', look, { signal: this.ending.signal });
    return () => {
      this.ending.abort();
      this.rest();
      clearTimeout(this.timer);
    };
  }

  private rest(): void {
    this.stopped.forEach((each) => each.abort());
    this.stopped = [];
  }

  private begin(): void {
    if (this.stopped.length > 0) {
      return;
    }
    this.lines = [];
    this.waiting = [];
    for (const which of ['plugin', 'sidecar'] as const) {
      const stop = new AbortController();
      this.stopped.push(stop);
      void this.follow(which, stop.signal, FIRST_LINES);
    }
  }

  private async follow(which: Part, signal: AbortSignal, lines: number): Promise<void> {
    let first = lines;
    while (!signal.aborted) {
      try {
        const address = path(`/v1/instances/${part(this.instance)}/logs`, { part: which, lines: first, follow: 'true' });
        const response = await ask('GET', address, { signal });
        this.problems.delete(which);
        this.read = true;
        this.paintSoon();
        const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
        const log = new LogReader(which);
        for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
          this.waiting.push(...log.read(piece.value));
          this.paintSoon();
        }
        // It ended by itself; what was heard is not asked for again.
        first = 0;
      } catch (failure) {
        if (signal.aborted) {
          return;
        }
        this.problems.set(which, failure instanceof Error ? failure.message : String(failure));
        this.paintSoon();
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  private paintSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (!this.paused) {
        this.lines = merge(this.lines, this.waiting).slice(-MOST_LINES);
        this.waiting = [];
      } else if (this.waiting.length > MOST_LINES) {
        this.waiting = this.waiting.slice(-MOST_LINES);
      }
      this.shown = { lines: this.lines, problem: [...new Set(this.problems.values())].join(' '), read: this.read };
      this.listeners.forEach((listener) => listener());
    }, PAINT_MS);
  }

  pause(is: boolean): void {
    this.paused = is;
    this.paintSoon();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): { lines: readonly LogLine[]; problem: string; read: boolean } => this.shown;
}
