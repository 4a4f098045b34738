// Sorting rows. How they are sorted stands in the address as a text: 'name', or '-name' for the other way round.
import { compareDecimals } from './decimal';

export type Value = string | number | boolean | null | undefined;

const NUMERIC = /^[+-]?\d+(\.\d+)?$/;
const collator = new Intl.Collator('en', { numeric: true });

/** Nothing comes last, whichever way rows are sorted; numbers in texts are compared as numbers. */
function compare(one: Value, other: Value, sign: number): number {
  const oneIsEmpty = one === null || one === undefined || one === '';
  const otherIsEmpty = other === null || other === undefined || other === '';
  if (oneIsEmpty || otherIsEmpty) {
    return oneIsEmpty === otherIsEmpty ? 0 : oneIsEmpty ? 1 : -1;
  }
  if (typeof one === 'string' && typeof other === 'string') {
    return sign * (NUMERIC.test(one) && NUMERIC.test(other) ? compareDecimals(one, other) : collator.compare(one, other));
  }
  return sign * (Number(one) - Number(other));
}

export function sorted<Row>(rows: readonly Row[], sort: string, value: (row: Row, column: string) => Value): Row[] {
  if (sort === '') {
    return [...rows];
  }
  const down = sort.startsWith('-');
  const column = down ? sort.slice(1) : sort;
  const keyed = rows.map((row) => [row, value(row, column)] as const);
  keyed.sort((a, b) => compare(a[1], b[1], down ? -1 : 1));
  return keyed.map(([row]) => row);
}

/** What a click on the head of a column makes of it. */
export function turned(sort: string, column: string): string {
  return sort === column ? `-${column}` : column;
}
