// How much is fetched, and how soon somebody can work.
import { get } from 'node:http';
import { cold, figure, median, pick } from './browser.mjs';

/** Of the whole body as it comes over the wire to who takes gzip: very small files come as they are. */
function sentBytes(address) {
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'Accept-Encoding': 'gzip' } }, (answer) => {
      if (answer.statusCode !== 200) {
        reject(new Error(`${address} is answered with ${answer.statusCode}`));
      }
      let bytes = 0;
      answer.on('data', (piece) => (bytes += piece.length));
      answer.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

/** All that the overview loads, its charts as well. */
export async function script(started) {
  const page = await cold(started);
  await page.goto('/');
  await Promise.all(['#wrong', '#rates', '#worth'].map((part) => page.locator(part).waitFor()));
  const addresses = await page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap((each) => (new URL(each.name).pathname.endsWith('.js') ? [each.name] : [])),
  );
  const sizes = await Promise.all([...new Set(addresses)].map(sentBytes));
  figure('ui.script', `KiB, gzip, ${sizes.length} files`, sizes.reduce((sum, each) => sum + each, 0) / 1024, { most: 300 });
  await page.context().close();
}

/** Notes when what is wrong and the plugins are painted, and the page's thread is free again. */
function watchUsable() {
  const look = () => {
    if (document.querySelector('#wrong') && document.querySelector('.strips a')) {
      requestAnimationFrame(() => setTimeout(() => (window.usableAt = performance.now())));
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

export async function overview(started) {
  const took = [];
  for (let i = 0; i < pick(15, 5, 1); i++) {
    const page = await cold(started);
    await page.addInitScript(watchUsable);
    await page.goto('/', { waitUntil: 'commit' });
    took.push(await (await page.waitForFunction(() => window.usableAt)).jsonValue());
    await page.context().close();
  }
  const runs = took.length;
  figure('ui.overview.interactive', 'ms, median', median(took), { runs, most: 1500 });
  figure('ui.overview.worst', 'ms', Math.max(...took), { runs, most: 1500 });
}
