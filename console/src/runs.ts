// Runs: commands in the box, with live output, what they changed, and what becomes of it.

import { html, nothing, type TemplateResult } from 'lit';
import { get, post } from './api';
import { actTabs } from './acts';
import { bytes, duration, plain, plural } from './format';
import { chip, empty, facts, problem, receipt, time } from './parts';
import { Room } from './room';
import type { LiveEvent } from './live';
import type { Change, FileOutcome, Run } from './types';

const OUTPUT_CHARS_MAX = 200_000;
const CHANGES_SHOWN_MAX = 200;

type Verb = 'apply' | 'discard' | 'undo';
const VERBS: Record<string, [Verb, string][]> = {
  pending: [['discard', 'Discard'], ['apply', 'Apply to the folder']],
  applied: [['undo', 'Undo']],
};

export class RunsRoom extends Room {
  private runs: Run[] = [];
  private one: Run | undefined;
  private output = '';
  private outcome: FileOutcome[] = [];

  protected override concerns(event: LiveEvent): boolean {
    if (event.topic === 'run.output' && event.subject === this.detail) {
      this.output = (this.output + String(event.body['text'] ?? '')).slice(-OUTPUT_CHARS_MAX);
      this.requestUpdate();
    }
    return event.topic === 'run';
  }

  protected override async load(): Promise<void> {
    if (this.detail) {
      this.one = await get<Run>('run/show', { id: this.detail });
      this.output = this.one.outputTail;
    } else this.runs = (await get<{ runs: Run[] }>('run/list', { limit: 50 })).runs;
  }

  private async settle(verb: Verb): Promise<void> {
    const done = await this.attempt(async () => {
      this.outcome = (await post<{ files: FileOutcome[] }>(verb, { id: this.detail, ...(verb === 'apply' ? { paths: [] } : {}) })).files;
    });
    if (done) await this.refresh();
  }

  protected override render(): TemplateResult {
    if (this.detail) return this.renderOne();
    return html`<h1>Acts</h1>${actTabs('runs')}${problem(this.failure)}
      ${this.runs.length > 0 ? html`<div class="scroll" data-hold tabindex="0" role="region" aria-label="Runs"><table>
        <thead><tr><th scope="col">Run</th><th scope="col">State</th><th scope="col">Command</th><th scope="col" class="wide">Folder</th>
          <th scope="col" class="number">Changes</th><th scope="col" class="wide">When</th></tr></thead>
        <tbody>${this.runs.map((run) => html`<tr><td><a class="mono" href="/runs/${run.id}">${run.id}</a></td><td>${chip(run.state)}</td>
          <td class="mono target">${run.command}</td><td class="mono wide target">${run.folder}</td>
          <td class="number">${run.changeCount < 0 ? '' : run.changeCount}</td><td class="when wide">${time(run.startedMillis, this.now)}</td></tr>`)}</tbody></table></div>`
      : this.loaded ? empty('No runs yet', 'A run is any command in the box, on a view of the folder. What it changes waits here until you apply or discard it.',
        './stemma run -- make test') : nothing}`;
  }

  private renderOne(): TemplateResult {
    const run = this.one;
    return html`<p class="crumbs"><a href="/runs">Runs</a></p><h1>Run <span class="mono">${this.detail}</span></h1>
      ${problem(this.failure)}${run ? html`<article class="card">
      <header>${chip(run.state)}<strong class="mono target">${run.command}</strong></header>
      ${facts([
        ['folder', html`<span class="mono">${run.folder}</span>`],
        ['view', run.view],
        ...(run.strength ? [['held', run.strength] as [string, unknown]] : []),
        ['exit code', run.state === 'running' ? 'still running' : String(run.exitCode)],
        ['began', time(run.startedMillis, this.now)],
        ['took', duration((run.endedMillis || this.now) - run.startedMillis)],
        ['hosts asked for', run.hosts.length === 0 ? 'none' : html`<ul class="plainlist">${run.hosts.map((host) =>
          html`<li>${chip(host.allowed ? 'allow' : 'deny')} <span class="mono">${host.host}</span></li>`)}</ul>`],
        ['given', run.granted || 'nothing of yours'],
        ...run.notes.map((note): [string, unknown] => ['note', note]),
        ...this.printed(run),
        ['receipt', receipt(run.id)],
      ])}
      ${this.renderChanges(run)}
      <div class="label">Output${run.state === 'running' ? ', as it comes' : ''}</div>
      <pre class="output" tabindex="0" role="log" aria-label="Output of the run">${plain(this.output) || (run.state === 'running' ? 'nothing yet' : 'it said nothing')}</pre></article>` : nothing}`;
  }

  /** Where more than the end of the output is, and how much of it is nowhere. */
  private printed(run: Run): [string, unknown][] {
    const output = run.output;
    if (output.bytes <= 0) return [];
    if (output.trouble) return [['printed', `${bytes(output.bytes)}; all but the end is dropped: ${output.trouble}`]];
    if (output.keptBytes === 0) return [['printed', bytes(output.bytes)]];
    return [
      ['printed', bytes(output.bytes)],
      ['kept', html`the first ${bytes(output.keptBytes)} ${output.file
        ? html`in <span class="mono path">${output.file}</span>` : 'are no longer kept'}
        <span class="quiet mono path">sha256 ${output.sha256}</span>`],
      ...(output.droppedBytes > 0 ? [['dropped', `${bytes(output.droppedBytes)}, but for the end below`] as [string, unknown]] : []),
    ];
  }

  private renderChanges(run: Run): TemplateResult {
    const shown = run.changes.slice(0, CHANGES_SHOWN_MAX);
    return html`<div class="label">${plural(run.changes.length, 'change')} in the folder</div>
      ${shown.length > 0 ? html`<ul class="changes">${shown.map((change) => this.renderChange(change))}</ul>` : nothing}
      ${shown.length < run.changes.length ? html`<p class="quiet">and ${run.changes.length - shown.length} more: <code>./stemma run show ${run.id}</code></p>` : nothing}
      ${this.outcome.length > 0 ? html`<ul class="plainlist" role="status">${this.outcome.map((file) =>
        html`<li>${chip(file.outcome)} <span class="mono">${file.path}</span> ${file.reason}</li>`)}</ul>` : nothing}
      <footer>${(VERBS[run.state] ?? []).map(([verb, label]) => html`<button class=${verb === 'apply' ? 'allow' : ''}
        @click=${() => this.settle(verb)}>${label}</button>`)}</footer>`;
  }

  private renderChange(change: Change): TemplateResult {
    return html`<li>${chip(change.kind)}<span class="mono path">${change.from ? `${change.from} → ` : ''}${change.path}</span>
      <span class="quiet">${change.flags.filter(Boolean).join(', ')}</span>
      <span class="quiet number">${change.kind === 'deleted' ? '' : bytes(change.size)}</span></li>`;
  }
}
