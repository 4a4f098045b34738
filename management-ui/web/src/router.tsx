import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseAddress, writeAddress } from './lib/address';
import { Empty, Failed } from './parts/States';
import { Shell } from './shell/Shell';

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => (
    <Empty title="There is no such page">
      Look at the address, or press Ctrl K and type what you look for.
    </Empty>
  ),
});

/** A page is loaded when it is first shown. */
function page<P extends string>(path: P, load: () => Promise<{ default: React.ComponentType }>) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });
}

const tree = root.addChildren([
  page('/', () => import('./pages/overview/Overview')),
  page('/plugins', () => import('./pages/plugins/Plugins')),
  page('/plugins/$name', () => import('./pages/plugin/Plugin')),
  page('/register', () => import('./pages/register/Register')),
  page('/grants', () => import('./pages/grants/Grants')),
  page('/grants/request', () => import('./pages/grants/Request')),
  page('/grants/emergency', () => import('./pages/grants/Emergency')),
  page('/grants/$id', () => import('./pages/grants/Review')),
  page('/topology', () => import('./pages/topology/Topology')),
  page('/latency', () => import('./pages/latency/Latency')),
  page('/messages', () => import('./pages/messages/Messages')),
  page('/trace/$id', () => import('./pages/trace/Trace')),
  page('/market', () => import('./pages/market/Market')),
  page('/orders', () => import('./pages/orders/Orders')),
  page('/positions', () => import('./pages/positions/Positions')),
  page('/backtests', () => import('./pages/backtests/Backtests')),
  page('/backtests/compare', () => import('./pages/backtests/Compare')),
  page('/backtests/$id', () => import('./pages/backtests/Report')),
  page('/cluster', () => import('./pages/cluster/Cluster')),
  page('/audit', () => import('./pages/audit/Audit')),
  page('/controls', () => import('./pages/controls/Controls')),
  page('/settings', () => import('./pages/settings/Settings')),
]);

export const router = createRouter({
  routeTree: tree,
  parseSearch: parseAddress,
  stringifySearch: writeAddress,
  defaultPreload: 'intent',
  // Each page has a scroll of its own where it needs one.
  scrollRestoration: true,
  defaultErrorComponent: ({ error, reset }) => <Failed failure={error} again={reset} />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
