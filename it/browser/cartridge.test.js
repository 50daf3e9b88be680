// What a page that a cartridge serves can reach of the console: nothing, in a browser whose operator is logged in.
//
// STEMMA_PAGE names the page, which tries everything and tells in its title what came of it. CartridgePageTest serves
// it, beside a question that waits for an answer; without it the test is skipped and says so.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { api, missing, open, post } from './harness.js';

const PAGE = process.env.STEMMA_PAGE;
const reason = PAGE ? missing() : 'STEMMA_PAGE is not set';
if (!PAGE) console.error(`SKIPPED: the page of a cartridge, because ${reason}`);

describe('a page of a cartridge', { skip: reason || false }, () => {
  let at;
  let operator;
  let asked;
  before(async () => {
    at = await open();
    operator = await at.page();
    await operator.goto(`${at.url}/healthz`);
    [asked] = (await api(operator, 'approval/list')).approvals;
    assert.equal(asked.state, 'pending');
  });
  after(async () => { await at?.close(); });

  const state = async () => (await api(operator, `approval/show?id=${asked.id}`)).state;

  /** Lets the page try, and says what came of it. */
  async function tried(page) {
    const address = new URL(PAGE);
    address.search = new URLSearchParams({ operator: at.url, approval: asked.id });
    await page.goto(address.href);
    await page.waitForFunction(() => document.title !== '');
    return JSON.parse(await page.title());
  }

  /** Sends the page's form, and does not wait for an answer that may be refused. */
  const send = (page) => page.evaluate(() => { document.querySelector('button').click(); });

  function assertNoFrame(page) {
    assert.equal(page.frames().length, 2, 'it made a frame');
    assert.ok(!page.frames().some((frame) => frame.url().startsWith(at.url)), 'and the frame shows nothing');
  }

  test('is kept in by its policy', async () => {
    const page = await at.page();
    const found = await tried(page);
    for (const name of ['cookie', 'storage']) assert.equal(found[name], 'refused SecurityError', name);
    for (const name of ['read', 'console', 'json', 'plain']) assert.equal(found[name], 'refused TypeError', name);
    assertNoFrame(page);
    assert.match(found['connect-src'], /policy/);
    const refused = page.waitForEvent('console', (message) => message.text().includes('form-action'));
    await send(page);
    await refused;
    assert.equal(await state(), 'pending');
  });

  test('is kept out where the browser knows no policy', async () => {
    const context = await operator.context().browser().newContext(
      { bypassCSP: true, storageState: await operator.context().storageState() });
    const page = await context.newPage();
    const found = await tried(page);
    assert.ok(['got ""', 'refused SecurityError'].includes(found.cookie), found.cookie);
    for (const name of ['read', 'console', 'json']) assert.equal(found[name], 'refused TypeError', name);
    assertNoFrame(page);
    const sent = page.waitForResponse((response) => response.url() === `${at.url}/api/approve`);
    await send(page);
    assert.ok((await sent).status() >= 400, `the form was answered with ${(await sent).status()}`);
    assert.equal(await state(), 'pending');
    await context.close();
  });

  test('is not kept from what the operator may do', async () => {
    await post(operator, 'approve', { id: asked.id });
    assert.equal(await state(), 'approved');
  });
});
