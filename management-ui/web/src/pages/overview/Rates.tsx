// How many messages a second go over the bus, as the gateway counts them. Samples stay outside of React until they are
// drawn, once a second.
import { useEffect, useState } from 'react';
import { type TopicRate, open } from '../../api/live';
import { count } from '../../lib/decimal';
import { Ring } from '../../lib/ring';
import { Chart } from '../../parts/Chart';

const SECONDS = 180;
const MOST_TOPICS = 8;

interface Shown {
  at: number[];
  perSecond: number[];
  top: TopicRate[];
}

export default function Rates() {
  const [shown, setShown] = useState<Shown>({ at: [], perSecond: [], top: [] });
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const samples = new Ring<[at: number, perSecond: number]>(SECONDS);
    const stream = open(
      { stream: 'rates' },
      {
        rates(topics) {
          setProblem('');
          samples.add([Date.now() / 1000, topics.reduce((sum, each) => sum + each.perSecond, 0)]);
          const all = samples.toArray();
          setShown({
            at: all.map(([at]) => at),
            perSecond: all.map(([, perSecond]) => perSecond),
            top: [...topics].sort((a, b) => b.perSecond - a.perSecond).slice(0, MOST_TOPICS),
          });
        },
        problem: setProblem,
        connected: (is) => setProblem(is ? '' : 'The live stream is gone; it is tried again.'),
      },
    );
    return () => stream.close();
  }, []);
  const now = shown.perSecond.at(-1) ?? 0;
  return (
    <section className="card stack" aria-labelledby="rates">
      <h2 id="rates">Messages a second{shown.at.length > 0 && `: ${count(Math.round(now))}`}</h2>
      {problem !== '' && <p className="note note-warn">{problem}</p>}
      {shown.at.length === 0 ? (
        <p className="muted">Listening …</p>
      ) : (
        <>
          <Chart
            label={`Messages a second over the last minutes, ${Math.round(now)} now`}
            at={shown.at}
            lines={[{ title: 'messages a second', values: shown.perSecond }]}
          />
          <div className="topics" tabIndex={0} role="region" aria-label="The topics with the most messages">
            <ul className="plain-list">
              {shown.top.map((each) => (
                <li key={each.topic} className="line">
                  <span className="mono topic">{each.topic}</span>
                  <span className="mono push">{count(Math.round(each.perSecond))}/s</span>
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
    </section>
  );
}
