// Topics, patterns and templates: `*` and a place in braces are one segment, `**` at the end is one or more.

/** What is counted under no name of its own. */
export const OTHER = 'other';

function segments(text: string): string[] {
  return text.split('.').map((segment) => (segment.startsWith('{') ? '*' : segment));
}

/** Whether some topic belongs to both. */
export function intersects(one: string, other: string): boolean {
  const a = segments(one);
  const b = segments(other);
  for (let i = 0; ; i++) {
    const left = a[i];
    const right = b[i];
    if (left === undefined || right === undefined) {
      return left === right;
    }
    if (left === '**' || right === '**') {
      return true;
    }
    if (left !== '*' && right !== '*' && left !== right) {
      return false;
    }
  }
}

interface Place {
  next: Map<string, Place>;
  /** Who ends here, as it was written. */
  text: string | undefined;
}

/** Many topics, patterns and templates, of which those that belong together with one are found without looking at each. */
export class Topics {
  private readonly root: Place = { next: new Map(), text: undefined };

  constructor(all: Iterable<string> = []) {
    for (const text of all) {
      this.add(text);
    }
  }

  add(text: string): void {
    let place = this.root;
    for (const segment of segments(text)) {
      let next = place.next.get(segment);
      if (!next) {
        next = { next: new Map(), text: undefined };
        place.next.set(segment, next);
      }
      place = next;
    }
    place.text ??= text;
  }

  /** Whether one of them intersects this. */
  meets(text: string): boolean {
    const wanted = segments(text);
    const from = (place: Place, i: number): boolean => {
      const segment = wanted[i];
      if (segment === undefined) {
        return place.text !== undefined;
      }
      if (segment === '**' ? place.next.size > 0 : place.next.has('**')) {
        return true;
      }
      if (segment === '*') {
        return [...place.next.values()].some((next) => from(next, i + 1));
      }
      return [segment, '*'].some((name) => {
        const next = place.next.get(name);
        return next !== undefined && from(next, i + 1);
      });
    };
    return from(this.root, 0);
  }

  /** One of them to which every topic of this belongs, the one that says most; undefined: none is so. */
  coverOf(text: string): string | undefined {
    const wanted = segments(text);
    const from = (place: Place, i: number): string | undefined => {
      const segment = wanted[i];
      if (segment === undefined) {
        return place.text;
      }
      const names = segment === '**' ? [] : segment === '*' ? ['*'] : [segment, '*'];
      for (const name of names) {
        const next = place.next.get(name);
        const found = next && from(next, i + 1);
        if (found !== undefined) {
          return found;
        }
      }
      return place.next.get('**')?.text;
    };
    return from(this.root, 0);
  }
}

/** The first two segments stand for all that begins so. */
export function family(topic: string): string {
  const parts = topic.split('.');
  return parts.length > 2 ? `${parts[0]}.${parts[1]}.**` : topic;
}
