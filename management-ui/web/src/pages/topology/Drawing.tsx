// Publishers on the left, topics in the middle, those who are delivered to on the right. The table beside it says the same.
import { type KeyboardEvent, useMemo } from 'react';
import { count } from '../../lib/decimal';
import { type Edge, type Node, layers, perSecond, rate } from '../../lib/topology';

const MOST_TOPICS = 60;
/** With more lines, figures on them would cover each other; then only what is denied has one. */
const MOST_FIGURES = 60;
const WIDTH = { whole: 1100, side: 190, topic: 330, height: 26 };
const LEFT = { publishers: 0, topics: (WIDTH.whole - WIDTH.topic) / 2, subscribers: WIDTH.whole - WIDTH.side };
const HEAD = 26;

function words(edge: Edge): string {
  const what = { published: 'publishes', delivered: 'is delivered', denied: 'is denied', idle: 'may, and does not' }[edge.kind];
  return `${edge.instance} ${what} ${edge.topic}${edge.kind === 'idle' ? '' : `: ${count(edge.count)} in ${Math.round(edge.coveredMs / 1000)} s`}`;
}

/** A point of the line, its figure's place. @param part of the way, from 0 to 1 */
function along(part: number, x1: number, y1: number, x2: number, y2: number): { x: number; y: number } {
  const rest = 1 - part;
  const middle = (x1 + x2) / 2;
  const [a, b, c, d] = [rest ** 3, 3 * rest ** 2 * part, 3 * rest * part ** 2, part ** 3];
  return { x: a * x1 + (b + c) * middle + d * x2, y: (a + b) * y1 + (c + d) * y2 };
}

/** @param place of its figure on the way from the topic to the instance, from 0 to 1 */
function Line({ edge, from, to, figure, place }: { edge: Edge; from: Node; to: Node; figure: boolean; place: number }) {
  const isLeft = edge.side === 'left';
  const x1 = isLeft ? LEFT.publishers + WIDTH.side : LEFT.topics + WIDTH.topic;
  const x2 = isLeft ? LEFT.topics : LEFT.subscribers;
  // What is denied does not lie on what is delivered between the same two.
  const shift = edge.kind === 'denied' ? 6 : 0;
  const [y1, y2] = [from.y + HEAD + shift, to.y + HEAD + shift];
  const bend = (x2 - x1) / 2;
  const at = along(isLeft ? 1 - place : place, x1, y1, x2, y2);
  return (
    <g className={`edge edge-${edge.kind}`}>
      <path
        d={`M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
        strokeWidth={edge.kind === 'idle' ? 1 : 1.2 + Math.log10(1 + perSecond(edge))}
      >
        <title>{words(edge)}</title>
      </path>
      {(figure || edge.kind === 'denied') && edge.kind !== 'idle' && (
        <text x={at.x} y={at.y + 4} textAnchor="middle">
          {edge.kind === 'denied' ? `denied ${count(edge.count)}` : rate(edge)}
        </text>
      )}
    </g>
  );
}

function Box({ node, x, width, chosen, onChoose }: { node: Node; x: number; width: number; chosen: string; onChoose: (name: string) => void }) {
  const choose = () => onChoose(chosen === node.name ? '' : node.name);
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose();
    }
  };
  const fits = Math.floor((width - 16) / 7.4);
  return (
    <g
      className="node"
      role="button"
      tabIndex={0}
      aria-pressed={chosen === node.name}
      aria-label={`${node.name}: ${chosen === node.name ? 'show all' : 'show only it'}`}
      onClick={choose}
      onKeyDown={key}
    >
      <rect x={x} y={node.y + HEAD - WIDTH.height / 2} width={width} height={WIDTH.height} rx="5" />
      <text x={x + 8} y={node.y + HEAD + 4}>
        {node.name.length > fits ? `…${node.name.slice(1 - fits)}` : node.name}
      </text>
      <title>{node.name}</title>
    </g>
  );
}

export function Drawing({ edges, chosen, onChoose }: { edges: Edge[]; chosen: string; onChoose: (name: string) => void }) {
  const drawn = useMemo(() => layers(edges, MOST_TOPICS), [edges]);
  const topics = new Map(drawn.topics.map((node) => [node.name, node]));
  const lines = [...drawn.publishers, ...drawn.subscribers].flatMap((node) => node.edges.map((edge) => [node, edge] as const));
  // What is denied is painted last: nothing covers it.
  lines.sort(([, a], [, b]) => Number(a.kind === 'denied') - Number(b.kind === 'denied'));
  const figures = lines.length <= MOST_FIGURES;
  return (
    <>
      {drawn.left > 0 && (
        <p className="note">
          {count(drawn.topics.length)} topics are drawn, what is denied and those with most messages; {count(drawn.left)} more are in the table alone. Find a part of a
          name, or group them, to see others.
        </p>
      )}
      <div className="topology-frame" role="region" tabIndex={0} aria-label="Drawing: who publishes what to whom">
        <svg width={WIDTH.whole} height={drawn.height + HEAD} className="topology" role="group" aria-label={`${drawn.publishers.length} publish, ${drawn.topics.length} kinds of topics, ${drawn.subscribers.length} are delivered to`}>
          <text x={LEFT.publishers} y="14" className="topology-head">
            Publishers
          </text>
          <text x={LEFT.topics} y="14" className="topology-head">
            Topics
          </text>
          <text x={LEFT.subscribers} y="14" className="topology-head">
            Delivered to
          </text>
          <g>
            {lines.map(([node, edge]) => {
              const topic = topics.get(edge.topic) as Node;
              const [from, to] = edge.side === 'left' ? [node, topic] : [topic, node];
              // Where fewer lines meet, at its topic or at its instance; at the topic beside each other.
              const same = topic.edges.filter((each) => each.side === edge.side);
              const place = same.length > node.edges.length ? 0.78 : 0.22 + 0.17 * (same.indexOf(edge) % 4);
              return <Line key={`${edge.side} ${edge.topic} ${edge.kind} ${edge.instance}`} edge={edge} from={from} to={to} figure={figures} place={place} />;
            })}
          </g>
          {drawn.publishers.map((node) => (
            <Box key={`left ${node.name}`} node={node} x={LEFT.publishers} width={WIDTH.side} chosen={chosen} onChoose={onChoose} />
          ))}
          {drawn.topics.map((node) => (
            <Box key={`topic ${node.name}`} node={node} x={LEFT.topics} width={WIDTH.topic} chosen={chosen} onChoose={onChoose} />
          ))}
          {drawn.subscribers.map((node) => (
            <Box key={`right ${node.name}`} node={node} x={LEFT.subscribers} width={WIDTH.side} chosen={chosen} onChoose={onChoose} />
          ))}
        </svg>
      </div>
      <p className="muted legend">
        <span className="legend-line legend-published" aria-hidden="true" /> messages, with how many a second
        <span className="legend-line legend-denied" aria-hidden="true" /> dashed and “denied”: tried, and no grant allows it
        <span className="legend-line legend-idle" aria-hidden="true" /> dotted: granted, and nothing came of it
      </p>
    </>
  );
}
