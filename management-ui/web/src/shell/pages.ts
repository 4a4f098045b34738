// The pages there are: one list for the navigation, the palette and the keyboard.
export const PAGES = [
  { to: '/', title: 'Overview', hint: 'what is wrong first' },
  { to: '/plugins', title: 'Plugins', hint: 'health, start, stop, logs' },
  { to: '/grants', title: 'Grants', hint: 'what was asked for, and what is in force' },
  { to: '/topology', title: 'Topology', hint: 'who publishes what to whom' },
  { to: '/latency', title: 'Latency', hint: 'how long messages take, and who is behind' },
  { to: '/messages', title: 'Messages', hint: 'what goes over the bus' },
  { to: '/market', title: 'Market', hint: 'bars, fills on them, and the last quote' },
  { to: '/orders', title: 'Orders', hint: 'orders and fills, now or then' },
  { to: '/positions', title: 'Positions', hint: 'positions, cash and gains' },
  { to: '/backtests', title: 'Backtests', hint: 'runs on past data, side by side and against live' },
  { to: '/cluster', title: 'Cluster', hint: 'which managers there are, and who leads' },
  { to: '/audit', title: 'Audit', hint: 'who did what, and the proof' },
  { to: '/controls', title: 'Controls', hint: 'kill switch: drills, history, release' },
  { to: '/register', title: 'Register', hint: 'a new plugin, or a version' },
  { to: '/settings', title: 'Settings', hint: 'people, tokens, backups, how pages look' },
] as const;
