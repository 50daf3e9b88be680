// Approvals: what waits for a yes or no, shown exactly as it will run.

import { html, nothing, type TemplateResult } from 'lit';
import { get, post } from './api';
import { duration, plural, visible } from './format';
import { chip, digest, empty, facts, problem, receipt, time } from './parts';
import { Room } from './room';
import type { LiveEvent } from './live';
import type { Approval } from './types';

export type Verdict = 'approve' | 'deny';

/** Whether a person's answer is still wanted. */
export function isOpen(approval: Approval): boolean {
  return approval.state === 'pending';
}

/** One approval in full; the buttons appear while it waits. */
export function approvalCard(
  approval: Approval, now: number, answer: (approval: Approval, verdict: Verdict) => void,
): TemplateResult {
  const open = isOpen(approval);
  const left = approval.expiresMillis - now;
  const detail = exactly(approval);
  return html`<article class="card approval ${open ? 'waiting' : ''}" data-approval=${approval.id}
      aria-label="Approval ${approval.id}: ${approval.op} ${approval.target}">
    <header>${chip(open ? 'waiting' : approval.state)}<strong class="mono">${approval.op}</strong>
      <span class="target mono">${visible(approval.target)}</span></header>
    <div class="label" id="runs-${approval.id}">${open ? 'Exactly this will happen' : 'This was asked'}, ${plural(detail.split('\n').length, 'line')}</div>
    <pre class="detail" tabindex="0" aria-labelledby="runs-${approval.id}">${detail}</pre>
    ${facts([
      ['wished by', provenance(approval)],
      ['asked because', html`${approval.reason}<span class="mono rule two-lines" title=${approval.rule}>${approval.rule}</span>`],
      ...(approval.estimate ? [['takes up to', approval.estimate] as [string, unknown]] : []),
      ['asked', html`${time(approval.askedMillis, now)}${open ? html`; unanswered, it is denied ${left > 0 ? `in ${duration(left)}` : 'now'}` : nothing}`],
      ['receipt', receipt(approval.id)],
    ])}
    ${open ? html`<footer>
      <button @click=${() => answer(approval, 'deny')}><span aria-hidden="true">✕</span> Deny <span class="hide">approval ${approval.id}</span></button>
      <button class="allow" @click=${() => answer(approval, 'approve')}><span aria-hidden="true">✓</span> Approve once <span class="hide">approval ${approval.id}</span></button>
    </footer>` : nothing}
  </article>`;
}

/** What will run, to the last character. */
function exactly(approval: Approval): string {
  return visible(approval.detail || `${approval.op} ${approval.target}`).trimEnd();
}

function provenance(approval: Approval): TemplateResult {
  return html`<span class="mono">${approval.actor}</span>, trust <strong>${approval.trust}</strong>${approval.sources.length > 0
    ? html`, from ${approval.sources.map((source, i) => html`${i > 0 ? ' → ' : ''}${/^[0-9a-f]{64}$/.test(source)
      ? digest(source) : html`<span class="mono">${source}</span>`}`)}` : nothing}`;
}

/** Asks once more, for an answer that came from a single key; what will happen is in the question. */
export class ConfirmAnswer {
  static show(approval: Approval, verdict: Verdict): Promise<boolean> {
    const dialog = document.querySelector<HTMLDialogElement>('#confirm')!;
    const said = verdict === 'approve' ? 'Approve once' : 'Deny';
    dialog.querySelector('h2')!.textContent = `${said}: ${approval.op} ${visible(approval.target)}`;
    dialog.querySelector('pre')!.textContent = exactly(approval);
    dialog.querySelector('.yes')!.textContent = said;
    dialog.returnValue = '';
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    });
  }
}

export class ApprovalsRoom extends Room {
  private approvals: Approval[] = [];
  private one: Approval | undefined;

  protected override concerns(event: LiveEvent): boolean {
    return event.topic === 'approval' || (event.topic === 'act' && event.subject === this.detail);
  }

  protected override async load(): Promise<void> {
    if (this.detail) this.one = await get<Approval>('approval/show', { id: this.detail });
    // The list ends with the last ones that were answered.
    else this.approvals = (await get<{ approvals: Approval[] }>('approval/list')).approvals;
  }

  async answer(approval: Approval, verdict: Verdict): Promise<void> {
    await this.attempt(async () => { await post(verdict, { id: approval.id }); });
    const failure = this.failure;
    await this.refresh();
    this.failure ??= failure;
  }

  protected override render(): TemplateResult {
    const answer = (approval: Approval, verdict: Verdict): void => { void this.answer(approval, verdict); };
    if (this.detail) {
      return html`<p class="crumbs"><a href="/approvals">Approvals</a></p><h1>Approval <span class="mono">${this.detail}</span></h1>
        ${problem(this.failure)}${this.one ? approvalCard(this.one, this.now, answer) : nothing}`;
    }
    const open = this.approvals.filter(isOpen);
    const closed = this.approvals.filter((approval) => !isOpen(approval));
    return html`<h1>Approvals</h1>${problem(this.failure)}
      <div class="stack" data-hold>${open.map((approval) => approvalCard(approval, this.now, answer))}</div>
      ${this.loaded && open.length === 0 ? empty('Nothing waits for you',
        'When a rule says ask, the act stops here until you answer; unanswered, it ends as denied. The command line shows the same list.',
        './stemma approval list') : nothing}
      ${closed.length > 0 ? html`<h2>Answered</h2><ul class="list">${closed.map((approval) => html`<li>
        <div class="meta">${chip(approval.state)}<a class="mono" href="/approvals/${approval.id}">${approval.id}</a>
          <strong class="mono">${approval.op}</strong><span class="mono">${approval.actor}</span>${time(approval.askedMillis, this.now)}</div>
        <div class="mono target">${visible(approval.target)}</div></li>`)}</ul>` : nothing}`;
  }
}
