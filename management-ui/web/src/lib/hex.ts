const BYTES = 16;

/** Bytes as people read them: where they are, sixteen of them, and what of it is text. */
export function hexLines(hex: string): string[] {
  const clean = hex.replace(/[^0-9a-fA-F]/g, '');
  const lines: string[] = [];
  for (let at = 0; at < clean.length; at += 2 * BYTES) {
    const pairs = clean.slice(at, at + 2 * BYTES).match(/../g) ?? [];
    const text = pairs
      .map((pair) => Number.parseInt(pair, 16))
      .map((code) => (code >= 32 && code < 127 ? String.fromCharCode(code) : '·'))
      .join('');
    lines.push(`${(at / 2).toString(16).padStart(4, '0')}  ${pairs.join(' ').padEnd(3 * BYTES - 1)}  ${text}`);
  }
  return lines;
}
