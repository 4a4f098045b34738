// The command palette: any page, plugin, grant, backtest, topic or order by some letters of it.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { backtests } from '../api/backtests';
import { grants, instances, rows, versions } from '../api/queries';
import { useInfiniteQuery } from '@tanstack/react-query';
import { titleOf } from '../lib/backtests';
import { best } from '../lib/fuzzy';
import { Dialog } from '../parts/Dialog';
import { PAGES } from './pages';

interface Goal {
  kind: string;
  text: string;
  to: string;
  search?: Record<string, string>;
}

const MOST = 12;

function Goals({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const known = useQuery(instances).data;
  const plugins = useQuery(versions).data;
  const asked = useQuery(grants({})).data;
  const runs = useQuery(backtests).data;
  const orders = useInfiniteQuery(rows('orders', {}, false)).data?.pages[0]?.items;

  const goals = useMemo(() => {
    const topics = new Set([
      ...(asked ?? []).map((each) => each.pattern),
      ...(plugins ?? []).flatMap((each) => [...(each.publishes ?? []), ...(each.subscribes ?? [])]),
    ]);
    const all: Goal[] = [
      ...PAGES.map((page) => ({ kind: 'page', text: page.title, to: page.to })),
      ...(known ?? []).map((each) => ({ kind: 'plugin', text: each.name, to: `/plugins/${each.name}` })),
      ...(asked ?? []).map((each) => ({
        kind: 'grant',
        text: `${each.instance} ${each.action.toLowerCase()} ${each.pattern} (${each.state.toLowerCase()})`,
        to: `/grants/${each.id}`,
      })),
      ...(runs ?? []).flatMap((each) =>
        'problem' in each ? [] : [{ kind: 'backtest', text: `${titleOf(each)} ${each.ended.slice(0, 16).replace('T', ' ')}`, to: `/backtests/${each.id}` }],
      ),
      ...[...topics].map((pattern) => ({ kind: 'topic', text: pattern, to: '/messages', search: { pattern } })),
      ...[...new Set((orders ?? []).map((each) => String(each.order_id)))].map((order) => ({
        kind: 'order',
        text: order,
        to: '/orders',
        search: { order },
      })),
    ];
    const found = best(text, all, (goal) => `${goal.text} ${goal.kind}`, MOST);
    const typed = text.trim();
    if (/^[0-9a-f]{32}$/.test(typed)) {
      found.unshift({ kind: 'trace', text: typed, to: `/trace/${typed}` });
    } else if (/^[\w*-]+(\.[\w*-]+)+$/.test(typed)) {
      found.push({ kind: 'topic', text: typed, to: '/messages', search: { pattern: typed } });
      found.push({ kind: 'order', text: typed, to: '/orders', search: { order: typed } });
    }
    return found;
  }, [text, known, plugins, asked, runs, orders]);

  const go = (goal: Goal | undefined) => {
    if (goal) {
      onClose();
      void navigate({ to: goal.to, search: goal.search ?? {} } as never);
    }
  };
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((before) => (before + step + goals.length) % Math.max(1, goals.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(goals[at]);
    }
  };
  return (
    <>
      <input
        className="palette-input"
        aria-label="Go to"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={goals[at] ? `palette-${at}` : undefined}
        data-first
        autoComplete="off"
        spellCheck={false}
        placeholder="A page, plugin, grant, topic, order or trace"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={key}
      />
      <ul id="palette-list" role="listbox" aria-label="Found" className="palette-list">
        {goals.map((goal, index) => (
          <li
            key={`${goal.kind} ${goal.to} ${goal.text}`}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseMove={() => setAt(index)}
            onClick={() => go(goal)}
          >
            <span className="palette-text">{goal.text}</span>
            <small>{goal.kind}</small>
          </li>
        ))}
      </ul>
      {goals.length === 0 && <p className="muted">Nothing is called so.</p>}
    </>
  );
}

export function Palette() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const hear = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen((before) => !before);
      }
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, []);
  return (
    <>
      <button type="button" className="button button-plain on-band" aria-keyshortcuts="Control+K" onClick={() => setOpen(true)}>
        Go to <kbd>Ctrl K</kbd>
      </button>
      {open && (
        <Dialog title="Go to" onClose={() => setOpen(false)}>
          <Goals onClose={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}
