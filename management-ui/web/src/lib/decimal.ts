// Numbers of money and quantity come as texts with all their digits. They are shown and added as they are, never as
// floating point.

const FORM = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** With thousands apart, and without zeros at the end beyond `keep` places. What is no number is given back as it is. */
export function grouped(text: string | null | undefined, keep = 0): string {
  if (text === null || text === undefined || text === '') {
    return '';
  }
  const found = FORM.exec(text);
  if (!found) {
    return text;
  }
  const [, sign, whole = '', fraction = ''] = found;
  let places = fraction.replace(/0+$/, '');
  places = places.padEnd(Math.min(keep, Math.max(fraction.length, keep)), '0');
  const body = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',') + (places ? `.${places}` : '');
  // A true minus sign is as wide as a plus, so that columns stand straight.
  return (sign === '-' && /[1-9]/.test(body) ? '−' : '') + body;
}

interface Scaled {
  mantissa: bigint;
  scale: number;
}

function scaled(text: string): Scaled | null {
  const found = FORM.exec(text);
  if (!found) {
    return null;
  }
  const [, sign, whole = '', fraction = ''] = found;
  return { mantissa: BigInt((sign === '-' ? '-' : '') + whole + fraction), scale: fraction.length };
}

/** The exact sum. Texts that are no number are left out. */
export function sum(texts: ReadonlyArray<string | null | undefined>): string {
  let total: Scaled = { mantissa: 0n, scale: 0 };
  for (const text of texts) {
    const next = text ? scaled(text) : null;
    if (next) {
      const scale = Math.max(total.scale, next.scale);
      total = { mantissa: lifted(total, scale) + lifted(next, scale), scale };
    }
  }
  const digits = (total.mantissa < 0n ? -total.mantissa : total.mantissa).toString().padStart(total.scale + 1, '0');
  const cut = digits.length - total.scale;
  return (total.mantissa < 0n ? '-' : '') + digits.slice(0, cut) + (total.scale ? `.${digits.slice(cut)}` : '');
}

function lifted(number: Scaled, scale: number): bigint {
  return number.mantissa * 10n ** BigInt(scale - number.scale);
}

/** -1, 0 or 1, exact; what is no number comes last. */
export function compareDecimals(one: string, other: string): number {
  const a = scaled(one);
  const b = scaled(other);
  if (!a || !b) {
    return a ? -1 : b ? 1 : 0;
  }
  const scale = Math.max(a.scale, b.scale);
  const difference = lifted(a, scale) - lifted(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** -1, 0, 1: which way a gain went. */
export function signOf(text: string | null | undefined): number {
  return text && FORM.test(text) ? compareDecimals(text, '0') : 0;
}

/** A count with its thousands apart. */
export function count(number: number | string): string {
  return grouped(String(number));
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytes(size: number): string {
  let unit = 0;
  let left = size;
  while (left >= 1000 && unit < UNITS.length - 1) {
    left /= 1000;
    unit++;
  }
  return `${unit === 0 ? left : left.toFixed(1)} ${UNITS[unit]}`;
}
