import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { api, missing, open, post, shoot, visit } from './harness.js';
import { SshPerson } from './sshperson.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCRIPT_BYTES_MAX = 120 * 1024;
const ROOMS = [['home', '/'], ['goals', '/goals'], ['approvals', '/approvals'], ['acts', '/acts'],
  ['runs', '/runs'], ['ledger', '/ledger'], ['settings', '/settings']];
const HOSTILE = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script><svg onload="window.pwned=1">'
  + ' [x](javascript:window.pwned=1) `a` **b** | [act 1.1](/acts/1.1" onclick="window.pwned=1)';

/** Runs axe in a world of its own, which the content policy does not bind. */
async function violations(page) {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
  const run = async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate',
      { expression, contextId: executionContextId, awaitPromise: true, returnByValue: true });
    assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
    return result.value;
  };
  await run(`${AXE}; true`);
  const found = await run(`axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) =>
    v.id + ': ' + v.help + ' at ' + v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')))`);
  await session.detach();
  return found;
}

async function waiting(page) {
  return (await api(page, 'approval/list')).approvals.filter((approval) => approval.state === 'pending');
}

/** Makes the log longer, by a small goal in a folder that the node knows. */
async function grow(page) {
  const { dir } = (await api(page, 'goal/list')).goals[0];
  const goal = await post(page, 'goal', { text: 'Count the lines of code', dir, template: 'count-lines' });
  assert.match(goal.id ?? JSON.stringify(goal), /^\d+\.\d+$/);
}

async function assertNoSidewaysScroll(page, what) {
  const [inner, wide] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
  assert.ok(wide <= inner, `${what} is ${wide} wide in a window of ${inner}`);
}

describe('console', { skip: missing() || false }, () => {
  let at;
  before(async () => { at = await open(); });
  after(async () => { await at?.close(); });

  test('the login link works once', async () => {
    const response = await fetch(at.login, { redirect: 'manual' });
    assert.equal(response.status, 401);
  });

  for (const theme of ['light', 'dark']) {
    test(`every room is sound in the ${theme} theme`, async () => {
      const page = await at.page({ theme });
      for (const [name, path] of ROOMS) {
        await visit(page, at.url, path);
        assert.equal(await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link').count(), 7);
        assert.ok(await page.getByRole('heading', { level: 1 }).count() === 1, `${name} has one title`);
        assert.deepEqual(await violations(page), [], `axe in ${name}`);
        await assertNoSidewaysScroll(page, name);
        await shoot(page, `${name}-${theme}`);
      }
      await page.context().close();
    });
  }

  test('the check for violations sees one', async () => {
    const page = await at.page();
    await visit(page, at.url, '/acts');
    await page.evaluate(() => document.querySelector('input[type=search]').removeAttribute('aria-label'));
    await page.evaluate(() => document.querySelector('input[type=search]').removeAttribute('placeholder'));
    assert.match((await violations(page)).join(), /^label: /);
    await page.context().close();
  });

  test('details have stable addresses and no faults', async () => {
    const page = await at.page();
    await visit(page, at.url, '/');
    const [acts, goals, runs, log] = [await api(page, 'act/list?limit=1'), await api(page, 'goal/list'),
      await api(page, 'run/list'), await api(page, 'log/tail?count=1')];
    const paths = [...acts.acts.map((act) => `/acts/${act.id}`), ...goals.goals.map((goal) => `/goals/${goal.id}`),
      ...runs.runs.map((run) => `/runs/${run.id}`), ...log.entries.map((entry) => `/ledger/${entry.index}`)];
    assert.ok(paths.length > 0, 'the node has something to show');
    for (const path of paths.slice(0, 12)) {
      await visit(page, at.url, path);
      assert.deepEqual(await violations(page), [], `axe in ${path}`);
      assert.equal(await page.locator('.problem').count(), 0, path);
    }
    const reported = goals.goals.find((goal) => goal.template === 'survey' && goal.state === 'done');
    const pending = runs.runs.findLast((run) => run.state === 'pending' && run.changeCount > 1);
    const asked = goals.goals.find((goal) => goal.state === 'waiting');
    for (const [name, path] of [['goal', reported && `/goals/${reported.id}`], ['run', pending && `/runs/${pending.id}`],
      ['goal-waiting', asked && `/goals/${asked.id}`]]) {
      if (!path) continue;
      await visit(page, at.url, path);
      await shoot(page, `${name}-light`);
    }
    await page.context().close();
  });

  test('the settings tell what the disk holds', async () => {
    const page = await at.page();
    await visit(page, at.url, '/settings');
    assert.ok((await page.getByRole('region', { name: 'Disk' }).innerText()).includes('objects/'));
    await page.context().close();
  });

  for (const width of [800, 390]) {
    test(`works ${width} wide`, async () => {
      const page = await at.page({ width, height: 844, theme: width === 390 ? 'dark' : 'light' });
      for (const [name, path] of ROOMS) {
        await visit(page, at.url, path);
        await assertNoSidewaysScroll(page, `${name} at ${width}`);
        if (name === 'home' || name === 'approvals') await shoot(page, `${name}-${width}`);
      }
      assert.deepEqual(await violations(page), []);
      await page.context().close();
    });
  }

  test('keys go to rooms, search, help, and ask before they answer', async () => {
    const page = await at.page();
    await visit(page, at.url, '/');
    for (const [key, path] of [['a', '/acts'], ['g', '/goals'], ['l', '/ledger'], ['s', '/settings'], ['p', '/approvals'], ['h', '/']]) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForURL(at.url + path);
    }
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Search acts');
    await page.keyboard.type('no such act anywhere');
    await page.getByText('No act matches').waitFor();
    await visit(page, at.url, '/approvals');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    const open = await waiting(page);
    if (open.length > 0) {
      await page.keyboard.press('a');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      assert.equal(await dialog.locator('pre').textContent(), (open[0].detail || `${open[0].op} ${open[0].target}`).trimEnd());
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Back');
      assert.deepEqual(await violations(page), []);
      await page.keyboard.press('Enter');
      assert.equal((await waiting(page)).length, open.length, 'Back answers nothing');
    }
    await page.context().close();
  });

  test('a lost connection is said and heals', async () => {
    const page = await at.page();
    await page.route('**/api/events*', (route) => route.abort());
    await page.goto(`${at.url}/`);
    await page.locator('.live.lost').getByText('connection lost').waitFor();
    await page.getByRole('alert').getByText('Connection lost').waitFor();
    await shoot(page, 'home-lost');
    await page.unroute('**/api/events*');
    await page.locator('.live.live').waitFor();
    await page.waitForFunction(() => document.querySelector('[role=alert]') === null);
    await page.context().close();
  });

  test('a token that is no longer good is said, with the way back', async () => {
    const page = await at.page();
    await page.route('**/api/**', (route) => route.fulfill({ status: 401, json: { error: 'the token is wrong' } }));
    await page.goto(`${at.url}/acts`);
    await page.getByRole('heading', { name: 'This browser is not logged in' }).waitFor();
    await page.getByText('./stemma login').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });

  test('a node that went back in time is refused until the loss is accepted', async () => {
    const page = await at.page();
    await visit(page, at.url, '/');
    const { key, checkpointSize } = await api(page, 'status');
    const name = `stemma-seen ${key}`;
    const seen = () => page.evaluate((item) => JSON.parse(localStorage.getItem(item)), name);
    const plant = (past) => page.evaluate(([item, text]) => localStorage.setItem(item, text), [name, JSON.stringify(past)]);
    const first = await seen();
    assert.ok(first.size > 0 && first.size <= checkpointSize, 'the first checkpoint is remembered');

    await grow(page);
    await api(page, 'log/checkpoint');
    await visit(page, at.url, '/');
    const later = await seen();
    assert.ok(later.size >= first.size + 2, 'what continues the log is proved, and remembered');

    for (const [past, why] of [[{ size: later.size + 9, root: later.root }, 'older copy'],
      [{ size: later.size, root: 'ab'.repeat(32) }, 'are not those'], [{ size: first.size, root: 'cd'.repeat(32) }, 'are not those']]) {
      await plant(past);
      await page.goto(`${at.url}/acts`);
      await page.getByRole('alert').getByText(why).waitFor();
      assert.equal(await page.locator('acts-room').count(), 0, 'no room is shown');
      assert.deepEqual(await seen(), past, 'nothing is forgotten');
      assert.deepEqual(await violations(page), []);
    }
    await shoot(page, 'another-past-light');
    await page.getByRole('button', { name: 'Accept the loss and go on' }).click();
    await page.locator('acts-room h1').waitFor();
    assert.ok((await seen()).size >= later.size);

    await plant(first);
    await page.route('**/api/log/consistency*', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      body.hashes[0] = 'ef'.repeat(32);
      await route.fulfill({ response, json: body });
    });
    await page.goto(`${at.url}/acts`);
    await page.getByRole('alert').getByText('are not those').waitFor();
    await page.context().close();
  });

  test('focus is seen, and a dialog keeps it', async () => {
    const page = await at.page();
    await visit(page, at.url, '/');
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.equal(outline, 'solid', await page.evaluate(() => document.activeElement.outerHTML.slice(0, 80)));
    }
    await page.context().close();
  });

  test('live acts arrive without a reload', async () => {
    const page = await at.page();
    await visit(page, at.url, '/acts');
    const [before] = (await api(page, 'act/list?limit=1')).acts;
    assert.equal(await page.locator('tbody tr td:first-child').first().innerText(), before.id);
    await grow(page);
    await page.waitForFunction((id) => document.querySelector('tbody td')?.textContent !== id, before.id);
    await page.context().close();
  });

  test('settings show whose a rule is and how much is left of a limit', async () => {
    const page = await at.page();
    await visit(page, at.url, '/settings');
    const { rules, limits } = await api(page, 'policy/show');
    assert.ok(rules.some((rule) => rule.layer === 'floor') && rules.some((rule) => rule.layer === 'home'));
    const row = page.getByRole('region', { name: 'Rules' }).getByRole('row').filter({ hasText: rules[0].text }).first();
    assert.ok((await row.innerText()).includes(rules[0].layer));
    for (const limit of limits) {
      const shown = page.getByRole('region', { name: 'Limits' }).getByRole('row').filter({ hasText: limit.text });
      assert.match(await shown.innerText(), new RegExp(`\\d+ of ${limit.count}`));
    }
    if (limits.length === 0) await page.getByText('Nothing is limited.').waitFor();
    await page.context().close();
  });

  test('what others wrote stays text', async () => {
    const page = await at.page();
    const spoil = (value) => (typeof value === 'string' ? HOSTILE : Array.isArray(value) ? value.map(spoil)
      : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([k, v]) =>
        [k, ['id', 'state', 'ending', 'kind', 'inputDigest', 'outputDigest', 'receipts', 'verdict'].includes(k) ? v : spoil(v)])) : value);
    await page.route(/\/api\/(?!events|status|log\/consistency)/, async (route) => {
      const response = await route.fetch();
      const body = spoil(await response.json());
      if ('report' in body) body.report = `# ${HOSTILE}\n\n| ${HOSTILE} | b |\n|---|---|\n| ${HOSTILE} | c |\n\n- ${HOSTILE}\n\n> ${HOSTILE}\n`;
      await route.fulfill({ response, json: body });
    });
    await page.goto(`${at.url}/`);
    const goals = (await api(page, 'goal/list')).goals;
    const acts = (await api(page, 'act/list?limit=1')).acts;
    const runs = (await api(page, 'run/list')).runs;
    const paths = ['/', '/goals', '/approvals', '/acts', '/runs', '/ledger', '/settings', ...goals.map((goal) => `/goals/${goal.id}`),
      ...acts.map((act) => `/acts/${act.id}`), ...runs.slice(0, 2).map((run) => `/runs/${run.id}`)];
    let shown = 0;
    for (const path of paths) {
      await page.goto(at.url + path);
      await page.waitForFunction(() => document.querySelector('main > :not(.problem)')?.loaded === true);
      shown += await page.getByText('onerror="window.pwned=1"').count();
      const planted = await page.evaluate(() => ({
        pwned: window.pwned,
        elements: document.querySelectorAll('img[src="x"], main script, main svg[onload], [onclick], [onerror], a[href^="javascript:"]').length,
      }));
      assert.deepEqual(planted, { pwned: undefined, elements: 0 }, path);
    }
    assert.ok(shown > 0, 'the hostile text was there to be read');
    await page.context().close();
  });

  test('a pending run is applied and undone', async (context) => {
    const page = await at.page();
    await visit(page, at.url, '/runs');
    const runs = (await api(page, 'run/list')).runs.filter((run) => run.state === 'pending' && run.changeCount > 0);
    const shown = await Promise.all(runs.map((run) => api(page, `run/show?id=${run.id}`)));
    const pending = shown.find((run) => run.changes.every((change) => !change.flags.includes('runs later')));
    if (!pending) {
      context.skip('no run waits on this node that may be applied unasked');
      return;
    }
    await visit(page, at.url, `/runs/${pending.id}`);
    await page.getByRole('button', { name: 'Apply to the folder' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('status').filter({ hasText: 'restored' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Apply to the folder' }).count(), 0);
    await page.context().close();
  });

  test('a goal that waits goes on when it is approved in its own room', async (context) => {
    const page = await at.page();
    await visit(page, at.url, '/');
    const goal = (await api(page, 'goal/list')).goals.find((one) => one.state === 'waiting');
    if (!goal) {
      context.skip('no goal waits on this node');
      return;
    }
    await visit(page, at.url, `/goals/${goal.id}`);
    await page.getByRole('button', { name: /^✓ Approve once|^Approve once/ }).click();
    await page.locator('article .chip', { hasText: 'done' }).first().waitFor();
    await page.getByRole('heading', { name: 'Report', exact: true }).waitFor();
    assert.equal((await api(page, `goal/show?id=${goal.id}`)).state, 'done');
    const cited = page.locator('.report a[href^="/acts/"]').first();
    await cited.click();
    await page.getByRole('heading', { name: /^Act \d+\.\d+/ }).waitFor();
    await page.context().close();
  });

  test('an approval is answered in place', async (context) => {
    const page = await at.page();
    await visit(page, at.url, '/');
    const [first] = await waiting(page);
    if (!first) {
      context.skip('no approval waits on this node');
      return;
    }
    const card = page.locator(`[data-approval="${first.id}"]`);
    await card.getByRole('button', { name: `Deny approval ${first.id}` }).click();
    await card.waitFor({ state: 'detached' });
    assert.equal((await api(page, `approval/show?id=${first.id}`)).state, 'denied');
    assert.equal(new URL(page.url()).pathname, '/');
    await page.context().close();
  });

  // The last to change anything: from then on the rules want a signature to be changed themselves.
  test('a named operator signs outside and pastes the signature', async () => {
    const page = await at.page();
    await visit(page, at.url, '/settings');
    const ada = new SshPerson();
    await post(page, 'operator/add', { name: 'ada', key: ada.line });
    const rules = (await api(page, 'policy/text')).text;
    await post(page, 'policy/adopt', { text: `${rules}ask purse.set * by operator quorum 1 of ada # money is signed for\n` });
    const { act } = await post(page, 'purse/set', { purse: 'day', unit: 'tokens', most: '5000' });
    await visit(page, at.url, `/approvals/${act}`);
    const statement = await page.locator('pre.statement').textContent();
    assert.match(statement, /target: "day tokens 5000"/);
    assert.equal(await page.getByRole('button', { name: /Approve once/ }).count(), 0);
    await page.getByLabel('Signature').fill(ada.sign(statement.replace('answer: yes', 'answer: no'), 'stemma-approval'));
    await page.getByRole('button', { name: 'Add this signature' }).click();
    await page.getByRole('alert').getByText('not of this answer to this question').waitFor();
    await page.getByLabel('Signature').fill(ada.sign(statement, 'stemma-approval'));
    await page.getByRole('button', { name: 'Add this signature' }).click();
    await page.locator('article .chip', { hasText: 'approved' }).waitFor();
    assert.deepEqual((await api(page, `approval/show?id=${act}`)).signed, ['ada']);
    await post(page, 'purse/set', { purse: 'day', unit: 'tokens', most: '5000' });
    await visit(page, at.url, '/settings');
    await page.getByRole('region', { name: 'Purses' }).getByText('5,000').waitFor();
    await page.getByText(ada.fingerprint).waitFor();
    await page.context().close();
  });

  test('the script is small, nothing foreign was asked for, and nothing failed', async () => {
    const page = await at.page();
    const scripts = [];
    page.on('response', async (response) => {
      if (response.url().endsWith('.js')) scripts.push(gzipSync(await response.body()).length);
    });
    await visit(page, at.url, '/');
    const paint = await page.evaluate(() => performance.getEntriesByName('first-paint')[0]?.startTime);
    const total = scripts.reduce((a, b) => a + b, 0);
    console.log(`first paint after ${Math.round(paint)} ms, script ${total} bytes gzipped`);
    assert.ok(total > 0 && total < SCRIPT_BYTES_MAX, `${total} bytes of script`);
    assert.deepEqual(at.faults, []);
    await page.context().close();
  });

  test('an entry shows what it came from, and what erasing would take away', async () => {
    const page = await at.page();
    await visit(page, at.url, '/');
    const goal = (await api(page, 'goal/list')).goals.find((one) => one.state === 'done');
    const descent = await api(page, `log/dag?id=${goal.id}`);
    await visit(page, at.url, `/ledger/${descent.lines[0].index}`);
    const drawn = page.locator('.descent li');
    assert.ok(await drawn.count() >= 3, 'answer, plan and goal');
    assert.ok((await drawn.allInnerTexts()).some((line) => line.startsWith('goal') || line.includes('goal ')), 'down to the goal');
    await page.getByRole('button', { name: 'What would erasing take away?' }).click();
    await page.getByText('Goes:').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: /^Erase / }).click();
    await page.getByText('A rule asks you first.').waitFor();
    await page.context().close();
  });
});
