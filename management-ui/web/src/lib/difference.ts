// What two things differ in, field by field.

export interface Field {
  name: string;
  one: string | undefined;
  other: string | undefined;
  same: boolean;
}

/** Fields within fields have the names of both, with a dot between. */
export function flat(value: unknown, prefix = '', into: Map<string, string> = new Map()): Map<string, string> {
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    if (entries.length === 0 && prefix !== '') {
      into.set(prefix, Array.isArray(value) ? '[]' : '{}');
    }
    for (const [name, inner] of entries) {
      flat(inner, prefix === '' ? name : `${prefix}.${name}`, into);
    }
  } else {
    into.set(prefix, value === null || value === undefined ? '' : String(value));
  }
  return into;
}

/** All fields of either, in the order of the first. */
export function difference(one: unknown, other: unknown): Field[] {
  const a = flat(one);
  const b = flat(other);
  return [...new Set([...a.keys(), ...b.keys()])].map((name) => ({
    name,
    one: a.get(name),
    other: b.get(name),
    same: a.has(name) && b.has(name) && a.get(name) === b.get(name),
  }));
}
