// The manager tells that something is different; what it is, is read again. One stream a page, and none while nobody
// sees the page: a browser opens six connections to an address for all its tabs together.
import { client } from './queries';

/** What is old after a change of this kind. */
const OLD: Record<string, readonly (readonly string[])[]> = {
  health: [['instances'], ['status']],
  grants: [['grants']],
  act: [['acts'], ['instances'], ['neighbours'], ['status'], ['kills'], ['grants'], ['plugins'], ['accounts'], ['tokens'], ['backups']],
};
const TOGETHER_MS = 400;

export function watchChanges(): () => void {
  let source: EventSource | null = null;
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    timer = undefined;
    const keys = new Map([...waiting].flatMap((kind) => (OLD[kind] ?? []).map((key) => [key.join(), key] as const)));
    waiting.clear();
    keys.forEach((key) => void client.invalidateQueries({ queryKey: [...key] }));
  };
  const hear = (kind: string) => {
    waiting.add(kind);
    timer ??= setTimeout(flush, TOGETHER_MS);
  };
  const open = () => {
    source = new EventSource('/v1/watch');
    for (const kind of Object.keys(OLD)) {
      source.addEventListener(kind, () => hear(kind));
    }
  };
  const look = () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      open();
    }
  };
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    clearTimeout(timer);
    source?.close();
  };
}
