import { useLocation, useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';

/** Parts of a page, each with an address of its own: the first is the page without more. */
export function Tabs({ label, tabs, now }: { label: string; tabs: ReadonlyArray<readonly [id: string, title: string, ...unknown[]]>; now: string }) {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const go = (event: MouseEvent, tab: string, index: number) => {
    // A new tab of the browser, or whatever else was asked for, is the browser's business.
    if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void navigate({ to: pathname, search: index === 0 ? {} : { tab } } as never);
    }
  };
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(([id, title], index) => (
        <a
          key={id}
          href={index === 0 ? pathname : `${pathname}?tab=${id}`}
          aria-current={id === now ? 'page' : undefined}
          onClick={(event) => go(event, id, index)}
        >
          {title}
        </a>
      ))}
    </nav>
  );
}
