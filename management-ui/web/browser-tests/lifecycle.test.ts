// What happens to a plugin and to an account later on: crashes and quarantine, another version and back, refusals, tokens, passwords, a desk that was left.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, PASSWORD, type Person, as, close, complaintsOf, fresh, logIn, settled, shoot, start, stop } from './rig.ts';
import { zip } from './zip.ts';

const RUN = Date.now().toString(36);
let page: Page;

beforeAll(start);
afterAll(stop);
afterEach(async () => {
  const said = complaintsOf(page);
  await close(page);
  expect(said).toEqual([]);
});

async function open(person: Person, at: string): Promise<void> {
  page = await as(person, {}, at);
  await settled(page);
}

async function send(person: Person, method: 'POST' | 'PATCH' | 'DELETE', at: string, data?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const own = await as(person);
  const csrf = ((await (await own.request.get('/ui/session')).json()) as { csrf: string }).csrf;
  const answer = await own.request.fetch(at, { method, headers: { 'X-Meridian-CSRF': csrf }, ...(data ? { data } : {}) });
  const body = answer.status() === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
  await close(own);
  return { status: answer.status(), body };
}

function plugin(id: string, version: string, script: string): Buffer {
  return zip({
    'plugin.yaml': [`manifest: 1`, `id: ${id}`, `version: ${version}`, 'pool: SIGNAL', 'command: [sh, run.sh]', ''].join('\n'),
    'run.sh': script,
  });
}

async function register(bundle: Buffer): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'pages-')), 'plugin.zip');
  writeFileSync(file, bundle);
  await open('author', '/register');
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await page.getByRole('heading', { name: 'Make an instance of it' }).waitFor();
}

/** Of a plugin of that name, which is a script. */
async function makeInstance(name: string, script: string): Promise<void> {
  await register(plugin(name, '1.0.0', script));
  await page.getByLabel('Its name').fill(name);
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await close(page);
}

async function confirm(title: RegExp, verb: string | RegExp, why?: string): Promise<void> {
  const form = page.getByRole('dialog', { name: title });
  if (why) {
    await form.getByLabel(/^Why/).fill(why);
  }
  await form.getByRole('button', { name: verb }).click();
  await form.waitFor({ state: 'detached' });
}

describe('a plugin that crashes', () => {
  const name = `crashes-${RUN}`;

  it('is in quarantine after some crashes, and an operator releases it', { timeout: 150_000 }, async () => {
    await makeInstance(name, 'echo "cannot go on"\nexit 3\n');
    expect((await send('operator', 'POST', `/v1/instances/${name}/start`, { why: '' })).status).toBe(200);
    await open('operator', '/');
    const wrong = page.getByRole('region', { name: 'What is wrong' });
    await wrong.getByRole('listitem').filter({ hasText: name }).getByText(/crashes within/).waitFor({ timeout: 120_000 });
    await shoot(page, 'quarantine-overview');
    await wrong.getByRole('link', { name }).click();
    await page.getByRole('button', { name: 'Release from quarantine' }).waitFor();
    await page.getByRole('log').getByText('cannot go on').first().waitFor();
    await shoot(page, 'quarantine');
    await page.getByRole('button', { name: 'Release from quarantine' }).click();
    await confirm(/^Release .* from quarantine/, 'Release', 'the cause is mended');
    await page.getByText(`${name} is out of quarantine.`).waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await confirm(/^Stop/, 'Stop');
    await expect.poll(async () => ((await (await page.request.get(`/v1/instances/${name}`)).json()) as { phase: string }).phase, { timeout: 30_000 }).toBe('STOPPED');
  });
});

describe('another version', () => {
  const name = `versions-${RUN}`;

  it('is used by an author, and an operator rolls it back', { timeout: 90_000 }, async () => {
    await makeInstance(name, 'while true; do echo "I am the first"; sleep 1; done\n');
    await open('operator', `/plugins/${name}`);
    await page.getByRole('button', { name: 'Test start' }).click();
    await confirm(/^Start .* for a test/, 'Test');
    // A script speaks to no sidecar, and that is what the test tells.
    await page.getByText(/was degraded after [0-9.]+ s: its plugin is not attached/).waitFor();
    await expect.poll(async () => ((await (await page.request.get(`/v1/instances/${name}`)).json()) as { phase: string }).phase, { timeout: 30_000 }).toBe('STOPPED');
    await close(page);
    expect((await send('operator', 'POST', `/v1/instances/${name}/start`, { why: '' })).status).toBe(200);
    await register(plugin(name, '1.1.0', 'while true; do echo "I am the second"; sleep 1; done\n'));
    await page.goto(`/plugins/${name}?tab=versions`);
    await settled(page);
    await page.getByRole('row').filter({ hasText: '1.1.0' }).getByRole('button', { name: 'Use it' }).click();
    await confirm(/version 1\.1\.0/, 'Use 1.1.0', 'newer');
    await page.getByRole('tab', { name: 'Logs' }).or(page.getByRole('link', { name: 'Logs' })).first().click();
    await page.getByRole('log').getByText('I am the second').first().waitFor({ timeout: 30_000 });
    await close(page);
    await open('operator', `/plugins/${name}?tab=versions`);
    await page.getByRole('button', { name: 'Roll back' }).click();
    await confirm(/^Roll .* back/, 'Roll back', 'slower than before');
    await page.getByRole('row').filter({ hasText: '1.0.0' }).getByText('this one').waitFor();
    await shoot(page, 'plugin-versions');
    expect((await send('operator', 'POST', `/v1/instances/${name}/stop`, { why: '' })).status).toBe(200);
  });
});

describe('a request', () => {
  it('is refused with a reason, which its author reads', async () => {
    const pattern = `platform.data.trade.XNAS.N${RUN}`;
    expect((await send('author', 'POST', '/v1/grants', { instance: 'hello', action: 'SUBSCRIBE', pattern, why: 'to look' })).status).toBe(201);
    await open('approver', `/grants?q=${pattern}`);
    await page.getByRole('link', { name: pattern }).click();
    await page.getByRole('button', { name: 'Reject' }).click();
    const form = page.getByRole('dialog', { name: /^Reject/ });
    await form.getByRole('button', { name: 'Reject' }).click();
    // A refusal without a reason is none.
    await form.waitFor();
    await confirm(/^Reject/, 'Reject', 'hello needs no trades');
    await page.locator('.badge', { hasText: 'REJECTED' }).waitFor();
    await close(page);
    await open('author', `/grants?state=REJECTED&q=${pattern}`);
    await page.getByRole('link', { name: pattern }).click();
    await page.getByText('hello needs no trades').waitFor();
    await shoot(page, 'grant-rejected');
  });
});

describe('a plugin in a container', () => {
  it('is refused in words where no Docker is', async () => {
    await open('author', '/register');
    await page.getByLabel('From').selectOption('image');
    await page.getByLabel('Image').fill('example/none:1.0.0');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').first().textContent()).toMatch(/container|Docker|image/i);
    await shoot(page, 'register-image-refused');
  });
});

describe('a token', () => {
  it('is never given to a browser, which tells how to make one', async () => {
    const asked = await send('operator', 'POST', '/v1/tokens', { label: 'a script', days: 30 });
    expect(asked.status).toBe(403);
    expect(JSON.stringify(asked.body)).not.toContain('mrd_');
    await open('operator', '/settings?tab=tokens');
    await page.getByText('./meridian token make').waitFor();
    await shoot(page, 'tokens');
  });

  it('is ended, and so is a login', async () => {
    page = await fresh();
    await logIn(page, 'approver', '/settings?tab=tokens');
    await settled(page);
    const logins = page.getByRole('row').filter({ hasText: 'a login' });
    const before = await logins.count();
    expect(before).toBeGreaterThan(0);
    // The newest is the one of this page.
    await logins.first().getByRole('button', { name: /^End/ }).click();
    await confirm(/^End a login/, 'End it');
    await expect
      .poll(async () => (await page.getByRole('heading', { name: 'Log in' }).count()) > 0 || (await logins.count()) === before - 1)
      .toBe(true);
  });
});

describe('the audit log', () => {
  it('is held, so that nothing of it goes, until an approver ends that; both are on record', { timeout: 90_000 }, async () => {
    await open('operator', '/settings?tab=retention');
    await page.getByRole('row').filter({ hasText: 'quotes' }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Hold …' }).count()).toBe(0);
    expect((await send('operator', 'POST', '/ui/audit/hold', { why: 'me too' })).status).toBe(403);
    await close(page);
    await open('approver', '/settings?tab=retention');
    await page.getByRole('button', { name: 'Hold …' }).click();
    await confirm(/^Hold the audit log/, 'Hold it', `a letter from the court ${RUN}`);
    await page.getByText(`held by approver since`).waitFor();
    await shoot(page, 'audit-held');
    await page.getByRole('button', { name: 'End the hold …' }).click();
    await confirm(/^End the hold/, 'End the hold', 'the case is closed');
    await page.locator('.badge', { hasText: 'not held' }).waitFor();
    // The recorder may be a moment behind.
    await expect
      .poll(async () => (await (await page.request.get(`/ui/audit/records?text=${RUN}`)).text()).includes('AUDIT_HELD'), { timeout: 30_000 })
      .toBe(true);
    await page.goto(`/audit?tab=records&text=${RUN}`);
    await page.getByRole('button', { name: 'AUDIT_HELD' }).first().waitFor();
    expect(await page.getByRole('button', { name: 'AUDIT_HELD' }).count()).toBe(1);
  });
});

describe('an account', () => {
  const name = `newbie-${RUN}`;

  it('changes its password, which ends its other logins', { timeout: 90_000 }, async () => {
    expect((await send('boss', 'POST', '/v1/accounts', { name, password: PASSWORD, roles: ['VIEWER'] })).status).toBe(201);
    const other = await fresh();
    await logIn(other, name);
    page = await fresh();
    await logIn(page, name, '/settings?tab=you');
    await page.getByLabel('Now').fill(PASSWORD);
    await page.getByLabel('New', { exact: true }).fill('another horse battery');
    await page.getByLabel('New, again').fill('another horse');
    await page.getByText('This is not the same.').waitFor();
    await page.getByLabel('New, again').fill('another horse battery');
    await page.getByRole('button', { name: 'Change it' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await page.getByText('Your password is changed').waitFor();
    await shoot(page, 'password-changed');
    await expect.poll(async () => (await other.request.get('/ui/session')).status()).toBe(401);
    await close(other);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill('another horse battery');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).waitFor();
  });

  it('is logged out of a desk that was left, after it was asked', async () => {
    page = await fresh();
    await page.clock.install();
    await logIn(page, 'viewer');
    await settled(page);
    const { idleMinutes } = (await (await page.request.get('/ui/session')).json()) as { idleMinutes: number };
    await page.clock.fastForward((idleMinutes * 60 - 30) * 1000);
    await page.getByRole('dialog', { name: 'Still there?' }).waitFor();
    await shoot(page, 'idle-asked');
    await page.clock.fastForward(60_000);
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await page.getByText(`You were logged out after ${idleMinutes} minutes without use.`).waitFor();
    expect((await page.request.get('/ui/session')).status()).toBe(401);
    expect(page.url().startsWith(ADDRESS)).toBe(true);
  });
});
