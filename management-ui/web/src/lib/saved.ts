// Filters that a reader keeps by name, in this browser alone. To give one to somebody else, give them its address.

export interface Saved {
  name: string;
  pattern: string;
  filter: string;
  as: string;
}

const KEY = 'meridian.filters';
const MOST = 50;
export const LONGEST_NAME = 60;

type Place = Pick<Storage, 'getItem' | 'setItem'>;

function isSaved(value: unknown): value is Saved {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['name', 'pattern', 'filter', 'as'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string')
  );
}

/** By name. Storage that is locked or spoilt has none: it must keep nobody from the page. */
export function readSaved(place: Place = localStorage): Saved[] {
  try {
    const all: unknown = JSON.parse(place.getItem(KEY) ?? '[]');
    return Array.isArray(all) ? all.filter(isSaved) : [];
  } catch {
    return [];
  }
}

function write(all: readonly Saved[], place: Place): Saved[] {
  const ordered = [...all].sort((a, b) => a.name.localeCompare(b.name));
  place.setItem(KEY, JSON.stringify(ordered));
  return ordered;
}

/** In place of one of the same name. @throws Error when there is no room, or the browser keeps nothing */
export function keep(saved: Saved, place: Place = localStorage): Saved[] {
  const name = saved.name.trim().slice(0, LONGEST_NAME);
  if (name === '') {
    throw new Error('Say what it is to be called.');
  }
  const others = readSaved(place).filter((each) => each.name !== name);
  if (others.length >= MOST) {
    throw new Error(`${MOST} filters are kept already. Delete one first.`);
  }
  return write([...others, { ...saved, name }], place);
}

export function drop(name: string, place: Place = localStorage): Saved[] {
  return write(readSaved(place).filter((each) => each.name !== name), place);
}
