export const LEAST = 2;
export const MOST = 4;

/** The runs that an address names, each once. */
export function chosen(text: string): string[] {
  return [...new Set(text.split(',').filter((id) => id !== ''))].slice(0, MOST);
}
