// What people do at the pages, from the first admin on. Each step stands on those before it.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, EVIL, PASSWORD, ROLES, as, close, complaintsOf, fresh, logIn, scriptPlugin, settled, shoot, start, stop, tabTo } from './rig.ts';

const PLUGIN = 'evil-words';
const INSTANCE = 'evil-1';
let page: Page;

beforeAll(start);
afterAll(stop);
afterEach(async () => {
  if (page) {
    const said = complaintsOf(page);
    expect(await page.title()).not.toContain('hacked');
    await close(page);
    expect(said).toEqual([]);
  }
});

async function dialog(name: RegExp) {
  const found = page.getByRole('dialog', { name });
  await found.waitFor();
  return found;
}

describe('the first admin', () => {
  it('is made with the one-time code of the address, or is there already', async () => {
    page = await fresh();
    const { needed } = (await (await page.request.get('/ui/setup')).json()) as { needed: boolean };
    if (!needed) {
      await logIn(page, 'boss');
      return;
    }
    const code = process.env.MERIDIAN_UI_SETUP;
    expect(code, 'MERIDIAN_UI_SETUP, the set-up code').toBeTruthy();
    await page.goto(`/plugins#setup=${code}`);
    await page.getByLabel('Your name').fill('boss');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('The password again').fill(PASSWORD);
    await shoot(page, 'set-up');
    await page.getByRole('button', { name: 'Make the first admin' }).click();
    await page.getByRole('heading', { name: 'Plugins', exact: true }).waitFor();
    expect(page.url()).toBe(`${ADDRESS}/plugins`);
  });

  it('makes an account for each role', async () => {
    page = await as('boss', {}, '/settings?tab=people');
    await page.getByRole('button', { name: 'Make an account' }).waitFor();
    for (const [name, roles] of Object.entries(ROLES)) {
      await page.getByRole('region', { name: 'Accounts' }).waitFor();
      if ((await page.getByRole('button', { name: `Roles of ${name}`, exact: true }).count()) > 0) {
        continue;
      }
      await page.getByRole('button', { name: 'Make an account' }).click();
      const form = await dialog(/Make an account/);
      await form.getByLabel('Name').fill(name);
      await form.getByLabel('First password').fill(PASSWORD);
      for (const role of roles) {
        await form.getByRole('checkbox', { name: new RegExp(`^${role}`) }).check();
      }
      await form.getByRole('button', { name: 'Make it' }).click();
      await form.waitFor({ state: 'detached' });
    }
    for (const name of Object.keys(ROLES)) {
      await page.getByRole('button', { name: `Roles of ${name}`, exact: true }).waitFor();
    }
  });
});

describe('a session', () => {
  it('is refused with a wrong password, and says so', async () => {
    page = await fresh();
    await page.goto('/');
    await page.getByLabel('Name').fill('viewer');
    await page.getByLabel('Password').fill('wrong horse battery');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    await shoot(page, 'log-in-refused');
  });

  it('keeps the address over the log-in, with the state of the page', async () => {
    page = await as('viewer', {}, '/plugins?q=nothing&sort=-name');
    await page.getByRole('heading', { name: 'Plugins', exact: true }).waitFor();
    await expect.poll(() => page.getByLabel('Find').inputValue()).toBe('nothing');
    expect(page.url()).toBe(`${ADDRESS}/plugins?q=nothing&sort=-name`);
  });

  it('ends with the log-out, and nothing of it stays on the page', async () => {
    page = await fresh();
    await logIn(page, 'viewer');
    await settled(page);
    await page.getByRole('button', { name: /^viewer/ }).click();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    expect((await page.request.get('/ui/session')).status()).toBe(401);
    expect(await page.getByText('What was done lately').count()).toBe(0);
  });
});

describe('a plugin', () => {
  it('is registered from a file, and made an instance of', async () => {
    page = await as('author', {}, '/register');
    await settled(page);
    if ((await page.getByRole('button', { name: PLUGIN, exact: true }).count()) === 0) {
      const file = join(mkdtempSync(join(tmpdir(), 'pages-')), 'plugin.zip');
      writeFileSync(file, scriptPlugin(PLUGIN));
      await page.getByLabel('File', { exact: true }).setInputFiles(file);
      await page.getByRole('button', { name: 'Register', exact: true }).click();
    } else {
      await page.getByRole('button', { name: PLUGIN, exact: true }).click();
    }
    await page.getByRole('heading', { name: 'Make an instance of it' }).waitFor();
    await page.getByText(`Says ${EVIL}`).first().waitFor();
    await shoot(page, 'register-manifest');
    const there = (await page.request.get(`/v1/instances/${INSTANCE}`)).status() === 200;
    if (!there) {
      await page.getByLabel('Its name').fill(INSTANCE);
      await page.getByLabel('Why').fill(EVIL);
      await page.getByLabel('apiKey').fill('a secret');
      await page.getByRole('button', { name: 'Make it' }).click();
      await page.getByRole('heading', { name: INSTANCE }).waitFor();
    }
  });

  it('is started by an operator, and its log stays text', async () => {
    page = await as('operator', {}, `/plugins/${INSTANCE}`);
    await settled(page);
    const begin = page.getByRole('button', { name: 'Start', exact: true });
    if ((await begin.count()) > 0) {
      await begin.click();
      const form = await dialog(/Start/);
      await form.getByLabel('Why').fill(EVIL);
      await form.getByRole('button', { name: 'Start' }).click();
      await form.waitFor({ state: 'detached' });
    }
    await page.getByRole('log').getByText(EVIL).first().waitFor({ timeout: 60_000 });
    await shoot(page, 'plugin-logs');
    await page.getByLabel('Level').selectOption('WARN');
    await expect.poll(() => page.getByRole('log').getByText('of a script').count()).toBe(0);
    expect(page.url()).toContain('level=WARN');
    await page.getByLabel('Text or trace').fill('0af7651916cd43dd8448eb211c80319c');
    await expect.poll(() => page.url()).toContain('text=0af7651916cd43dd8448eb211c80319c');
    await page.getByRole('log').getByText(EVIL).first().waitFor();
  });

  it('has settings that an author changes and takes back', async () => {
    page = await as('author', {}, `/plugins/${INSTANCE}?tab=settings`);
    await settled(page);
    await page.getByLabel('fast').fill('many');
    await page.getByText('A whole number').waitFor();
    expect(await page.getByRole('button', { name: /^Save/ }).isDisabled()).toBe(true);
    await page.getByLabel('fast').fill('21');
    await shoot(page, 'plugin-settings');
    await page.getByRole('button', { name: 'Save 1 change' }).click();
    const form = await dialog(/Change the settings/);
    await form.getByRole('button', { name: 'Change', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('has its settings of before').waitFor();
  });
});

describe('a grant', () => {
  const topic = `platform.data.trade.XNAS.T${Date.now().toString(36)}`;

  it('is requested by an author, who cannot decide on it', async () => {
    page = await as('author', {}, `/grants/request?instance=${INSTANCE}`);
    await settled(page);
    await page.getByLabel('Topics').fill(topic);
    await page.getByLabel('Why').fill(EVIL);
    await page.getByRole('button', { name: 'Request', exact: true }).click();
    await page.getByRole('heading', { name: 'Review' }).waitFor();
    await page.getByText('You asked for it, so somebody else decides.').waitFor();
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  });

  it('is approved by the keyboard alone', async () => {
    page = await fresh();
    await page.goto('/grants');
    await page.getByLabel('Name').waitFor();
    await page.keyboard.type('approver');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: topic }).waitFor();
    await shoot(page, 'grants-inbox');
    await tabTo(page, new RegExp(`^${topic.replaceAll('.', '\\.')}$`));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Review' }).waitFor();
    await page.getByText(EVIL).first().waitFor();
    await shoot(page, 'grant-review');
    await tabTo(page, /^Approve$/);
    await page.keyboard.press('Enter');
    await dialog(/^Approve/);
    await tabTo(page, /^Why/);
    await page.keyboard.type('looks right');
    await tabTo(page, /^Approve$/);
    await page.keyboard.press('Enter');
    await page.getByText('In force:').waitFor();
    await page.getByRole('heading', { name: 'Grant', exact: true }).waitFor();
  });

  it('is approved with others at once, and revoked by its way back', async () => {
    page = await as('author');
    const csrf = ((await (await page.request.get('/ui/session')).json()) as { csrf: string }).csrf;
    const ask = async (instance: string, pattern: string) => {
      const made = await page.request.post('/v1/grants', {
        headers: { 'X-Meridian-CSRF': csrf },
        data: { instance, action: 'SUBSCRIBE', pattern, why: 'for a test' },
      });
      expect(made.status()).toBe(201);
    };
    const second = await page.request.post('/v1/instances', {
      headers: { 'X-Meridian-CSRF': csrf },
      data: { name: `${INSTANCE}b`, plugin: PLUGIN },
    });
    expect([201, 409]).toContain(second.status());
    await ask(INSTANCE, `${topic}A`);
    await ask(`${INSTANCE}b`, `${topic}A`);
    await ask(INSTANCE, `${topic}C`);
    await close(page);
    page = await as('approver', {}, `/grants?q=${topic}`);
    await settled(page);
    await page.getByRole('checkbox', { name: new RegExp(`${INSTANCE} .*${topic}A`) }).check();
    // What asks for something else needs a look of its own.
    expect(await page.getByRole('checkbox', { name: new RegExp(`${topic}C`) }).count()).toBe(0);
    await page.getByRole('button', { name: 'Choose all that ask the same' }).click();
    await page.getByRole('button', { name: 'Approve 2 chosen' }).click();
    const form = await dialog(/Approve 2 grants/);
    await form.getByRole('button', { name: 'Approve 2' }).click();
    await form.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('link', { name: `${topic}A` }).count()).toBe(0);
    await page.getByRole('link', { name: `${topic}C` }).click();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await (await dialog(/Approve/)).getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('button', { name: 'Undo: revoke it' }).click();
    await page.locator('.badge', { hasText: 'REVOKED' }).waitFor();
  });

  it('is opened in an emergency by an operator, for a short time', async () => {
    page = await as('operator', {}, `/grants/emergency?instance=${INSTANCE}&pattern=platform.data.bar.XNAS.AAPL&minutes=1`);
    await settled(page);
    await page.getByLabel('Why').fill('nobody is there who could approve');
    await shoot(page, 'grant-emergency');
    await page.getByRole('button', { name: 'Grant it now' }).click();
    await page.getByRole('heading', { name: 'Grant', exact: true }).waitFor();
    await page.locator('.badge', { hasText: 'emergency' }).waitFor();
  });
});

describe('the kill switch', () => {
  it('stops orders in two steps by the keyboard, and is released by a named person', async () => {
    page = await as('operator', {}, '/orders');
    await settled(page);
    await page.keyboard.press('Alt+Shift+K');
    await dialog(/Stop orders/);
    await shoot(page, 'kill-open');
    await page.keyboard.press('Enter');
    await dialog(/Orders are stopped/);
    await page.getByText(/latched \d+ of \d+ in \d+ ms/).waitFor();
    await shoot(page, 'kill-done');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Orders are stopped' }).waitFor();
    await shoot(page, 'kill-holds');
    await tabTo(page, /^Release …$/);
    await page.keyboard.press('Enter');
    await dialog(/Release/);
    await tabTo(page, /^Why/);
    await page.keyboard.type('all is well');
    await tabTo(page, /^Release as operator$/);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Orders are stopped' }).waitFor({ state: 'detached' });
    const last = (await (await page.request.get('/v1/kills?limit=1')).json()) as { items: { releasedBy: string; setBy: string; releasedWhy: string }[] };
    expect(last.items[0]).toMatchObject({ setBy: 'operator', releasedBy: 'operator', releasedWhy: 'all is well' });
  });

  it('is drilled, which stops nothing', async () => {
    page = await as('operator', {}, '/controls');
    await settled(page);
    await page.getByRole('button', { name: 'Drill' }).click();
    await (await dialog(/Stop orders/)).getByRole('button', { name: 'Drill: all orders' }).click();
    await page.getByText('a drill: nothing was stopped').waitFor();
    const status = (await (await page.request.get('/v1/status')).json()) as { holding: unknown[] };
    expect(status.holding).toEqual([]);
  });

  it('tells a viewer who could use it', async () => {
    page = await as('viewer');
    await page.getByRole('button', { name: 'Stop orders' }).click();
    await (await dialog(/Stop orders/)).getByText('You may not stop orders').waitFor();
  });
});
