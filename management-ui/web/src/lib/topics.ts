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

/** Whether every topic of the second belongs to the first. */
export function covers(wide: string, narrow: string): boolean {
  const a = segments(wide);
  const b = segments(narrow);
  for (let i = 0; ; i++) {
    const left = a[i];
    const right = b[i];
    if (left === '**') {
      return right !== undefined;
    }
    if (left === undefined || right === undefined) {
      return left === right;
    }
    if (right === '**' || (left !== '*' && left !== right)) {
      return false;
    }
  }
}

/** The first two segments stand for all that begins so. */
export function family(topic: string): string {
  const parts = topic.split('.');
  return parts.length > 2 ? `${parts[0]}.${parts[1]}.**` : topic;
}
