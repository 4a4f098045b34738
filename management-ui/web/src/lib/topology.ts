// Who publishes what to whom, of what sidecars reported and what is granted.
import type { TopicTraffic, Traffic } from '../api/traffic';
import type { Grant } from '../api/types';
import { count } from './decimal';
import { finder } from './search';
import { Topics, family } from './topics';

export type Kind = 'published' | 'delivered' | 'denied' | 'idle';

/** Between an instance and some topics. */
export interface Edge {
  instance: string;
  topic: string;
  kind: Kind;
  /** On the left an instance publishes, on the right it is delivered to. */
  side: 'left' | 'right';
  count: number;
  /** Of how many milliseconds the count is. */
  coveredMs: number;
  lag: number;
  lost: number;
}

export interface Topology {
  edges: Edge[];
  /** Published within the last minute of reports, and no instance was delivered it. */
  unheard: string[];
  /** Granted to some, and neither published nor delivered anywhere. */
  silent: string[];
}

export interface Wanted {
  /** A part of the name of an instance or topic. */
  q: string;
  show: Kind | 'all' | 'traffic';
  group: 'template' | 'family';
}

export function perSecond(edge: { count: number; coveredMs: number }): number {
  return edge.coveredMs === 0 ? 0 : (1000 * edge.count) / edge.coveredMs;
}

/** Messages a second in words: small ones keep a digit behind the point. */
export function rate(edge: { count: number; coveredMs: number }): string {
  const a = perSecond(edge);
  if (edge.count > 0 && a < 0.05) {
    return '< 0.1/s';
  }
  return `${a < 10 ? a.toFixed(1) : count(Math.round(a))}/s`;
}

/** Grants in force that let an instance publish or be delivered to. */
function open(grants: readonly Grant[]): Grant[] {
  return grants.filter(
    (each) => each.state === 'ACTIVE' && each.effect === 'ALLOW' && (each.action === 'PUBLISH' || each.action === 'SUBSCRIBE'),
  );
}

function reported(traffic: Traffic): Edge[] {
  return traffic.instances.flatMap((instance) =>
    instance.topics.flatMap((told) => {
      const common = { instance: instance.name, topic: told.topic, coveredMs: instance.coveredMs };
      const some: Edge[] = [];
      if (told.published > 0) {
        some.push({ ...common, kind: 'published', side: 'left', count: told.published, lag: 0, lost: 0 });
      }
      if (told.delivered > 0 || told.lag > 0) {
        some.push({ ...common, kind: 'delivered', side: 'right', count: told.delivered, lag: told.lag, lost: told.dropped + told.missing });
      }
      if (told.denied > 0) {
        // A report does not say what was denied. Who publishes there already was hardly denied to read.
        const side = told.published > 0 && told.delivered === 0 ? 'left' : 'right';
        some.push({ ...common, kind: 'denied', side, count: told.denied, lag: 0, lost: 0 });
      }
      return some;
    }),
  );
}

/** Granted, and nothing of it within the last minute of reports. */
function idle(traffic: Traffic, grants: readonly Grant[], busy: readonly Edge[]): Edge[] {
  const templates = new Topics(traffic.instances.flatMap((each) => each.topics.map((told) => told.topic)));
  const heard = new Map(traffic.instances.map((each) => [each.name, each]));
  const flowing = new Map<string, Topics>();
  for (const edge of busy) {
    const key = `${edge.kind} ${edge.instance}`;
    const known = flowing.get(key) ?? new Topics();
    known.add(edge.topic);
    flowing.set(key, known);
  }
  const found = new Map<string, Edge>();
  for (const grant of open(grants)) {
    const kind = grant.action === 'PUBLISH' ? 'published' : 'delivered';
    if (!flowing.get(`${kind} ${grant.instance}`)?.meets(grant.pattern)) {
      const topic = templates.coverOf(grant.pattern) ?? grant.pattern;
      const edge: Edge = {
        instance: grant.instance,
        topic,
        kind: 'idle',
        side: kind === 'published' ? 'left' : 'right',
        count: 0,
        coveredMs: heard.get(grant.instance)?.coveredMs ?? 0,
        lag: 0,
        lost: 0,
      };
      found.set(`${edge.side} ${edge.instance} ${edge.topic}`, edge);
    }
  }
  return [...found.values()];
}

/** Edges between the same two are one. */
function together(edges: readonly Edge[], group: Wanted['group']): Edge[] {
  if (group === 'template') {
    return [...edges];
  }
  const found = new Map<string, Edge>();
  for (const edge of edges) {
    const topic = family(edge.topic);
    const key = `${edge.side} ${edge.kind} ${edge.instance} ${topic}`;
    const known = found.get(key);
    found.set(
      key,
      known
        ? { ...known, count: known.count + edge.count, lag: known.lag + edge.lag, lost: known.lost + edge.lost }
        : { ...edge, topic },
    );
  }
  // Something idle in a family that is busy between the same two says nothing.
  return [...found.values()].filter(
    (edge) =>
      edge.kind !== 'idle' ||
      !['published', 'delivered'].some((kind) => found.has(`${edge.side} ${kind} ${edge.instance} ${edge.topic}`)),
  );
}

function shows(edge: Edge, show: Wanted['show']): boolean {
  return show === 'all' || edge.kind === show || (show === 'traffic' && edge.kind !== 'idle');
}

/** All that one instance has to do with topics. */
export function edgesOf(traffic: Traffic, grants: readonly Grant[], instance: string): Edge[] {
  const own = reported(traffic).filter((edge) => edge.instance === instance);
  return [...own, ...idle(traffic, grants.filter((each) => each.instance === instance), own)];
}

/** What an instance says, hears and has not heard yet, of all topics together. */
export interface Load {
  published: { count: number; coveredMs: number };
  delivered: { count: number; coveredMs: number };
  lag: number;
}

export function loads(traffic: Traffic): Map<string, Load> {
  const sum = (topics: readonly TopicTraffic[], of: 'published' | 'delivered' | 'lag') => topics.reduce((all, each) => all + each[of], 0);
  return new Map(
    traffic.instances.map(({ name, topics, coveredMs }) => [
      name,
      {
        published: { count: sum(topics, 'published'), coveredMs },
        delivered: { count: sum(topics, 'delivered'), coveredMs },
        lag: sum(topics, 'lag'),
      },
    ]),
  );
}

export function topology(traffic: Traffic, grants: readonly Grant[], wanted: Wanted): Topology {
  const busy = reported(traffic);
  const isLike = finder(wanted.q);
  const hasIdle = wanted.show === 'all' || wanted.show === 'idle';
  const edges = together(hasIdle ? [...busy, ...idle(traffic, grants, busy)] : busy, wanted.group).filter(
    (edge) => shows(edge, wanted.show) && isLike(`${edge.instance} ${edge.topic}`),
  );
  const published = busy.filter((edge) => edge.kind === 'published').map((edge) => edge.topic);
  const delivered = busy.filter((edge) => edge.kind === 'delivered').map((edge) => edge.topic);
  const read = new Topics(delivered);
  const flowing = new Topics([...published, ...delivered]);
  return {
    edges,
    unheard: [...new Set(published)].filter((topic) => !read.meets(topic)).sort(),
    silent: [...new Set(open(grants).filter((each) => each.action === 'SUBSCRIBE').map((each) => each.pattern))]
      .filter((pattern) => !flowing.meets(pattern))
      .sort(),
  };
}

/** Where something is drawn: the middle of its left edge. */
export interface Node {
  name: string;
  y: number;
  total: number;
  edges: Edge[];
}

export interface Layers {
  publishers: Node[];
  topics: Node[];
  subscribers: Node[];
  height: number;
  /** Topics that there was no room for. */
  left: number;
}

export const ROW_PX = 34;
const MOST_APART_PX = 90;

function nodes(edges: readonly Edge[], name: (edge: Edge) => string): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const edge of edges) {
    const key = name(edge);
    const node = found.get(key) ?? { name: key, y: 0, total: 0, edges: [] };
    node.edges.push(edge);
    node.total += perSecond(edge);
    found.set(key, node);
  }
  return found;
}

/** Near the middle of what it is joined to, so that lines cross less. */
function placed(some: Iterable<Node>, topics: ReadonlyMap<string, Node>, height: number): Node[] {
  const middle = (node: Node) => node.edges.reduce((sum, edge) => sum + (topics.get(edge.topic)?.y ?? 0), 0) / node.edges.length;
  const ordered = [...some].sort((a, b) => middle(a) - middle(b) || a.name.localeCompare(b.name));
  // Somewhat apart, where there is room: lines that come close together cannot be told apart.
  const step = Math.min(height / ordered.length, MOST_APART_PX);
  const whole = step * ordered.length;
  const centre = ordered.reduce((sum, node) => sum + middle(node), 0) / Math.max(1, ordered.length);
  const begin = Math.min(height - whole, Math.max(0, centre - whole / 2));
  ordered.forEach((node, index) => (node.y = begin + (index + 0.5) * step));
  return ordered;
}

/** Three layers. @param most so many topics are drawn: those with something denied, then those with most messages */
export function layers(edges: readonly Edge[], most: number): Layers {
  const weight = (node: Node) => (node.edges.some((edge) => edge.kind === 'denied') ? 1 : 0);
  const all = [...nodes(edges, (edge) => edge.topic).values()];
  const drawn = [...all]
    .sort((a, b) => weight(b) - weight(a) || b.total - a.total || a.name.localeCompare(b.name))
    .slice(0, most)
    .sort((a, b) => a.name.localeCompare(b.name));
  const names = new Map(drawn.map((node) => [node.name, node]));
  const seen = edges.filter((edge) => names.has(edge.topic));
  const left = nodes(seen.filter((edge) => edge.side === 'left'), (edge) => edge.instance);
  const right = nodes(seen.filter((edge) => edge.side === 'right'), (edge) => edge.instance);
  const height = Math.max(drawn.length, left.size, right.size) * ROW_PX;
  const begin = (height - drawn.length * ROW_PX) / 2;
  drawn.forEach((node, index) => (node.y = begin + (index + 0.5) * ROW_PX));
  return {
    publishers: placed(left.values(), names, height),
    topics: drawn,
    subscribers: placed(right.values(), names, height),
    height,
    left: all.length - drawn.length,
  };
}
