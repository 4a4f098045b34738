// A state is a word and a shape; its colour only helps.
import type { GrantState, Level } from '../api/types';

const LEVELS: Record<Level, string> = { OK: '●', STARTING: '◔', STOPPED: '■', DEGRADED: '▲', FAILED: '✖' };

/** How bad it is: for sorting, the worst first. */
export const SEVERITY: Record<Level, number> = { FAILED: 0, DEGRADED: 1, STARTING: 2, STOPPED: 3, OK: 4 };

export function LevelBadge({ level }: { level: Level }) {
  return (
    <span className={`badge level-${level.toLowerCase()}`}>
      <span aria-hidden="true">{LEVELS[level]}</span> {level}
    </span>
  );
}

const GRANTS: Record<GrantState, [shape: string, tone: string]> = {
  DRAFT: ['✎', 'still'],
  REQUESTED: ['◔', 'wait'],
  ACTIVE: ['●', 'good'],
  REJECTED: ['✖', 'bad'],
  CANCELLED: ['■', 'still'],
  EXPIRED: ['■', 'still'],
  REVOKED: ['✖', 'bad'],
};

export function GrantBadge({ state }: { state: GrantState }) {
  const [shape, tone] = GRANTS[state];
  return <Badge tone={tone} shape={shape} text={state} />;
}

export function Badge({ tone, shape, text }: { tone: string; shape?: string; text: string }) {
  return (
    <span className={`badge tone-${tone}`}>
      {shape && <span aria-hidden="true">{shape}</span>} {text}
    </span>
  );
}

/** A figure that is good above and bad below zero; the sign says so, too. */
export function Gain({ text, sign }: { text: string; sign: number }) {
  return <span className={`mono ${sign > 0 ? 'gain' : sign < 0 ? 'loss' : ''}`}>{sign > 0 ? `+${text}` : text}</span>;
}
