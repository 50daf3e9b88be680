// Acts: what was done, by whom, under which rule; and each one's receipt.

import { html, nothing, type TemplateResult } from 'lit';
import { get, post } from './api';
import { brief, duration } from './format';
import { chip, digest, empty, facts, problem, receipt, settled, time } from './parts';
import { Room } from './room';
import type { LiveEvent } from './live';
import type { Act, FileOutcome } from './types';

const PAGE_ACTS = 50;
const TYPING_MILLIS = 250;
/** What undo takes back by the receipt alone; whether it still can, the node says. */
const UNDOABLE = ['fs.write', 'fs.edit', 'fs.apply'];

export function actTable(acts: Act[], now: number): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Acts"><table class="acts">
    <thead><tr><th scope="col">Receipt</th><th scope="col">Ending</th><th scope="col">Act</th><th scope="col">Target</th>
      <th scope="col" class="wide">Actor</th><th scope="col" class="wide">When</th></tr></thead>
    <tbody>${acts.map((act) => html`<tr><td>${receipt(act.id)}</td><td>${chip(act.ending)}</td>
      <td class="mono">${act.op}</td><td class="mono target" title=${act.target}><span class="two-lines">${brief(act.target)}</span></td>
      <td class="mono wide">${act.actor}</td><td class="when wide">${time(act.startedMillis, now)}</td></tr>`)}</tbody>
  </table></div>`;
}

/** The two lists of this room. */
export function actTabs(current: 'acts' | 'runs'): TemplateResult {
  const tab = (name: 'acts' | 'runs', label: string): TemplateResult =>
    html`<a href="/${name}" aria-current=${current === name ? 'page' : 'false'}>${label}</a>`;
  return html`<nav class="tabs" aria-label="Lists of acts">${tab('acts', 'All acts')}${tab('runs', 'Runs')}</nav>`;
}

export class ActsRoom extends Room {
  private acts: Act[] = [];
  private more = false;
  private one: Act | undefined;
  private outcome: FileOutcome[] = [];
  private query = new URLSearchParams(location.search).get('q') ?? '';
  private older = false;
  private fresh = 0;
  private readonly search = settled(() => { this.older = false; void this.refresh(); }, TYPING_MILLIS);

  protected override concerns(event: LiveEvent): boolean {
    if (event.topic !== 'act') return false;
    // A list that is being read does not move: it only says that there is more.
    if (this.detail === '' && event.body['ending'] !== 'running' && (this.older || window.scrollY > 0)) {
      this.fresh++;
      this.requestUpdate();
      return false;
    }
    return this.detail === '' || event.subject === this.detail;
  }

  protected override async load(): Promise<void> {
    if (this.detail) {
      this.one = await get<Act>('act/show', { id: this.detail });
      return;
    }
    const page = await get<{ acts: Act[]; more: boolean }>('act/list', { query: this.query, limit: PAGE_ACTS });
    [this.acts, this.more, this.older, this.fresh] = [page.acts, page.more, false, 0];
  }

  private async loadOlder(): Promise<void> {
    await this.attempt(async () => {
      const before = this.acts.at(-1)?.id ?? '';
      const page = await get<{ acts: Act[]; more: boolean }>('act/list', { query: this.query, limit: PAGE_ACTS, before });
      [this.acts, this.more, this.older] = [[...this.acts, ...page.acts], page.more, true];
    });
    this.requestUpdate();
  }

  private async undo(act: Act): Promise<void> {
    const done = await this.attempt(async () => {
      this.outcome = (await post<{ files: FileOutcome[] }>('undo', { id: act.id })).files;
    });
    if (done) await this.refresh();
  }

  private typed(event: Event): void {
    this.query = (event.target as HTMLInputElement).value;
    history.replaceState(null, '', this.query ? `/acts?q=${encodeURIComponent(this.query)}` : '/acts');
    this.search();
  }

  protected override render(): TemplateResult {
    if (this.detail) return this.renderOne();
    return html`<h1>Acts</h1>${actTabs('acts')}${problem(this.failure)}
      <div class="bar"><input type="search" aria-label="Search acts" placeholder="Search acts: op, target, actor, ending"
        .value=${this.query} @input=${(event: Event) => this.typed(event)}>
        ${this.fresh > 0 ? html`<button @click=${() => { scrollTo(0, 0); void this.refresh(); }}>Show ${this.fresh} new</button>` : nothing}</div>
      ${this.acts.length > 0 ? html`<div data-hold>${actTable(this.acts, this.now)}</div>` : nothing}
      ${this.more ? html`<p><button @click=${() => this.loadOlder()}>Show older acts</button></p>` : nothing}
      ${this.loaded && this.acts.length === 0 ? (this.query
        ? html`<p class="quiet">No act matches “${this.query}”.</p>`
        : empty('No acts yet', 'Every effect on the world is an act with a receipt. Run any command in the box to make the first.',
          './stemma run -- make test')) : nothing}`;
  }

  private renderOne(): TemplateResult {
    const act = this.one;
    return html`<p class="crumbs"><a href="/acts">Acts</a></p><h1>Act <span class="mono">${this.detail}</span></h1>
      ${problem(this.failure)}${act ? html`<article class="card">
      <header>${chip(act.ending)}<strong class="mono">${act.op}</strong> <span class="target mono">${act.target}</span></header>
      ${act.ending === 'unknown' ? html`<p>The node ended between intent and receipt: this may or may not have happened. Look before you do it again.</p>` : nothing}
      ${facts([
        ['decided by', act.rule || 'no rule yet'],
        ['wished by', html`<span class="mono">${act.actor}</span>, trust <strong>${act.trust}</strong>${act.sources.length > 0
          ? html`, from <span class="mono">${act.sources.join(' → ')}</span>` : nothing}`],
        ['note', act.note || 'none'],
        ['spent', act.spentText || 'nothing'],
        ['began', time(act.startedMillis, this.now)],
        ['took', act.endedMillis > 0 ? duration(act.endedMillis - act.startedMillis) : 'not ended'],
        ['input', digest(act.inputDigest)],
        ['output', digest(act.outputDigest)],
        ['log entry', act.index >= 0 ? html`<a href="/ledger/${act.index}">${act.index}</a>` : 'none yet'],
        ...(act.op === 'proc.run' ? [['run', html`<a href="/runs/${act.id}">output and changes</a>`] as [string, unknown]] : []),
        ...(act.ending === 'waiting' ? [['approval', html`<a href="/approvals/${act.id}">answer it</a>`] as [string, unknown]] : []),
      ])}
      <div class="label">Evidence</div><pre tabindex="0">${JSON.stringify(act.evidence, null, 2)}</pre>
      ${this.outcome.length > 0 ? html`<ul class="plainlist" role="status">${this.outcome.map((file) =>
        html`<li>${chip(file.outcome)} <span class="mono">${file.path}</span> ${file.reason}</li>`)}</ul>` : nothing}
      ${act.ending === 'done' && UNDOABLE.includes(act.op) ? html`<footer><button @click=${() => this.undo(act)}>Undo</button></footer>` : nothing}
      </article>` : nothing}`;
  }
}
