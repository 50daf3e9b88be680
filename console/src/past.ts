// Remembers the last signed checkpoint that this browser saw of a node, and notices when the node
// shows another past: an older copy of its home, or one that was written on elsewhere. The proof is
// computed here (RFC 9162, section 2.1.4.2), so that the node is not asked whether it is honest.

import { get } from './api';
import type { Status } from './types';

export interface Seen { size: number; root: string }
export interface OtherPast { key: string; seen: Seen; now: Seen; why: string }

/** Meets the node's past: nothing when it continues what was seen, which is then remembered. */
export async function meet(): Promise<OtherPast | undefined> {
  const status = await get<Status>('status');
  const now = { size: status.checkpointSize, root: status.checkpointRoot };
  const key = `stemma-seen ${status.key}`;
  const seen = remembered(key);
  const why = seen ? await difference(seen, now) : '';
  if (seen && why) return { key, seen, now, why };
  if (!seen || now.size > seen.size) remember(key, now);
  return undefined;
}

export function remember(key: string, seen: Seen): void {
  localStorage.setItem(key, JSON.stringify(seen));
}

function remembered(key: string): Seen | undefined {
  try {
    const seen = JSON.parse(localStorage.getItem(key) ?? 'null') as Seen | null;
    return seen && Number.isSafeInteger(seen.size) && /^[0-9a-f]{64}$/.test(seen.root) ? seen : undefined;
  } catch {
    return undefined; // not what this console wrote
  }
}

async function difference(seen: Seen, now: Seen): Promise<string> {
  if (now.size < seen.size) return `Its log has ${now.size} signed entries, but this browser has seen ${seen.size}: the home is an older copy.`;
  if (now.size === seen.size && now.root === seen.root || seen.size === 0) return '';
  const proof = now.size === seen.size ? [] : (await get<{ hashes: string[] }>('log/consistency', { from: seen.size, to: now.size })).hashes;
  return await continues(seen, now, proof) ? '' : `The first ${seen.size} entries of its log are not those that this browser has seen.`;
}

/** Whether the log of now's size and root continues the one that was seen. */
async function continues(seen: Seen, now: Seen, proof: string[]): Promise<boolean> {
  if (proof.length === 0) return false;
  let [node, last] = [seen.size - 1, now.size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  const path = proof.map(bytes);
  let before = node === 0 ? bytes(seen.root) : path.shift()!;
  let after = before;
  for (const step of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [before, after] = [await parent(step, before), await parent(step, after)];
      while (node % 2 === 0) [node, last] = [half(node), half(last)];
    } else {
      after = await parent(after, step);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hex(before) === seen.root && hex(after) === now.root;
}

const half = (count: number): number => Math.floor(count / 2);

async function parent(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array([1, ...left, ...right])));
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hex(hash: Uint8Array): string {
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
