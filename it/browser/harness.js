// A real Chromium at a real node's console.
//
// STEMMA_URL and STEMMA_LOGIN name a running node and an unused login link. Without them the tests are
// skipped and say so; with CI=true they fail instead. STEMMA_IMAGES names a folder for pictures of the rooms.

import { existsSync, mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const CHROMIUM = process.env.STEMMA_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const IMAGES = process.env.STEMMA_IMAGES;

/** Why the tests cannot run here, or nothing. */
export function missing() {
  const target = process.env.STEMMA_URL && process.env.STEMMA_LOGIN;
  const reason = !existsSync(CHROMIUM) ? `there is no Chromium at ${CHROMIUM}`
    : !target ? 'STEMMA_URL and STEMMA_LOGIN are not set' : '';
  if (reason && process.env.CI === 'true') throw new Error(`the browser tests must run in CI, but ${reason}`);
  if (reason) console.error(`SKIPPED: the browser tests, because ${reason}`);
  return reason;
}

/** A logged-in browser. Every page reports script errors, refused content and foreign requests. */
export async function open() {
  const node = { url: process.env.STEMMA_URL, login: process.env.STEMMA_LOGIN };
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const faults = [];
  const first = await browser.newContext();
  await (await first.newPage()).goto(node.login);
  const storageState = await first.storageState();
  await first.close();

  async function page({ width = 1280, height = 800, theme = 'light', reduced = true } = {}) {
    const context = await browser.newContext({ storageState, viewport: { width, height }, colorScheme: theme,
      reducedMotion: reduced ? 'reduce' : 'no-preference' });
    const opened = await context.newPage();
    opened.setDefaultTimeout(10_000);
    opened.on('pageerror', (error) => faults.push(`script error: ${error.message}`));
    opened.on('console', (message) => {
      if (/Content.Security|Trusted/i.test(message.text())) faults.push(message.text());
    });
    opened.on('request', (request) => {
      if (!request.url().startsWith(node.url) && !request.url().startsWith('data:')) faults.push(`foreign: ${request.url()}`);
    });
    return opened;
  }

  const close = () => browser.close();

  return { url: node.url, login: node.login, page, faults, close };
}

export async function api(page, path) {
  return page.evaluate(async (address) => (await fetch(address)).json(), `/api/${path}`);
}

export async function post(page, path, body) {
  return page.evaluate(async ([address, text]) => (await fetch(address,
    { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: text })).json(), [`/api/${path}`, JSON.stringify(body)]);
}

/** Opens an address and waits until the room has its facts and the connection lives. */
export async function visit(page, url, path) {
  await page.goto(url + path);
  await page.locator('.live.live').waitFor();
  await page.waitForFunction(() => {
    const room = document.querySelector('main > :not(.problem)');
    return room?.loaded === true && room.querySelector('h1, h2') !== null;
  });
}

/** Keeps a picture where STEMMA_IMAGES names a folder for them. */
export async function shoot(page, name) {
  if (!IMAGES) return;
  mkdirSync(IMAGES, { recursive: true });
  await page.screenshot({ path: `${IMAGES}/${name}.png` });
}
