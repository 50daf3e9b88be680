// Ledger: the log itself, and proof that it is whole.

import { html, nothing, type TemplateResult } from 'lit';
import { get, post } from './api';
import { renderDescent, renderErasure, subject } from './descent';
import { chip, digest, facts, problem, receipt, settled, time } from './parts';
import { Room } from './room';
import type { Descent, Erased, LogEntry, LogLine, Verification } from './types';

const TAIL_ENTRIES = 100;
const ACT_ID = /^\d+\.\d+$/;

export class LedgerRoom extends Room {
  private entries: LogLine[] = [];
  private verified: Verification | undefined;
  private note = '';
  private one: LogEntry | undefined;
  private proof = '';
  private descent: Descent | undefined;
  private would: Erased | undefined;
  private query = '';
  private verifying = false;
  private readonly search = settled(() => this.requestUpdate(), 100);

  protected override async load(): Promise<void> {
    if (this.detail) {
      this.would = undefined;
      const index = Number(this.detail);
      this.one = await get<LogEntry>('log/show', { index });
      this.proof = (await get<{ proof: string }>('log/prove', { index })).proof;
      this.descent = await descentOf(subject(this.one));
      return;
    }
    this.entries = (await get<{ entries: LogLine[] }>('log/tail', { count: TAIL_ENTRIES })).entries.reverse();
    this.note = (await get<{ note: string }>('log/checkpoint')).note;
  }

  private async erase(look: boolean): Promise<void> {
    const id = this.descent?.id ?? '';
    await this.attempt(async () => { this.would = await post<Erased>('log/erase', { id, look }); });
    if (!look && this.failure === undefined) this.descent = await descentOf(id);
    this.requestUpdate();
  }

  private async verify(): Promise<void> {
    this.verifying = true;
    this.requestUpdate();
    await this.attempt(async () => { this.verified = await get<Verification>('log/verify'); });
    this.verifying = false;
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    return this.detail ? this.renderOne() : this.renderAll();
  }

  private renderAll(): TemplateResult {
    const found = this.entries.filter((entry) =>
      `${entry.index} ${entry.kind} ${entry.id} ${entry.text}`.toLowerCase().includes(this.query));
    const verified = this.verified;
    return html`<h1>Ledger</h1>${problem(this.failure)}
      <article class="card"><header><strong>Is the log whole?</strong>
        <button class="primary" ?disabled=${this.verifying} @click=${() => this.verify()}>${this.verifying ? 'Verifying' : 'Verify the log'}</button></header>
      <div role="status">${verified ? html`${chip(verified.sound ? 'sound' : 'not sound')} ${verified.message}
        ${facts([['entries', verified.size], ['root', digest(verified.root)], ['signed', `the first ${verified.checkpointSize}`],
          ...(verified.sound ? [] : [['first bad entry', verified.firstBad] as [string, unknown]])])}`
        : html`<p class="quiet">Reads every entry again and compares the tree with the signed checkpoint. A third party can do the same with their own tools.</p>`}</div>
      <details><summary>Signed checkpoint</summary><pre tabindex="0">${this.note}</pre></details></article>
      <div class="bar"><input type="search" aria-label="Search the newest entries" placeholder="Search the newest ${TAIL_ENTRIES} entries"
        @input=${(event: Event) => { this.query = (event.target as HTMLInputElement).value.toLowerCase(); this.search(); }}></div>
      <div class="scroll" data-hold tabindex="0" role="region" aria-label="Entries of the log"><table>
        <thead><tr><th scope="col" class="number">Entry</th><th scope="col">Kind</th><th scope="col">Receipt</th><th scope="col">Text</th><th scope="col">When</th></tr></thead>
        <tbody>${found.map((entry) => html`<tr><td class="number"><a class="mono" href="/ledger/${entry.index}">${entry.index}</a></td>
          <td>${entry.kind}</td><td>${ACT_ID.test(entry.id) ? receipt(entry.id) : html`<span class="mono">${entry.id}</span>`}</td>
          <td class="mono target" title=${entry.text}><span class="one-line">${entry.text}</span></td><td class="when">${time(entry.atMillis, this.now)}</td></tr>`)}</tbody></table></div>`;
  }

  private renderOne(): TemplateResult {
    return html`<p class="crumbs"><a href="/ledger">Ledger</a></p><h1>Entry <span class="mono">${this.detail}</span></h1>
      ${problem(this.failure)}${this.one ? html`<article class="card">
      ${facts([['leaf hash', digest(this.one.leafHash)]])}
      <div class="label">Entry as it was hashed</div><pre tabindex="0">${pretty(this.one.entry)}</pre>
      <div class="label">Proof that the signed log holds it</div><pre tabindex="0">${this.proof}</pre></article>` : nothing}
      ${this.descent ? html`<article class="card">${renderDescent(this.descent)}
        ${renderErasure(this.would, () => this.erase(true), () => this.erase(false))}</article>` : nothing}`;
  }
}

/** Most acts leave no object. */
async function descentOf(id: string): Promise<Descent | undefined> {
  if (id === '') return undefined;
  const descent = await get<Descent>('log/dag', { id });
  return descent.lines.length > 0 ? descent : undefined;
}

/** Over several lines when it is JSON, as it is otherwise. */
function pretty(entry: string): string {
  try {
    return JSON.stringify(JSON.parse(entry), null, 2);
  } catch {
    return entry;
  }
}
