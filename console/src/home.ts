// Home: is it well, what does it do now, does it need me, what has it done.

import { html, nothing, type TemplateResult } from 'lit';
import { get, post } from './api';
import { approvalCard, isOpen, type Verdict } from './approvals';
import { brief, duration, plural } from './format';
import { stepList } from './goals';
import { chip, problem, receipt, time } from './parts';
import { Room } from './room';
import type { Act, Approval, Goal, Run, Status } from './types';

const ACTS_SHOWN = 7;
const RUNS_SHOWN = 3;
const ACTS_CHARTED = 200;

const SHORT: Record<string, string> = { 'boxed commands': 'commands' };

/** The posture by verdict; in full where a person points at it, and as it is when it says something else. */
function posture(text: string): unknown {
  const words = [...text.matchAll(/([a-z ]+) (allow|ask|deny)(?:, |$)/g)].map(([, what, verdict]) => [what!, verdict!] as const);
  const verdicts = ['allow', 'ask', 'deny'].map((verdict) => [verdict, words.filter(([, said]) => said === verdict)] as const);
  if (words.length === 0) return text;
  return html`<span class="posture" title=${text}>${verdicts.filter(([, some]) => some.length > 0).map(([verdict, some]) =>
    html`<span>${chip(verdict)} ${some.map(([what]) => SHORT[what.trim()] ?? what.trim()).join(', ')}</span>`)}</span>`;
}

export class HomeRoom extends Room {
  private status: Status | undefined;
  private goal: Goal | undefined;
  private approvals: Approval[] = [];
  private acts: Act[] = [];
  private runs: Run[] = [];

  protected override async load(): Promise<void> {
    const [status, goals, approvals, acts, runs] = await Promise.all([
      get<Status>('status'), get<{ goals: Goal[] }>('goal/list', { limit: 20 }), get<{ approvals: Approval[] }>('approval/list'),
      get<{ acts: Act[] }>('act/list', { limit: ACTS_CHARTED }), get<{ runs: Run[] }>('run/list', { limit: 20 }),
    ]);
    const current = goals.goals.find((goal) => goal.endedMillis === 0) ?? goals.goals[0];
    this.goal = current ? await get<Goal>('goal/show', { id: current.id }) : undefined;
    this.status = status;
    this.approvals = approvals.approvals.filter(isOpen);
    this.acts = acts.acts;
    this.runs = runs.runs.filter((run) => run.state === 'running' || run.state === 'pending');
  }

  async answer(approval: Approval, verdict: Verdict): Promise<void> {
    await this.attempt(async () => { await post(verdict, { id: approval.id }); });
    const failure = this.failure;
    await this.refresh();
    this.failure ??= failure;
  }

  protected override render(): TemplateResult {
    return html`<h1 class="hide">Home</h1>${problem(this.failure)}${this.renderStatus()}${this.renderHalted()}
      <div class="columns"><section aria-labelledby="now"><h2 id="now">Now</h2>${this.renderNow()}</section>
      <section aria-labelledby="waits"><h2 id="waits">Waiting for you</h2>${this.renderWaiting()}</section>
      <section aria-labelledby="last"><h2 id="last">Last acts</h2>${this.renderActs()}</section></div>
      <section aria-labelledby="pace"><h2 id="pace">Acts a minute</h2><acts-chart .acts=${this.acts}></acts-chart></section>`;
  }

  private renderStatus(): TemplateResult | typeof nothing {
    const status = this.status;
    if (!status) return nothing;
    const fact = (name: string, value: unknown): TemplateResult => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<header class="status"><div class="who"><strong>${status.name}</strong>${chip(status.state)}</div><dl>
      ${fact('up', duration(status.uptimeMillis))}${fact('goals may', posture(status.posture))}${fact('sandbox', status.sandbox)}
      ${fact('model', status.model === 'none' ? 'embedded planner' : status.model)}${fact('purse left', status.purseLeft)}
      ${fact('acts', html`<a href="/acts">${status.acts}</a>`)}
      ${fact('signed', html`<a href="/ledger" title=${status.checkpointRoot}>${status.checkpointSize} entries</a>`)}</dl></header>`;
  }

  private renderHalted(): TemplateResult | typeof nothing {
    return this.status?.state === 'halted' ? html`<div class="problem" role="alert"><strong>The node is halted.</strong>
      No act starts until it is released: <a href="/settings">Settings</a>, or <code>./stemma release</code>.</div>` : nothing;
  }

  private renderNow(): TemplateResult {
    const goal = this.goal;
    const more = this.runs.length - RUNS_SHOWN;
    return html`
      ${goal ? html`<div class="card" data-hold><header>${chip(goal.state)}<a href="/goals/${goal.id}">${goal.text}</a></header>${stepList(goal.steps, this.now)}</div>`
      : this.loaded ? html`<div class="empty"><p>The node rests. Give it a goal, or run any command in its box.</p>
        <pre tabindex="0"><code>./stemma goal "Survey this repository" --dir .</code></pre><p><a href="/goals">Write a goal</a></p></div>` : nothing}
      ${this.runs.slice(0, RUNS_SHOWN).map((run) => html`<div class="card small">${chip(run.state)} <a class="mono one-line" href="/runs/${run.id}" title=${run.command}>${run.command}</a>
        <div class="quiet">${run.state === 'pending' ? 'its changes wait: apply or discard' : 'runs'}</div></div>`)}
      ${more > 0 ? html`<p><a href="/runs">${plural(more, 'more run')} to settle</a></p>` : nothing}`;
  }

  private renderWaiting(): TemplateResult {
    const answer = (approval: Approval, verdict: Verdict): void => { void this.answer(approval, verdict); };
    return this.approvals.length > 0
      ? html`<div class="stack" data-hold>${this.approvals.slice(0, 1).map((approval) => approvalCard(approval, this.now, answer))}
        ${this.approvals.slice(1).map((approval) => html`<div class="card small">${chip('waiting')} <strong class="mono">${approval.op}</strong>
          <a class="mono target" href="/approvals/${approval.id}">${approval.target}</a></div>`)}</div>`
      : this.loaded ? html`<div class="empty"><p>Nothing needs you. Acts that a rule marks with ask stop here until you answer.</p></div>` : html``;
  }

  private renderActs(): TemplateResult {
    return this.acts.length > 0 ? html`<ul class="list tight" data-hold>${this.acts.slice(0, ACTS_SHOWN).map((act) => html`<li>
        <div class="meta">${chip(act.ending)}<strong class="mono">${act.op}</strong>${receipt(act.id)}${time(act.startedMillis, this.now)}</div>
        <div class="mono two-lines" title=${act.target}>${brief(act.target)}</div></li>`)}</ul><p><a href="/acts">All acts</a></p>`
      : this.loaded ? html`<div class="empty"><p>Every effect on the world appears here with its receipt.</p><pre tabindex="0"><code>./stemma run -- make test</code></pre></div>` : html``;
  }
}
