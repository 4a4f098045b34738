// Lines of a log: what they say of themselves, and those of two logs in one order.

export type Part = 'plugin' | 'sidecar';
export const LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'] as const;
export type LogLevel = (typeof LEVELS)[number];

export interface LogLine {
  part: Part;
  /** Epoch milliseconds of it, or of the line before it that says when. 0: no line before says it. */
  at: number;
  level: LogLevel | null;
  text: string;
}

const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)\s+(?:(ERROR|WARN|INFO|DEBUG|TRACE)\s+)?(.*)$/s;

/** Reads lines of one log. A line without a time belongs to the one before it. */
export class LogReader {
  private rest = '';
  private at = 0;
  private level: LogLevel | null = null;

  constructor(private readonly part: Part) {}

  /** What came, in whatever pieces. Gives the lines that are whole. */
  read(piece: string): LogLine[] {
    const pieces = (this.rest + piece).split('\n');
    this.rest = pieces.pop() ?? '';
    // An empty line is the sign that the other side is still there.
    return pieces.filter((line) => line.trim() !== '').map((line) => this.line(line));
  }

  private line(text: string): LogLine {
    const found = FORM.exec(text);
    if (!found) {
      return { part: this.part, at: this.at, level: this.level, text };
    }
    this.at = Date.parse(found[1] ?? '');
    this.level = (found[2] as LogLevel | undefined) ?? null;
    return { part: this.part, at: this.at, level: this.level, text: found[3] ?? '' };
  }
}

export interface LogFilter {
  part: '' | Part;
  /** This level and what is worse. */
  level: '' | LogLevel;
  text: string;
}

export function passes(line: LogLine, filter: LogFilter): boolean {
  if (filter.part !== '' && line.part !== filter.part) {
    return false;
  }
  if (filter.level !== '' && line.level !== null && LEVELS.indexOf(line.level) > LEVELS.indexOf(filter.level)) {
    return false;
  }
  return filter.text === '' || line.text.toLowerCase().includes(filter.text.toLowerCase());
}

/** Puts lines where they belong by time; those of one log stay in their order. */
export function merge(lines: LogLine[], more: LogLine[]): LogLine[] {
  const last = lines.at(-1);
  if (!last || more.every((line) => line.at >= last.at)) {
    return [...lines, ...more];
  }
  return [...lines, ...more]
    .map((line, index) => [line, index] as const)
    .sort((a, b) => a[0].at - b[0].at || a[1] - b[1])
    .map(([line]) => line);
}

const TRACE = /\b[0-9a-f]{32}\b/;

/** The trace that a line speaks of, or null. */
export function traceIn(text: string): string | null {
  return TRACE.exec(text)?.[0] ?? null;
}
