// The one WebSocket of the page, and the streams in it. Rows go to listeners, never into React state.

/** A message of the bus as the gateway shows it. Times are epoch nanoseconds; what may not fit a number is a text. */
export interface Message {
  topic: string;
  source: string | number;
  sequence: string | number;
  traceId: string;
  spanId: string;
  correlationId: string | null;
  tsEvent: string;
  tsInit: string;
  tsPublish: string;
  replayed: boolean;
  schema: number;
  kind: string;
  fields: Record<string, unknown> | null;
  size: number;
  /** Null for who only looks. */
  hex: string | null;
}

export interface TopicRate {
  topic: string;
  perSecond: number;
  total: string | number;
  lastAt: string;
}

/** What is counted is every message that matched; what is shown are those that were sent. */
export interface Counts {
  counted: number;
  shown: number;
  dropped: number;
}

export interface Listener {
  rows?(rows: Record<string, unknown>[], counts: Counts): void;
  rates?(topics: TopicRate[], at: string): void;
  problem?(detail: string): void;
  closed?(): void;
  /** Whether the gateway is there; when it is again, the stream has been opened anew. */
  connected?(is: boolean): void;
}

export type Opened =
  | { stream: 'messages'; pattern: string; filter: string; from: string; limit: number }
  | { stream: 'rates' }
  | { stream: 'quotes' | 'books'; pattern: string }
  | { stream: 'orders' | 'positions' };

export interface Stream {
  pause(): void;
  resume(): void;
  close(): void;
}

const SESSION_ENDED = 4401;
const LONGEST_WAIT_MS = 15_000;

let socket: WebSocket | null = null;
let last = 0;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let onEnded: () => void = () => {};
const streams = new Map<number, { opened: Opened; listener: Listener; paused: boolean }>();

export function onLiveEnded(listener: () => void): void {
  onEnded = listener;
}

function send(message: object): void {
  if (socket?.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify(message));
  }
}

function connect(): void {
  clearTimeout(retry);
  const mine = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ui/live`);
  socket = mine;
  mine.onopen = () => {
    failures = 0;
    for (const [id, stream] of streams) {
      send({ op: 'open', id, ...stream.opened });
      if (stream.paused) {
        send({ op: 'pause', id });
      }
      stream.listener.connected?.(true);
    }
  };
  mine.onmessage = (event) => {
    const said = JSON.parse(String(event.data)) as { id: number; type: string } & Record<string, unknown>;
    const listener = streams.get(said.id)?.listener;
    switch (said.type) {
      case 'rows':
        listener?.rows?.(said.rows as Record<string, unknown>[], said as unknown as Counts);
        break;
      case 'rates':
        listener?.rates?.(said.topics as TopicRate[], String(said.at));
        break;
      case 'problem':
        listener?.problem?.(String(said.detail));
        break;
      case 'closed':
        listener?.closed?.();
        break;
    }
  };
  mine.onclose = (event) => {
    if (socket !== mine) {
      return;
    }
    socket = null;
    if (event.code === SESSION_ENDED) {
      streams.clear();
      onEnded();
      return;
    }
    streams.forEach((stream) => stream.listener.connected?.(false));
    if (streams.size > 0) {
      retry = setTimeout(connect, Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures++));
    }
  };
}

export function open(opened: Opened, listener: Listener): Stream {
  const id = ++last;
  const stream = { opened, listener, paused: false };
  streams.set(id, stream);
  if (!socket) {
    connect();
  } else if (socket.readyState === WebSocket.OPEN) {
    send({ op: 'open', id, ...opened });
    listener.connected?.(true);
  }
  return {
    pause() {
      stream.paused = true;
      send({ op: 'pause', id });
    },
    resume() {
      stream.paused = false;
      send({ op: 'resume', id });
    },
    close() {
      streams.delete(id);
      send({ op: 'close', id });
      if (streams.size === 0) {
        clearTimeout(retry);
        socket?.close();
        socket = null;
      }
    },
  };
}
