// Goals: what is wanted, how far it is, and what came of it.

import { html, nothing, type TemplateResult } from 'lit';
import { get, post } from './api';
import { approvalCard, isOpen, type Verdict } from './approvals';
import { duration } from './format';
import { markdown } from './markdown';
import { chip, empty, facts, problem, receipt, time } from './parts';
import { Room } from './room';
import type { LiveEvent } from './live';
import type { Approval, Endorsed, Goal, GoalTemplate, Step } from './types';

export function stepList(steps: Step[], now: number): TemplateResult {
  return html`<ol class="steps">${steps.map((step) => html`<li class=${step.state}>
    <div>${chip(step.state === 'pending' ? 'to come' : step.state)}<span class="title">${step.title}</span>
      <span class="quiet number">${step.startedMillis > 0 ? duration((step.endedMillis || now) - step.startedMillis) : ''}</span></div>
    ${step.summary ? html`<div class="summary">${step.summary}</div>` : nothing}
    ${step.receipts.length > 0 ? html`<div class="quiet summary">receipts ${step.receipts.map((id) => html`${receipt(id)} `)}</div>` : nothing}
  </li>`)}</ol>`;
}

export class GoalsRoom extends Room {
  private goals: Goal[] = [];
  private templates: GoalTemplate[] = [];
  private one: Goal | undefined;
  private asked: Approval[] = [];
  private query = '';
  private endorsed: Endorsed | undefined;

  protected override concerns(event: LiveEvent): boolean {
    return event.topic === 'goal' || (this.detail !== '' && event.topic === 'approval');
  }

  protected override async load(): Promise<void> {
    if (this.detail) {
      this.one = await get<Goal>('goal/show', { id: this.detail });
      this.asked = this.one.state === 'waiting' ? (await get<{ approvals: Approval[] }>('approval/list')).approvals
        .filter((approval) => isOpen(approval) && approval.actor === `goal:${this.detail}`) : [];
      return;
    }
    this.goals = (await get<{ goals: Goal[] }>('goal/list', { limit: 50 })).goals;
    if (this.templates.length === 0) {
      this.templates = (await get<{ templates: GoalTemplate[] }>('goal/templates')).templates;
    }
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const words = new FormData(form);
    await this.attempt(async () => {
      const template = String(words.get('template') ?? '');
      const goal = await post<Goal>('goal', {
        text: String(words.get('text') ?? ''), dir: String(words.get('dir') ?? ''), ...(template ? { template } : {}),
      });
      this.dispatchEvent(new CustomEvent('go', { bubbles: true, detail: `/goals/${goal.id}` }));
    });
  }

  private async settle(verb: 'cancel' | 'resume'): Promise<void> {
    if (await this.attempt(async () => { await post(`goal/${verb}`, { id: this.detail }); })) await this.refresh();
  }

  /** Vouches for the answer that is shown, so that it can be quoted as one's own words. */
  private async endorse(): Promise<void> {
    await this.attempt(async () => { this.endorsed = await post<Endorsed>('endorse', { what: this.detail }); });
    this.requestUpdate();
  }

  async answer(approval: Approval, verdict: Verdict): Promise<void> {
    if (await this.attempt(async () => { await post(verdict, { id: approval.id }); })) await this.refresh();
  }

  private picked(event: Event): void {
    const picked = this.templates.find((template) => template.name === (event.target as HTMLSelectElement).value);
    const text = this.querySelector<HTMLTextAreaElement>('textarea');
    if (picked && text && text.value === '') text.value = picked.example;
    this.querySelector('#template-says')!.textContent = picked?.summary ?? '';
  }

  protected override render(): TemplateResult {
    if (this.detail) return this.renderOne();
    const found = this.goals.filter((goal) => `${goal.id} ${goal.text} ${goal.state}`.toLowerCase().includes(this.query));
    return html`<h1>Goals</h1>${problem(this.failure)}${this.renderForm()}
      ${this.goals.length > 0 ? html`<div class="bar"><input type="search" aria-label="Search goals" placeholder="Search goals"
        @input=${(event: Event) => { this.query = (event.target as HTMLInputElement).value.toLowerCase(); this.requestUpdate(); }}></div>
        <ul class="list" data-hold>${found.map((goal) => html`<li><a href="/goals/${goal.id}">${goal.text}</a>
          <div class="meta">${chip(goal.state)}<span class="mono">${goal.id}</span><span class="mono target">${goal.dir}</span>
          <span>${goal.template || goal.planner}</span>${time(goal.createdMillis, this.now)}</div></li>`)}</ul>`
      : this.loaded ? empty('No goals yet', 'A goal is something you want to know or have done in a folder. The node plans it, does it in the box, and reports with receipts.',
        './stemma goal "Survey this repository" --dir .') : nothing}`;
  }

  private renderForm(): TemplateResult {
    return html`<form class="card" @submit=${(event: SubmitEvent) => { void this.submit(event); }}>
      <label for="goal-text">What do you want?</label>
      <textarea id="goal-text" name="text" rows="2" required placeholder="Survey this repository: what is it, does it build, do its tests pass?"></textarea>
      <div class="fields"><div><label for="goal-dir">In which folder?</label>
        <input id="goal-dir" name="dir" class="mono" required placeholder="/srv/project" autocomplete="off" spellcheck="false"></div>
      <div><label for="goal-template">Plan</label><select id="goal-template" name="template" aria-describedby="template-says"
        @change=${(event: Event) => this.picked(event)}><option value="">chosen by your words</option>
        ${this.templates.map((template) => html`<option value=${template.name}>${template.name}</option>`)}</select></div>
      <button class="primary">Start the goal</button></div>
      <p class="quiet" id="template-says"></p></form>`;
  }

  private renderOne(): TemplateResult {
    const goal = this.one;
    if (!goal) return html`<h1>Goal <span class="mono">${this.detail}</span></h1>${problem(this.failure)}`;
    const open = goal.endedMillis === 0;
    return html`<p class="crumbs"><a href="/goals">Goals</a></p><h1>${goal.text}</h1>${problem(this.failure)}
      <article class="card"><header>${chip(goal.state)}${goal.message && goal.message !== goal.state ? html`<span>${this.asked.length > 0 ? 'for your answer below' : goal.message}</span>` : nothing}</header>
      ${facts([
        ['receipt', receipt(goal.id)],
        ['folder', html`<span class="mono">${goal.dir}</span>`],
        ['plan', `${goal.template || 'free'}, ${goal.planner} planner`],
        ['began', time(goal.createdMillis, this.now)],
        [open ? 'so far' : 'took', duration((goal.endedMillis || this.now) - goal.createdMillis)],
      ])}
      <footer>${open ? html`<button @click=${() => this.settle('cancel')}>Cancel the goal</button>` : nothing}
        ${goal.state === 'failed' || goal.state === 'cancelled' || (goal.state === 'waiting' && this.asked.length === 0)
          ? html`<button @click=${() => this.settle('resume')}>Resume the goal</button>` : nothing}</footer></article>
      ${this.asked.length > 0 ? html`<h2>Waiting for you</h2><div class="stack" data-hold>${this.asked.map((approval) =>
        approvalCard(approval, this.now, (one, verdict) => { void this.answer(one, verdict); }))}</div>` : nothing}
      <h2>Steps</h2>${stepList(goal.steps, this.now)}
      ${goal.report ? html`<h2>Report</h2><article class="card">${markdown(goal.report)}
        <footer><span class="quiet">made from data of trust <strong>${goal.trust}</strong></span>
        <button @click=${() => this.endorse()}>Endorse this answer</button>
        <span role="status">${this.endorsed ? html`endorsed by act ${receipt(this.endorsed.act)}; it was of trust ${this.endorsed.was}` : nothing}</span></footer></article>` : nothing}`;
  }
}
