// How a reader wants to see the pages. Kept in this browser alone: it is nobody else's business.
import { useSyncExternalStore } from 'react';
import type { Zone } from './time';

export interface Preferences {
  theme: 'auto' | 'light' | 'dark' | 'contrast';
  density: 'roomy' | 'dense';
  zone: Zone;
  exchange: string;
  /** Whether a screen reader is told of what changes by itself. */
  announce: boolean;
}

const KEY = 'meridian.preferences';
const FIRST: Preferences = { theme: 'auto', density: 'roomy', zone: 'UTC', exchange: 'America/New_York', announce: true };

const DARK = matchMedia('(prefers-color-scheme: dark)');

let now: Preferences = read();
const listeners = new Set<() => void>();

function read(): Preferences {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    // Storage that is locked or spoilt must not keep anybody from the pages.
    return FIRST;
  }
}

/** Follows the system while the choice is to look as that does. */
export function watchPreferences(): void {
  applyPreferences();
  DARK.addEventListener('change', applyPreferences);
}

/** Puts the choice on the root element, where the style sheets look for it. */
function applyPreferences(): void {
  document.documentElement.dataset.theme = now.theme === 'auto' ? (DARK.matches ? 'dark' : 'light') : now.theme;
  document.documentElement.dataset.density = now.density;
}

export function prefer(change: Partial<Preferences>): void {
  now = { ...now, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(now));
  } catch {
    // It holds until the page is closed.
  }
  applyPreferences();
  listeners.forEach((listener) => listener());
}

export function preferences(): Preferences {
  return now;
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
}

/** The IANA zone of the choice; undefined is that of this machine. */
export function zoneOf(chosen: Preferences): string | undefined {
  return chosen.zone === 'UTC' ? 'UTC' : chosen.zone === 'exchange' ? chosen.exchange : undefined;
}
