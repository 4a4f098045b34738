import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { LogFollower } from '../../api/logs';
import type { Instance } from '../../api/types';
import { useAddress } from '../../lib/address';
import { count } from '../../lib/decimal';
import { jsonLines, save } from '../../lib/files';
import { LEVELS, type LogFilter, type LogLine, passes, traceIn } from '../../lib/loglines';
import { usePreferences, zoneOf } from '../../lib/preferences';
import { stamp } from '../../lib/time';
import { Choice, SearchField } from '../../parts/Fields';
import { Empty, Loading } from '../../parts/States';

const FIRST = { part: '', level: '', text: '' };

function useFollower(name: string): LogFollower {
  const [follower, setFollower] = useState(() => new LogFollower(name));
  useEffect(() => {
    const mine = new LogFollower(name);
    setFollower(mine);
    return mine.start();
  }, [name]);
  return follower;
}

export function Logs({ found }: { found: Instance }) {
  const follower = useFollower(found.name);
  const { lines, problem, read } = useSyncExternalStore(follower.subscribe, follower.current);
  const [state, change] = useAddress(FIRST);
  const [paused, setPaused] = useState(false);
  const filter = state as unknown as LogFilter;
  const shown = useMemo(() => lines.filter((line) => passes(line, filter)), [lines, filter]);
  const pause = (is: boolean) => {
    setPaused(is);
    follower.pause(is);
  };
  return (
    <>
      <div className="filters">
        <Choice
          label="Of"
          value={filter.part}
          options={[
            ['', 'plugin and sidecar'],
            ['plugin', 'the plugin'],
            ['sidecar', 'its sidecar'],
          ]}
          onChange={(part) => change({ part })}
        />
        <Choice
          label="Level"
          value={filter.level}
          options={[['', 'All'], ...LEVELS.slice(0, 4).map((each) => [each, each === 'ERROR' ? each : `${each} and worse`] as const)]}
          onChange={(level) => change({ level })}
        />
        <SearchField label="Text or trace" value={filter.text} onChange={(text) => change({ text })} />
        <button type="button" className="button" aria-pressed={paused} onClick={() => pause(!paused)}>
          {paused ? 'Go on' : 'Pause'}
        </button>
        <button
          type="button"
          className="button"
          onClick={() =>
            save(
              `${found.name}-log.jsonl`,
              'application/jsonl',
              jsonLines(shown.map((line) => ({ at: line.at === 0 ? null : new Date(line.at).toISOString(), of: line.part, level: line.level, text: line.text }))),
            )
          }
        >
          Export
        </button>
        <span className="muted">
          {count(shown.length)} of {count(lines.length)} lines{paused && ', paused'}
        </span>
      </div>
      {problem !== '' && <p className="note note-bad">{problem}</p>}
      {!read && problem === '' ? (
        <Loading what="the log" />
      ) : shown.length === 0 ? (
        <Empty title={lines.length === 0 ? 'It has said nothing yet' : 'No line is like that'}>
          {lines.length === 0 ? 'Lines appear here as they come.' : 'Filter less.'}
        </Empty>
      ) : (
        <Lines lines={shown} follows={!paused} />
      )}
    </>
  );
}

const LINE_PX = 22;

function Lines({ lines, follows }: { lines: readonly LogLine[]; follows: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const zone = zoneOf(usePreferences());
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
  });
  useEffect(() => {
    if (follows && atEnd.current) {
      virtual.scrollToIndex(lines.length - 1, { align: 'end' });
    }
  }, [lines, follows, virtual]);
  const now = new Date();
  return (
    <div
      ref={scroller}
      className="log"
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label="Log"
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        atEnd.current = scrollTop + clientHeight > scrollHeight - 2 * LINE_PX;
      }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index] as LogLine;
          const trace = traceIn(line.text);
          return (
            <div
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              className={`log-line log-${(line.level ?? 'none').toLowerCase()}`}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span className="log-at">{line.at === 0 ? '' : stamp(new Date(line.at), zone, 'millis', now)}</span>
              <span className="log-part">{line.part}</span>
              <span className="log-level">{line.level ?? ''}</span>
              <span className="log-text">
                {line.text}
                {trace && (
                  <>
                    {' '}
                    <Link to="/trace/$id" params={{ id: trace }}>
                      follow
                    </Link>
                  </>
                )}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
