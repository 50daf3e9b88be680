// Small pieces that every room uses.

import { html, nothing, type TemplateResult } from 'lit';
import type { Failure } from './api';
import { exact, relative } from './format';

// Meaning by colour, glyph and word together.
const MEANINGS: Record<string, [string, string]> = {
  done: ['allow', '✓'], allow: ['allow', '✓'], approved: ['allow', '✓'], alive: ['allow', '●'], ok: ['allow', '✓'],
  applied: ['allow', '✓'], used: ['allow', '✓'], restored: ['allow', '↺'], discarded: ['plain', '−'],
  merged: ['allow', '↺'], removed: ['allow', '−'],
  undone: ['plain', '↺'], erased: ['plain', '−'], unchanged: ['plain', '='], expired: ['deny', '✕'], 'timed out': ['deny', '✕'], cancelled: ['plain', '✕'], created: ['allow', '+'], sound: ['allow', '✓'],
  waiting: ['ask', '?'], pending: ['ask', '?'], ask: ['ask', '?'], open: ['ask', '?'], 'waiting for you': ['ask', '?'], weak: ['ask', '!'],
  changed: ['ask', '~'], renamed: ['ask', '→'],
  denied: ['deny', '✕'], deny: ['deny', '✕'], failed: ['deny', '✕'], missing: ['deny', '✕'], deleted: ['deny', '−'],
  held: ['allow', '✓'], left: ['deny', '✕'], untried: ['plain', '·'],
  halted: ['deny', '■'], 'not sound': ['deny', '✕'], refused: ['deny', '✕'],
  unknown: ['unknown', '◆'],
  running: ['accent', '▸'], active: ['accent', '▸'],
};

export function meaning(word: string): string {
  return MEANINGS[word]?.[0] ?? 'plain';
}

export function chip(word: string): TemplateResult {
  const [kind, glyph] = MEANINGS[word] ?? ['plain', '·'];
  return html`<span class="chip ${kind}"><span aria-hidden="true">${glyph}</span> ${word}</span>`;
}

export function time(millis: number, now: number): TemplateResult | typeof nothing {
  if (millis <= 0) return nothing;
  return html`<time datetime=${new Date(millis).toISOString()} title=${exact(millis)}>${relative(millis, now)}</time>`;
}

export function receipt(id: string): TemplateResult {
  return html`<a class="mono" href="/acts/${id}" title="Receipt of act ${id}">${id}</a>`;
}

/** The first eight digits and a button that copies all of them. */
export function digest(hex: string): TemplateResult {
  if (hex === '') return html`<span class="quiet">none</span>`;
  return html`<span class="digest mono" title=${hex}>${hex.slice(0, 8)}<button class="copy" aria-label="Copy digest ${hex.slice(0, 8)}"
    @click=${(event: Event) => copy(event.currentTarget as HTMLButtonElement, hex)}>copy</button></span>`;
}

async function copy(button: HTMLButtonElement, text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  button.textContent = 'copied';
  setTimeout(() => { button.textContent = 'copy'; }, 1500);
}

export function empty(title: string, text: string, command: string, action?: TemplateResult): TemplateResult {
  return html`<div class="empty"><h2>${title}</h2><p>${text}</p>
    <pre tabindex="0"><code>${command}</code></pre>${action ?? nothing}</div>`;
}

export function problem(failure: Failure | undefined): TemplateResult | typeof nothing {
  if (!failure) return nothing;
  if (failure.kind === 'waiting') {
    return html`<div class="problem asks" role="alert"><strong>A rule asks you first.</strong> Nothing has happened yet:
      <a href="/approvals/${failure.act}">answer approval ${failure.act}</a>, then come back and press again.</div>`;
  }
  return html`<div class="problem" role="alert"><strong>That did not work:</strong> ${failure.message}
    ${failure.act ? html` Receipt: ${receipt(failure.act)}` : nothing}</div>`;
}

export function facts(rows: [string, unknown][]): TemplateResult {
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Waits until the caller has been quiet for a moment. */
export function settled(action: () => void, millis: number): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(action, millis);
  };
}
