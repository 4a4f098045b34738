// The health of the last 24 hours as pieces of a line.
import type { HealthHistory, Level } from '../api/types';

export interface Piece {
  level: Level;
  from: number;
  to: number;
  reasons: string[];
}

export const DAY_MS = 86_400_000;

/** Pieces without gaps, the oldest first; before the first change nothing is known. */
export function pieces(history: HealthHistory, now: number): Piece[] {
  const begin = now - DAY_MS;
  const changes = (history.changes as unknown as { at: string; level: Level; reasons: string[] }[])
    .map((change) => ({ ...change, at: Date.parse(change.at) }))
    .sort((a, b) => a.at - b.at);
  const found: Piece[] = [];
  changes.forEach((change, index) => {
    const to = changes[index + 1]?.at ?? now;
    if (to > begin) {
      found.push({ level: change.level, from: Math.max(begin, change.at), to, reasons: change.reasons });
    }
  });
  return found;
}

/** How much of the time that is known each level had, of 1. */
export function shares(all: readonly Piece[]): Partial<Record<Level, number>> {
  const total = all.reduce((sum, piece) => sum + piece.to - piece.from, 0);
  const found: Partial<Record<Level, number>> = {};
  for (const piece of all) {
    found[piece.level] = (found[piece.level] ?? 0) + (total === 0 ? 0 : (piece.to - piece.from) / total);
  }
  return found;
}
