// What changes by itself is told to screen readers together, and at most every five seconds.
import { preferences } from './preferences';

const EVERY_MS = 5000;

let waiting: string[] = [];
let saidAt = Number.NEGATIVE_INFINITY;
let timer: ReturnType<typeof setTimeout> | undefined;
let speaker: (text: string) => void = () => {};

export function onAnnouncement(listener: (text: string) => void): void {
  speaker = listener;
}

export function announce(text: string): void {
  if (!preferences().announce || waiting.includes(text)) {
    return;
  }
  waiting.push(text);
  if (timer === undefined) {
    timer = setTimeout(say, Math.max(0, saidAt + EVERY_MS - performance.now()));
  }
}

function say(): void {
  timer = undefined;
  saidAt = performance.now();
  // More than some would be read for longer than they stay true.
  const some = waiting.slice(-4);
  const more = waiting.length - some.length;
  speaker((more > 0 ? `${more} more changes. ` : '') + some.join('. '));
  waiting = [];
}
