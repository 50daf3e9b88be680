// What a goal, an act or an object came from, drawn under the entry that tells of it.

import { html, nothing, type TemplateResult } from 'lit';
import { chip, digest, receipt } from './parts';
import type { Descent, Erased, LogEntry } from './types';

const LINES_SHOWN = 200;
const NAMED = /^(\d+\.\d+|[0-9a-f]{64})$/;

/** What the entry is about, as the node names it; empty when it is about no object. */
export function subject(one: LogEntry): string {
  try {
    const entry = JSON.parse(one.entry) as { kind: string; id?: string; subject?: string };
    const named = (entry.kind === 'note' ? entry.subject : entry.id) ?? '';
    return NAMED.test(named) ? named : '';
  } catch {
    return '';
  }
}

export function renderDescent(descent: Descent): TemplateResult {
  const left = descent.lines.length - LINES_SHOWN;
  return html`<div class="label">What it came from, the newest first</div>
    <ol class="descent" aria-label="Descent of ${descent.id}">${descent.lines.slice(0, LINES_SHOWN).map((line) => html`<li>
      <span class="mono tree" aria-hidden="true">${line.tree}</span><span class="quiet">${line.kind}</span>
      <a href="/ledger/${line.index}">${title(line)}</a> ${digest(line.id)}
      ${line.state === 'erased' ? html`${chip('erased')} by ${receipt(line.by)}` : line.state === 'lost' ? chip('missing') : nothing}</li>`)}</ol>
    ${left > 0 ? html`<p class="quiet">and ${left} more: <span class="mono">stemma log dag ${descent.id}</span></p>` : nothing}`;
}

function title(line: Descent['lines'][number]): string {
  if (line.state === 'above') return `entry ${line.index}, as above`;
  return line.title === '' ? `entry ${line.index}` : line.title;
}

/** What an erasure takes away, before it does. */
export function renderErasure(would: Erased | undefined, look: () => void, erase: () => void): TemplateResult {
  if (!would) return html`<footer><button @click=${look}>What would erasing take away?</button></footer>`;
  if (would.act !== '') return html`<p role="status">${chip('erased')} ${would.goes}. Receipt: ${receipt(would.act)}</p>`;
  return html`<div role="status"><p><strong>Goes:</strong> ${would.goes}. <strong>Stays:</strong> ${would.stays}.</p></div>
    <footer><button class="deny" @click=${erase}>Erase ${would.id.slice(0, 12)} for good</button></footer>`;
}
