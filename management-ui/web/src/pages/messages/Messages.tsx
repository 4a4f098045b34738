import { useEffect, useMemo, useRef, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { type Counts, type Message, type Stream, open } from '../../api/live';
import { versions } from '../../api/queries';
import { useAddress } from '../../lib/address';
import { count } from '../../lib/decimal';
import { flat } from '../../lib/difference';
import { csv, jsonLines, parquet, save } from '../../lib/files';
import { note } from '../../lib/notes';
import { usePreferences, zoneOf } from '../../lib/preferences';
import { Tape } from '../../lib/tape';
import { fromNanos, inputOfUtc, utcOfInput } from '../../lib/time';
import { Choice, Field, SearchField } from '../../parts/Fields';
import { Empty } from '../../parts/States';
import { Detail, type Look } from './Detail';
import { SavedFilters } from './SavedFilters';

const FIRST = { pattern: 'platform.data.**', filter: '', from: '', as: 'decoded' };
const PATTERNS = [
  'platform.data.**',
  'platform.data.quote.*.*',
  'platform.data.trade.*.*',
  'platform.signal.**',
  'platform.portfolio.target.*',
  'platform.oms.**',
  'platform.ccm.**',
  'platform.bor.**',
  'platform.control.**',
];
/** How many may wait for this page, and how many of the past are shown. */
const LIMIT = { live: 500, past: 5000 };
/** Figures are for people: some times a second is enough. */
const COUNT_MS = 500;
const NOTHING: Counts = { counted: 0, shown: 0, dropped: 0 };

/** A message as a line of a table. */
function line(message: Message): Record<string, unknown> {
  const { fields, hex: _, ...rest } = message;
  return { at: fromNanos(message.tsPublish).toISOString(), ...rest, ...Object.fromEntries(flat(fields)) };
}

export default function Messages() {
  const [state, change] = useAddress(FIRST);
  const frame = useRef<HTMLDivElement>(null);
  const stream = useRef<Stream | null>(null);
  const [selected, setSelected] = useState<Message | null>(null);
  const [marked, setMarked] = useState<Message | null>(null);
  const [paused, setPaused] = useState(false);
  const [problem, setProblem] = useState('');
  const [counts, setCounts] = useState(NOTHING);
  const [ended, setEnded] = useState(false);
  const zone = zoneOf(usePreferences());
  const known = useQuery(versions).data;
  const patterns = useMemo(
    () => [...new Set([...PATTERNS, ...(known ?? []).flatMap((each) => [...(each.publishes ?? []), ...(each.subscribes ?? [])])])],
    [known],
  );
  const tape = useMemo(() => {
    const made: Tape = new Tape((number) => setSelected(made.ring.get(number) ?? null));
    return made;
  }, []);

  useEffect(() => (frame.current ? tape.attach(frame.current) : undefined), [tape]);
  useEffect(() => tape.inZone(zone), [tape, zone]);
  useEffect(() => {
    tape.clear();
    setProblem('');
    setPaused(false);
    setEnded(false);
    setCounts(NOTHING);
    let latest = NOTHING;
    const mine = open(
      { stream: 'messages', pattern: state.pattern, filter: state.filter, from: state.from || 'live', limit: state.from ? LIMIT.past : LIMIT.live },
      {
        rows(rows, now) {
          tape.add(rows as unknown as Message[]);
          latest = now;
        },
        problem: setProblem,
        closed: () => setEnded(true),
        connected: (is) => setProblem(is ? '' : 'The live stream is gone; it is tried again. What came is kept.'),
      },
    );
    stream.current = mine;
    const timer = setInterval(() => setCounts(latest), COUNT_MS);
    return () => {
      clearInterval(timer);
      mine.close();
      stream.current = null;
    };
  }, [tape, state.pattern, state.filter, state.from]);

  const pause = (is: boolean) => {
    setPaused(is);
    if (is) {
      stream.current?.pause();
    } else {
      stream.current?.resume();
    }
  };
  return (
    <>
      <div className="page-head">
        <h1>Messages</h1>
        <span className="muted" role="status">
          {counts.counted === 0 && problem === '' && 'Listening; nothing has come yet. '}
          {count(counts.counted)} counted, {count(tape.ring.size)} kept here
          {counts.dropped > 0 && `, ${count(counts.dropped)} counted and not sent`}
          {paused && ', paused'}
          {ended && ', at the end'}
        </span>
      </div>
      <div className="filters">
        <SearchField label="Topics" value={state.pattern} list={patterns} onChange={(pattern) => change({ pattern: pattern.trim() })} />
        <SearchField label="Filter" value={state.filter} placeholder='fields.symbol == "AAPL" && size > 100' onChange={(filter) => change({ filter })} />
        <Field
          label="From (UTC)"
          type="datetime-local"
          step={1}
          value={inputOfUtc(state.from)}
          onChange={(event) => change({ from: utcOfInput(event.target.value) })}
        />
        <Choice
          label="Show as"
          value={state.as as Look}
          options={[
            ['decoded', 'decoded'],
            ['raw', 'as JSON'],
            ['hex', 'bytes'],
          ]}
          onChange={(as) => change({ as })}
        />
        <SavedFilters now={{ pattern: state.pattern, filter: state.filter, as: state.as }} onChoose={change} />
        <button type="button" className="button" aria-pressed={paused} onClick={() => pause(!paused)}>
          {paused ? 'Go on' : 'Pause'}
        </button>
        <button type="button" className="button" onClick={() => tape.clear()}>
          Clear
        </button>
        <button type="button" className="button" onClick={() => save('messages.jsonl', 'application/jsonl', jsonLines(tape.ring.toArray()))}>
          JSONL
        </button>
        <button type="button" className="button" onClick={() => save('messages.csv', 'text/csv', csv(tape.ring.toArray().map(line)))}>
          CSV
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            parquet(tape.ring.toArray().map(line)).then(
              (made) => save('messages.parquet', 'application/vnd.apache.parquet', made),
              (failure: unknown) => note(`No Parquet file was made: ${String(failure)}`, undefined, 'bad'),
            );
          }}
        >
          Parquet
        </button>
      </div>
      {problem !== '' && (
        <p className="note note-bad" role="alert">
          {problem}
        </p>
      )}
      <div className="messages">
        <div className="tape-frame">
          <div className="tape-head" aria-hidden="true">
            <span className="tape-at">At</span>
            <span className="tape-topic">Topic</span>
            <span className="tape-kind">Kind</span>
            <span className="tape-source">Source</span>
            <span className="tape-sequence">Number</span>
            <span className="tape-what">What it says</span>
          </div>
          <div ref={frame} className="tape" role="listbox" tabIndex={0} aria-label="Messages; up and down choose one" />
        </div>
        <aside className="card stack detail" aria-label="The message that is chosen">
          {selected ? (
            <Detail
              message={selected}
              other={marked}
              look={state.as as Look}
              onMark={() => setMarked(marked === null ? selected : null)}
            />
          ) : (
            <Empty title="No message is chosen">Choose one in the list: by a click, or by the arrow keys.</Empty>
          )}
        </aside>
      </div>
    </>
  );
}
