// What became of the answer to a live question. The first that a manager tells is the whole of it.
export interface Change {
  kind: 'ENTER' | 'UPDATE' | 'LEAVE';
  name: string;
  fields: Record<string, unknown>;
}

export type Answer = ReadonlyMap<string, Record<string, unknown>>;

export function applied(before: Answer, changes: readonly Change[]): Answer {
  const now = new Map(before);
  for (const { kind, name, fields } of changes) {
    if (kind === 'LEAVE') {
      now.delete(name);
    } else {
      now.set(name, fields);
    }
  }
  return now;
}

/** Server-sent events in pieces as the network gives them; each is told once it is whole. */
export class EventReader {
  private rest = '';

  read(piece: string): Change[][] {
    const events = (this.rest + piece).split('\n\n');
    this.rest = events.pop() ?? '';
    return events.flatMap((event) =>
      event
        .split('\n')
        .filter((line) => line.startsWith('data: '))
        .map((line) => JSON.parse(line.slice('data: '.length)) as Change[]),
    );
  }
}
