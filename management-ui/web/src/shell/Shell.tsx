import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, onSessionEnd, showToken } from '../api/http';
import { onLiveEnded } from '../api/live';
import { client, grants, session } from '../api/queries';
import { watchChanges } from '../api/watch';
import { onAnnouncement } from '../lib/announce';
import { useMay, useSession } from '../lib/roles';
import { Looks } from '../parts/Looks';
import { Failed, Loading } from '../parts/States';
import { Clock } from '../parts/Time';
import { Idle } from './Idle';
import { HoldingKills, KillButton } from './KillSwitch';
import { LogIn } from './LogIn';
import { Notes } from './Notes';
import { Palette } from './Palette';
import { PAGES } from './pages';

const ENDED = 'Your session has ended. Log in to go on where you were.';

export function Shell() {
  const found = useQuery(session);
  const [ended, setEnded] = useState('');
  // Why somebody leaves. What the page asked just before is refused then, and says only that the session is over.
  const leaving = useRef('');
  if (found.data) {
    showToken(found.data.csrf);
  }
  const end = useCallback((why: string) => {
    setEnded(why);
    client.setQueryData(session.queryKey, null);
    // Nothing of one person is shown to the next.
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  }, []);
  useEffect(() => {
    onSessionEnd(() => end(leaving.current || ENDED));
    onLiveEnded(() => end(leaving.current || ENDED));
  }, [end]);
  useEffect(() => {
    if (found.data) {
      leaving.current = '';
    }
  }, [found.data]);
  const logOut = useCallback(
    async (why: string) => {
      leaving.current = why;
      try {
        await call('DELETE', '/ui/session');
      } finally {
        end(why);
      }
    },
    [end],
  );
  if (found.isError) {
    return <Failed failure={found.error} again={() => void found.refetch()} />;
  }
  if (found.data === undefined) {
    return <Loading what="your session" />;
  }
  if (found.data === null) {
    return <LogIn ended={ended} />;
  }
  return <Frame key={found.data.csrf} logOut={logOut} />;
}

function Frame({ logOut }: { logOut: (why: string) => Promise<void> }) {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const speaker = useRef<HTMLDivElement>(null);
  useEffect(watchChanges, []);
  useEffect(() => {
    onAnnouncement((text) => {
      if (speaker.current) {
        speaker.current.textContent = text;
      }
    });
  }, []);
  useEffect(() => {
    const page = PAGES.find((each) => each.to !== '/' && pathname.startsWith(each.to));
    document.title = `${page?.title ?? (pathname === '/' ? 'Overview' : 'Meridian')} – Meridian`;
    // Who goes on by the keyboard begins at the new page, not behind the link.
    if (!first.current) {
      main.current?.focus();
    }
    first.current = false;
  }, [pathname]);
  const onIdle = useCallback((why: string) => void logOut(why), [logOut]);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Header logOut={() => void logOut('You are logged out.')} />
      <HoldingKills />
      <div className="body">
        <Navigation />
        <main id="main" ref={main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <div ref={speaker} className="unseen" aria-live="polite" />
      <Notes />
      <Idle onEnd={onIdle} />
    </div>
  );
}

function Header({ logOut }: { logOut: () => void }) {
  const { name, roles, deployment, mode } = useSession();
  return (
    <header className={`band band-${mode.toLowerCase()}`}>
      <Link to="/" className="band-name" aria-label="Meridian">
        <img src="/favicon.svg" alt="" width="24" height="24" /> <span className="band-word">Meridian</span>
      </Link>
      <span className="band-place">
        <strong>{mode === 'PRODUCTION' ? '● PRODUCTION' : '○ DEVELOPMENT'}</strong>
        <span title="Deployment">{deployment}</span>
      </span>
      <span className="band-rest">
        <Clock />
        <Palette />
        <button type="button" className="button button-plain on-band person" popoverTarget="person-menu">
          {name} <small>{roles.join(' ').toLowerCase()}</small>
        </button>
        <KillButton />
      </span>
      <div id="person-menu" popover="auto" className="menu card" aria-label="You, and how pages look" role="dialog">
        <p>
          <strong>{name}</strong>
          <br />
          <span className="muted">{roles.join(', ')}</span>
        </p>
        <Looks />
        <div className="actions">
          <button type="button" className="button" onClick={logOut}>
            Log out
          </button>
        </div>
      </div>
    </header>
  );
}

function Navigation() {
  const may = useMay();
  const waiting = useQuery(grants({ state: 'REQUESTED' })).data?.length ?? 0;
  return (
    <nav aria-label="Pages" className="nav">
      {PAGES.map((page) => (
        <Link key={page.to} to={page.to} activeOptions={{ exact: page.to === '/', includeSearch: false }} title={page.hint}>
          {page.title}
          {page.to === '/grants' && waiting > 0 && may('APPROVER') && (
            <span className="nav-count">
              {waiting}
              <span className="unseen"> wait</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
