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

/** What a named operator signs, and whoever takes the signature; in rooms without one, a link leads there. */
export interface Signing {
  statement: string;
  namespace: string;
  sign: (approval: Approval, signature: string) => void;
}

/** One approval in full; the buttons appear while it waits. */
export function approvalCard(
  approval: Approval, now: number, answer: (approval: Approval, verdict: Verdict) => void, signing?: Signing,
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
      ...(approval.needed > 0 ? [
        ['to be signed by', html`${approval.needed} of ${approval.of.join(', ')}`],
        ['signed by', approval.signed.length > 0 ? html`<strong>${approval.signed.join(', ')}</strong>` : 'nobody yet'],
      ] as [string, unknown][] : []),
      ['asked', html`${time(approval.askedMillis, now)}${open ? html`; unanswered, it is denied ${left > 0 ? `in ${duration(left)}` : 'now'}` : nothing}`],
      ['receipt', receipt(approval.id)],
    ])}
    ${open && approval.needed > 0 ? renderSigning(approval, signing) : nothing}
    ${open ? html`<footer>
      <button @click=${() => answer(approval, 'deny')}><span aria-hidden="true">✕</span> Deny <span class="hide">approval ${approval.id}</span></button>
      ${approval.needed > 0 ? nothing : html`<button class="allow" @click=${() => answer(approval, 'approve')}><span aria-hidden="true">✓</span> Approve once <span class="hide">approval ${approval.id}</span></button>`}
    </footer>` : nothing}
  </article>`;
}

/** The keys stay where they are: a person signs the statement there and brings the signature here. */
function renderSigning(approval: Approval, signing: Signing | undefined): TemplateResult {
  if (!signing) return html`<p><a href="/approvals/${approval.id}">Sign approval ${approval.id} in its own room</a></p>`;
  const file = `ask-${approval.id}.txt`;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    signing.sign(approval, String(new FormData(event.target as HTMLFormElement).get('signature')));
  };
  return html`<section class="signing" aria-label="Sign approval ${approval.id}">
    <div class="label" id="statement-${approval.id}">What each operator signs to say yes</div>
    <pre class="detail statement" tabindex="0" aria-labelledby="statement-${approval.id}">${signing.statement}</pre>
    <p><a download=${file} href=${`data:text/plain;base64,${btoa(signing.statement)}`}>Save it as ${file}</a>, sign it where your key is, and paste what stands in ${file}.sig:</p>
    <pre tabindex="0"><code>ssh-keygen -Y sign -n ${signing.namespace} -f ~/.ssh/id_ed25519 ${file}</code></pre>
    <form @submit=${submit}><label for="signature-${approval.id}">Signature</label>
      <textarea id="signature-${approval.id}" name="signature" class="mono" rows="6" required spellcheck="false" autocomplete="off"
        placeholder="-----BEGIN SSH SIGNATURE-----"></textarea>
      <div class="bar"><button class="allow">Add this signature</button></div></form>
  </section>`;
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
  private printed: { statement: string; namespace: string } | undefined;

  protected override concerns(event: LiveEvent): boolean {
    return event.topic === 'approval' || (event.topic === 'act' && event.subject === this.detail);
  }

  protected override async load(): Promise<void> {
    if (this.detail) {
      this.one = await get<Approval>('approval/show', { id: this.detail });
      this.printed = isOpen(this.one) && this.one.needed > 0
        ? await get<{ statement: string; namespace: string }>('approval/statement', { id: this.detail }) : undefined;
    }
    // The list ends with the last ones that were answered.
    else this.approvals = (await get<{ approvals: Approval[] }>('approval/list')).approvals;
  }

  async answer(approval: Approval, verdict: Verdict, signature = ''): Promise<void> {
    await this.attempt(async () => { await post(verdict, { id: approval.id, signature }); });
    const failure = this.failure;
    await this.refresh();
    this.failure ??= failure;
  }

  protected override render(): TemplateResult {
    const answer = (approval: Approval, verdict: Verdict): void => { void this.answer(approval, verdict); };
    if (this.detail) {
      const signing = this.printed && {
        ...this.printed, sign: (approval: Approval, signature: string): void => { void this.answer(approval, 'approve', signature); },
      };
      return html`<p class="crumbs"><a href="/approvals">Approvals</a></p><h1>Approval <span class="mono">${this.detail}</span></h1>
        ${problem(this.failure)}${this.one ? approvalCard(this.one, this.now, answer, signing) : nothing}`;
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
