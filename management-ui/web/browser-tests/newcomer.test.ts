// Somebody who never saw the pages: a plugin hears nothing. Why, and what to do? They follow what the pages say, and nothing else.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { as, axe, close, complaintsOf, settled, shoot, start, stop } from './rig.ts';

const TOPICS = 'platform.data.quote.*.AAPL';
let page: Page;

beforeAll(start);
afterAll(stop);

async function step(person: 'author' | 'approver', at: string): Promise<void> {
  page = await as(person, {}, at);
  await settled(page);
}

async function leave(): Promise<void> {
  const said = complaintsOf(page);
  await close(page);
  expect(said).toEqual([]);
}

it('is led from what is wrong to a grant in force and messages that flow', { timeout: 180_000 }, async () => {
  await step('approver', '/grants?state=ACTIVE&q=quote+hello');
  // An earlier run may have ended half way.
  if ((await page.getByRole('link', { name: TOPICS }).count()) > 0) {
    await page.getByRole('link', { name: TOPICS }).first().click();
    await page.getByRole('button', { name: 'Revoke' }).click();
    const revoke = page.getByRole('dialog', { name: /^Revoke/ });
    await revoke.getByLabel('Why').fill('by mistake');
    await revoke.getByRole('button', { name: 'Revoke' }).click();
    await page.locator('.badge', { hasText: 'REVOKED' }).waitFor();
  }
  await leave();

  const begin = performance.now();
  await step('author', '/');
  const wrong = page.getByRole('region', { name: 'What is wrong' });
  await wrong.getByText(`it may not subscribe to ${TOPICS}, as its manifest asks: no grant allows it`).waitFor();
  await shoot(page, 'newcomer-1-wrong');
  expect(await axe(page)).toEqual([]);
  await wrong.getByRole('link', { name: `Why not: subscribe ${TOPICS}` }).click();
  await page.locator('.badge', { hasText: 'IT MAY NOT' }).waitFor();
  await page.getByText('by approver', { exact: false }).getByText('by mistake').waitFor();
  await shoot(page, 'newcomer-2-why');
  await page.getByRole('link', { name: 'Request it' }).click();
  await page.getByRole('heading', { name: 'Request a grant' }).waitFor();
  expect(await page.getByLabel('Topics').inputValue()).toBe(TOPICS);
  await page.getByLabel('Why').fill('it trades by quotes');
  await page.getByRole('button', { name: 'Request', exact: true }).click();
  await page.getByText('You asked for it, so somebody else decides.').waitFor();
  await leave();

  await step('approver', '/');
  await page.getByRole('region', { name: 'What is wrong' }).getByRole('link', { name: `Decide on it: subscribe ${TOPICS}` }).click();
  await page.getByRole('heading', { name: 'Review' }).waitFor();
  await shoot(page, 'newcomer-3-review');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('dialog', { name: /^Approve/ }).getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('heading', { name: 'Grant', exact: true }).waitFor();
  await page.getByRole('link', { name: 'See these messages' }).click();
  await page.getByRole('listbox', { name: /Messages/ }).getByRole('option').nth(2).waitFor();
  await shoot(page, 'newcomer-4-messages');
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await expect.poll(() => page.locator('section:has(> #wrong)').getByText(`it may not subscribe to ${TOPICS}`).count(), { timeout: 10_000 }).toBe(0);
  await leave();
  console.log(`from what is wrong to messages that flow: ${Math.round((performance.now() - begin) / 1000)} s, as fast as a script clicks`);
});

it('sees a denied way in the topology, drawn and in words', { timeout: 60_000 }, async () => {
  await step('approver', '/topology?show=denied&q=hello');
  // A sidecar reports every ten seconds what it denied.
  await page.getByRole('row').filter({ hasText: 'hello' }).getByText('is denied').waitFor({ timeout: 30_000 });
  await page.locator('svg').getByText(/denied \d/).waitFor();
  await shoot(page, 'topology-denied');
  expect(await axe(page)).toEqual([]);
  await leave();
});

it('sees on the page of a plugin what it says and hears', async () => {
  await step('approver', '/plugins/hello?tab=traffic');
  await page.getByRole('row').filter({ hasText: 'platform.portfolio.target' }).first().waitFor({ timeout: 30_000 });
  await shoot(page, 'plugin-traffic');
  expect(await axe(page)).toEqual([]);
  await leave();
});
