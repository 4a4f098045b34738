// The tail of messages: that it is calm, counts each message, and does not grow.
import { cold, figure, heapAfterCollecting, pick, say, told } from './browser.mjs';
import { pageClock } from './clock.mjs';

const PATTERN = 'platform.data.quote.BENCH.*';
const MIB = 1 << 20;
const KEPT_FRAMES = 64;
const FRAMES_A_MINUTE = 600;
/** By then all that may be kept is full. */
const FIRST_MINUTES = pick(5, 5, 1);
const MINUTES = pick(8 * 60, 30, 3);

/** Notes when each paint of the table began: its changes come in one go, out of a frame. Runs in the page. */
function watchPaints() {
  const plan = window.requestAnimationFrame;
  let begun = 0;
  window.requestAnimationFrame = (run) =>
    plan((time) => {
      begun = performance.now();
      run(time);
    });
  window.paints = [];
  new MutationObserver(() => window.paints.push(begun)).observe(document.querySelector('.tape-space'), {
    attributes: true,
    childList: true,
    characterData: true,
    subtree: true,
  });
}

async function openTail(page) {
  await page.goto(`/messages?pattern=${encodeURIComponent(PATTERN)}`);
  await page.locator('.tape-space').waitFor({ state: 'attached' });
  await page.evaluate(watchPaints);
}

async function counted(page) {
  const text = await page.locator('.page-head [role="status"]').textContent();
  return Number(/([\d\D]*?) counted/.exec(text)[1].replace(/\D/g, ''));
}

/** What the page says once it has not changed for a while. */
async function settledCount(page) {
  let count = -1;
  for (let same = 0; same < 6; ) {
    const now = await counted(page);
    same = now === count ? same + 1 : 0;
    count = now;
    await page.waitForTimeout(500);
  }
  return count;
}

async function awaitCount(page, wanted) {
  const deadline = Date.now() + 20_000;
  let now = await counted(page);
  while (now !== wanted) {
    if (now > wanted || Date.now() > deadline) {
      throw new Error(`The page counted ${now} messages, and ${wanted} were published.`);
    }
    await page.waitForTimeout(100);
    now = await counted(page);
  }
}

/** The most within any second. */
function most(times) {
  let first = 0;
  return times.reduce((worst, time, index) => {
    while (times[first] <= time - 1000) {
      first++;
    }
    return Math.max(worst, index - first + 1);
  }, 0);
}

export async function tail(started) {
  const page = await cold(started);
  const frames = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"type":"rows","rows":[{')) {
        frames.push(String(payload));
        frames.splice(0, frames.length - KEPT_FRAMES);
      }
    }),
  );
  await openTail(page);
  say({ state: 'open' });
  await page.locator('.tape-row').first().waitFor({ timeout: 60_000 });
  say({ state: 'hears' });
  await told();
  const before = await settledCount(page);
  await page.evaluate(() => {
    window.paints.length = 0;
  });
  say({ state: 'ready' });
  const [published, seconds] = (await told()).split(' ').map(Number);
  const paints = await page.evaluate(() => window.paints);
  await awaitCount(page, before + published);
  figure('ui.tail.paints', `a second, mean over ${seconds.toFixed(0)} s`, paints.length / seconds, { most: 10 });
  figure('ui.tail.paints.most', 'in any one second', most(paints), { most: 10 });
  // Anything else has ended this run.
  figure('ui.tail.counted', `messages by the page, of ${published} published at ${Math.round(published / seconds)}/s`, (await counted(page)) - before);
  await page.context().close();
  await growth(started, frames);
}

/** @param frames that the gateway sent at this rate: they are fed to the page's own client over and over, each with counts that go on */
async function growth(started, frames) {
  const page = await cold(started);
  await page.addInitScript(pageClock);
  await openTail(page);
  await page.evaluate((all) => window.feed.take(all), frames);
  const sizes = [];
  let painted = 0;
  for (let minute = 0; minute < MINUTES; minute += FIRST_MINUTES) {
    await page.evaluate((count) => window.feed.run(count), FIRST_MINUTES * FRAMES_A_MINUTE);
    painted += await page.evaluate(() => window.paints.splice(0).length);
    sizes.push(await heapAfterCollecting(page));
  }
  const fed = await page.evaluate(() => window.feed.counted());
  // The figure in the page is drawn by its clock, which stands still now.
  await page.evaluate(() => window.feed.run(0, 1000));
  await awaitCount(page, fed);
  const all = MINUTES * FRAMES_A_MINUTE;
  const time = MINUTES < 60 ? `${MINUTES} min` : `${MINUTES / 60} h`;
  const words = `${time} by the page's own clock: ${all} frames as the gateway sends them, fed as fast as they are painted`;
  figure('ui.tail.growth', `% more heap after GC than after ${FIRST_MINUTES} min; ${words}`, 100 * (sizes.at(-1) / sizes[0] - 1), { most: 20 });
  figure('ui.tail.growth.first', `MiB, after ${FIRST_MINUTES} min`, sizes[0] / MIB);
  figure('ui.tail.growth.last', 'MiB, in the end', sizes.at(-1) / MIB);
  figure('ui.tail.growth.paints', 'paints of the table meanwhile', painted);
  await page.context().close();
}
