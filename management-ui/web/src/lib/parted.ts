// What a message says, by shape: lists of alike things are tables, all else is one name and one value each.
import { flat } from './difference';

export interface Listed {
  name: string;
  columns: string[];
  rows: string[][];
}

export interface Parted {
  facts: Array<[name: string, value: string]>;
  lists: Listed[];
}

function isThing(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function parted(fields: Record<string, unknown>): Parted {
  const rest: Record<string, unknown> = {};
  const lists: Listed[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value) && value.length > 0 && value.every(isThing)) {
      const columns = [...new Set(value.flatMap((each) => Object.keys(each)))];
      lists.push({ name, columns, rows: value.map((each) => columns.map((column) => [...flat(each[column]).values()].join(' '))) });
    } else {
      rest[name] = value;
    }
  }
  return { facts: [...flat(rest)], lists };
}
