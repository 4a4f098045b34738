// How soon long lists are there, and how smoothly they scroll.
import { cold, figure, median, pick, told } from './browser.mjs';

const SCROLL_FRAMES = pick(300, 120, 20);
const LONG_FRAME_MS = 50;

/** From the click on the page's link until rows are painted. Runs in the page. */
async function openList({ link, label, answers, least }) {
  const begun = performance.now();
  document.querySelector(`nav a[href="${link}"]`).click();
  const frame = () => new Promise(requestAnimationFrame);
  const region = () => document.querySelector(`[role="region"][aria-label="${label}"]`);
  const isListed = () =>
    Number(region()?.querySelector('table').getAttribute('aria-rowcount')) > least && region().querySelector('tbody tr[data-index]');
  while (!isListed()) {
    if (performance.now() - begun > 60_000) {
      throw new Error(`${label}: ${region()?.querySelector('table').getAttribute('aria-rowcount') ?? 'no'} rows of more than ${least} after a minute`);
    }
    await frame();
  }
  await frame();
  await new Promise((resolve) => setTimeout(resolve));
  const painted = performance.now();
  const asked = performance.getEntriesByType('resource').filter((each) => each.startTime >= begun && answers.some((name) => each.name.includes(name)));
  return { whole: painted - begun, own: painted - Math.max(begun, ...asked.map((each) => each.responseEnd)) };
}

/** Times between frames while a list moves from its top to its end. Runs in the page. */
async function scroll({ label, frames }) {
  const region = document.querySelector(`[role="region"][aria-label="${label}"]`);
  region.scrollIntoView({ block: 'center' });
  const rows = region.querySelector('table').getAttribute('aria-rowcount');
  const times = [];
  let before = await new Promise(requestAnimationFrame);
  for (let i = 1; i <= frames; i++) {
    region.scrollTop = ((region.scrollHeight - region.clientHeight) * i) / frames;
    const now = await new Promise(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  for (let i = 0; i < 60 && !region.querySelector(`tr[aria-rowindex="${rows}"]`); i++) {
    await new Promise(requestAnimationFrame);
  }
  if (!region.querySelector(`tr[aria-rowindex="${rows}"]`)) {
    throw new Error(`${label}: the last of ${rows} rows is not in the page at its end`);
  }
  return times;
}

async function list(started, name, { link, label, answers, least }) {
  const all = [];
  let frames = [];
  for (let i = 0; i <= pick(9, 3, 1); i++) {
    const page = await cold(started);
    // Scripts are there, and nothing of the list is.
    await page.goto(link);
    await page.getByRole('region', { name: label, exact: true }).waitFor({ timeout: 60_000 });
    await page.goto('/settings');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    const took = await page.evaluate(openList, { link, label, answers, least });
    // The first warms up whatever has just been started.
    if (i > 0) {
      all.push(took);
      frames = frames.concat(await page.evaluate(scroll, { label, frames: SCROLL_FRAMES }));
    }
    await page.context().close();
  }
  const runs = all.length;
  figure(`ui.list.${name}`, 'ms from the click to rows painted, median', median(all.map((each) => each.whole)), { runs, most: 200 });
  figure(`ui.list.${name}.worst`, 'ms', Math.max(...all.map((each) => each.whole)), { runs });
  figure(`ui.list.${name}.own`, 'ms of it from the last answer on, median', median(all.map((each) => each.own)), { runs });
  figure(`ui.list.${name}.frame.worst`, 'ms, scrolling from top to end', Math.max(...frames), { runs: frames.length });
  figure(`ui.list.${name}.frame.long`, `% of frames over ${LONG_FRAME_MS} ms`, (100 * frames.filter((each) => each > LONG_FRAME_MS).length) / frames.length, {
    runs: frames.length,
  });
}

export async function lists(started) {
  const plugins = Number(await told());
  await list(started, 'plugins', { link: '/plugins', label: 'Plugins', answers: ['/v1/instances'], least: plugins });
  const topics = Number(await told());
  await list(started, 'topics', { link: '/topology', label: 'Who publishes what to whom', answers: ['/ui/traffic', '/v1/grants'], least: topics });
}
