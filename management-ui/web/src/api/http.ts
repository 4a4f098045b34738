// One way to ask the gateway. The browser holds no token: the session is a cookie that scripts cannot read.

/** Why something was not done: what, why, and what to do next. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
    readonly problems: readonly string[] = [],
  ) {
    super(detail);
    this.name = 'Problem';
  }
}

let csrf = '';
let ended: () => void = () => {};

/** Said once after each log-in; every change shows it, so that another site cannot make one. */
export function showToken(token: string): void {
  csrf = token;
}

/** Who is told when the session is over. */
export function onSessionEnd(listener: () => void): void {
  ended = listener;
}

export interface Asked {
  body?: unknown;
  /** A file goes as it is, with its type. */
  file?: Blob;
  type?: string;
  /** The revision that was read: something that was changed since is not changed again. */
  revision?: number;
  /** Done once, however often it is sent. */
  once?: string;
  signal?: AbortSignal | undefined;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The answer as it is, for those that stream; a refusal is a Problem. */
export async function ask(method: Method, path: string, asked: Asked = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  let body: BodyInit | undefined;
  if (asked.file) {
    headers['Content-Type'] = asked.type ?? 'application/octet-stream';
    body = asked.file;
  } else if (asked.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(asked.body);
  }
  if (method !== 'GET') {
    headers['X-Meridian-CSRF'] = csrf;
  }
  if (asked.revision !== undefined) {
    headers['If-Match'] = `"${asked.revision}"`;
  }
  if (asked.once) {
    headers['Idempotency-Key'] = asked.once;
  }
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body }),
      ...(asked.signal ? { signal: asked.signal } : {}),
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem(0, 'The gateway does not answer', 'Nobody answers at this address. Is the stack running? The page tries again by itself.');
  }
  if (!response.ok) {
    // A wrong password is no session that ended.
    if (response.status === 401 && !path.startsWith('/ui/session') && !path.startsWith('/ui/setup')) {
      ended();
    }
    throw await problemOf(response);
  }
  return response;
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const said = JSON.parse(text) as { title?: unknown; detail?: unknown; problems?: unknown };
    return new Problem(
      response.status,
      String(said.title ?? response.statusText),
      String(said.detail ?? ''),
      Array.isArray(said.problems) ? said.problems.map(String) : [],
    );
  } catch {
    return new Problem(response.status, response.statusText || `Status ${response.status}`, text.slice(0, 500));
  }
}

export async function call<T>(method: Method, path: string, asked: Asked = {}): Promise<T> {
  const response = await ask(method, path, asked);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return call<T>('GET', path, { signal });
}

/** A path with what is asked; what is empty is left out. */
export function path(base: string, query: Record<string, string | number | undefined>): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') {
      said.set(name, String(value));
    }
  }
  const text = said.toString();
  return text === '' ? base : `${base}?${text}`;
}

/** All pages of a list, one after the other, up to a number of items. */
export async function all<T>(
  base: string,
  query: Record<string, string | undefined>,
  signal?: AbortSignal,
  most = 5000,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page: { items: T[]; next: string | null } = await get(path(base, { ...query, limit: 1000, cursor }), signal);
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && items.length < most);
  return items;
}

/** A name in a path. */
export const part = encodeURIComponent;
