// Settings: how the node is set up, what its rules are, and what this machine can do for it.

import { html, nothing, type TemplateResult } from 'lit';
import { get, post } from './api';
import { renderDisk } from './disk';
import { chip, facts, problem, receipt } from './parts';
import { Room } from './room';
import { theme, setTheme } from './theme';
import type { Adopted, Attempt, Differs, Disk, Doctor, Endorsed, EscapeTrial, Explanation, Limit, Linted, Operator, Purse, Rules, RulesText, Settings, Status } from './types';

export class SettingsRoom extends Room {
  private status: Status | undefined;
  private settings: Settings | undefined;
  private rules: Rules | undefined;
  private doctor: Doctor | undefined;
  private disk: Disk | undefined;
  private purses: Purse[] = [];
  private operators: Operator[] = [];
  private trial: EscapeTrial | undefined;
  private trying = false;
  private explanation: Explanation | undefined;
  private query = '';
  private written: RulesText | undefined;
  private draft: string | undefined;
  private findings: Linted | undefined;
  private differs: Differs | undefined;
  private adopted: Adopted | undefined;
  private unread = false;
  private endorsed: Endorsed | undefined;

  protected override concerns(event: { topic: string }): boolean {
    return event.topic === 'halt' || event.topic === 'act';
  }

  protected override async load(): Promise<void> {
    [this.status, this.settings, this.rules, this.written] = await Promise.all([
      get<Status>('status'), get<Settings>('settings'), get<Rules>('policy/show'), get<RulesText>('policy/text'),
    ]);
    this.disk ??= await get<Disk>('disk');
    this.purses = (await get<{ purses: Purse[] }>('purse/list')).purses;
    this.operators = (await get<{ operators: Operator[] }>('operator/list')).operators;
    // It tries a box, which is an act of its own, so it is asked once and not at every change.
    this.doctor ??= await post<Doctor>('doctor', {});
  }

  private async explain(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const words = new FormData(event.target as HTMLFormElement);
    await this.attempt(async () => {
      this.explanation = await get<Explanation>('policy/explain', { op: String(words.get('op')), target: String(words.get('target')) });
    });
    this.requestUpdate();
  }

  /** Takes what is typed; what was found out about an earlier text no longer holds. */
  private type(event: Event): void {
    this.draft = (event.target as HTMLTextAreaElement).value;
    this.findings = this.differs = this.adopted = undefined;
    this.unread = false;
    this.requestUpdate();
  }

  private async compare(): Promise<void> {
    const text = this.draft ?? this.written?.text ?? '';
    this.unread = !await this.attempt(async () => {
      [this.differs, this.findings] = await Promise.all([post<Differs>('policy/diff', { text }), post<Linted>('policy/lint', { text })]);
    });
    this.requestUpdate();
  }

  private async adopt(): Promise<void> {
    const text = this.draft ?? this.written?.text ?? '';
    this.unread = !await this.attempt(async () => { this.adopted = await post<Adopted>('policy/adopt', { text }); });
    if (this.unread) return this.requestUpdate();
    this.draft = this.findings = this.differs = undefined;
    await this.refresh();
  }

  private async endorse(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const words = new FormData(event.target as HTMLFormElement);
    await this.attempt(async () => { this.endorsed = await post<Endorsed>('endorse', { what: String(words.get('what')) }); });
    this.requestUpdate();
  }

  private async limit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const words = new FormData(event.target as HTMLFormElement);
    const set = await this.attempt(async () => {
      await post('purse/set', { purse: String(words.get('purse')), unit: String(words.get('unit')), most: String(words.get('most')) });
    });
    if (set) await this.refresh();
    else this.requestUpdate();
  }

  private async leave(): Promise<void> {
    this.trying = true;
    this.requestUpdate();
    await this.attempt(async () => { this.trial = await post<EscapeTrial>('sandbox/test', {}); });
    this.trying = false;
    this.requestUpdate();
  }

  private async halt(verb: 'halt' | 'release'): Promise<void> {
    if (await this.attempt(async () => { await post(verb, { reason: `${verb} pressed in the console` }); })) await this.refresh();
  }

  protected override render(): TemplateResult {
    const settings = (this.settings?.settings ?? []).filter((setting) => `${setting.name} ${setting.value}`.toLowerCase().includes(this.query));
    const halted = this.status?.state === 'halted';
    return html`<h1>Settings</h1>${this.unread ? nothing : problem(this.failure)}
      ${this.status ? html`<article class="card"><header><strong>${this.status.name}</strong>${chip(this.status.state)}</header>
        ${facts([['key', html`<span class="mono">${this.status.key}</span>`], ['version', this.status.version], ['home', html`<span class="mono">${this.settings?.home}</span>`],
          ['configuration', html`<span class="mono">${this.settings?.configFile}</span>`]])}
        <footer>${halted ? html`<button class="primary" @click=${() => this.halt('release')}>Release the node</button>`
          : html`<button class="deny" @click=${() => this.halt('halt')}>Halt the node</button>`}
        <label for="theme">Theme</label><select id="theme" @change=${(event: Event) => setTheme((event.target as HTMLSelectElement).value)}>
          ${['system', 'light', 'dark'].map((name) => html`<option value=${name} ?selected=${theme() === name}>${name}</option>`)}</select></footer></article>` : nothing}
      <h2>This machine</h2>${this.doctor ? html`<p>Sandbox strength: <strong>${this.doctor.strength}</strong></p><ul class="list">
        ${this.doctor.checks.map((check) => html`<li>${chip(check.state)} <strong>${check.name}</strong> ${check.detail}</li>`)}</ul>` : nothing}
      <div class="bar"><button ?disabled=${this.trying} @click=${() => this.leave()}>${this.trying ? 'Trying to leave a box' : 'Try to leave a box'}</button></div>
      <div role="status">${this.trial ? renderTrial(this.trial) : nothing}</div>
      ${this.disk ? html`<h2>Disk</h2>${renderDisk(this.disk)}` : nothing}
      <h2>Purses</h2>${renderPurses(this.purses)}
      <form class="bar" @submit=${(event: SubmitEvent) => { void this.limit(event); }}>
        <input name="purse" class="mono" required aria-label="Purse to limit" placeholder="day, goal, goal:3.41">
        <select name="unit" aria-label="Unit to limit">${['tokens', 'money', 'time', 'fuel'].map((unit) => html`<option>${unit}</option>`)}</select>
        <input name="most" class="mono" required aria-label="Most it may give out" placeholder="50000, or none">
        <button>Set this limit</button></form>
      <h2>Operators</h2>${renderOperators(this.operators)}
      <h2>Rules</h2>${this.rules ? html`<p>Posture: <strong>${this.rules.posture}</strong>. Deny wins over ask, ask over allow; what no rule names is denied.
          The floor is built in, managed rules are this machine's administrator's, and the rest is yours: each only narrows what stands above it.</p>
        ${this.rules.managed === '' ? nothing : html`<p class="wrap" role="status">${this.rules.managed}</p>`}
        <form class="bar" @submit=${(event: SubmitEvent) => { void this.explain(event); }}>
          <input name="op" class="mono" required aria-label="Op to explain" placeholder="fs.write">
          <input name="target" class="mono" required aria-label="Target to explain" placeholder="/path/or/host">
          <button>What would happen?</button></form>
        <div role="status">${this.explanation ? html`<p class="wrap">${chip(this.explanation.verdict)} by <strong>${this.explanation.rule}</strong> ${this.explanation.reason}</p>` : nothing}</div>
        <div class="scroll" tabindex="0" role="region" aria-label="Rules"><table><thead><tr><th scope="col" class="number">Rule</th><th scope="col" class="wide">Layer</th><th scope="col">Verdict</th><th scope="col">Text</th><th scope="col" class="wide">Source</th></tr></thead>
        <tbody>${this.rules.rules.map((rule) => html`<tr><td class="number">${rule.index}</td><td class="wide">${rule.layer}</td><td>${chip(rule.verdict)}</td><td class="mono wrap">${rule.text}</td>
          <td class="mono wide quiet">${rule.source}</td></tr>`)}</tbody></table></div>
        <h3>Limits</h3>${renderLimits(this.rules.limits)}` : nothing}
      ${this.written ? this.renderEditor(this.written) : nothing}
      <h2>Endorse</h2><p>Goals read a file that a goal wrote as a model's words. If you vouch for it, they read exactly these bytes as yours.</p>
      <form class="bar" @submit=${(event: SubmitEvent) => { void this.endorse(event); }}>
        <input name="what" class="mono" required aria-label="File, goal or digest to endorse" placeholder="/path/of/file, goal id or digest"><button>Endorse</button></form>
      <div role="status">${this.endorsed ? html`<p class="wrap">Endorsed <strong>${this.endorsed.what}</strong> by act ${receipt(this.endorsed.act)}; it was of trust ${this.endorsed.was}.</p>` : nothing}</div>
      <h2>Values</h2><div class="bar"><input type="search" aria-label="Search settings" placeholder="Search settings"
        @input=${(event: Event) => { this.query = (event.target as HTMLInputElement).value.toLowerCase(); this.requestUpdate(); }}></div>
      <div class="scroll" tabindex="0" role="region" aria-label="Values"><table><thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Source</th></tr></thead>
        <tbody>${settings.map((setting) => html`<tr><td class="mono">${setting.name}</td><td class="mono">${setting.value}</td><td class="quiet">${setting.source}</td></tr>`)}</tbody></table></div>`;
  }

  private renderEditor(written: RulesText): TemplateResult {
    const text = this.draft ?? written.text;
    const changed = text !== written.text || !written.current;
    return html`<h3><label for="rules-text">policy.rules</label></h3>
      ${written.current ? nothing : html`<p>What stands in this file is not in force: it was changed since it was adopted, or it is broken.</p>`}
      <textarea id="rules-text" class="mono" rows="18" spellcheck="false" autocomplete="off" .value=${text}
        @input=${(event: Event) => { this.type(event); }}></textarea>
      <div class="bar"><button ?disabled=${text === ''} @click=${() => this.compare()}>What would change</button>
        <button class="primary" ?disabled=${!changed || text === ''} @click=${() => this.adopt()}>Adopt</button>
        <button ?disabled=${this.draft === undefined} @click=${() => { this.draft = undefined; this.findings = this.differs = undefined; this.requestUpdate(); }}>Put back</button></div>
      ${this.unread ? problem(this.failure) : nothing}
      <div role="status">${this.adopted ? html`<p>In force: ${this.adopted.rules} rules. Receipt: ${receipt(this.adopted.act)}</p>` : nothing}
        ${this.differs ? renderDiffers(this.differs) : nothing}${this.findings ? renderFindings(this.findings) : nothing}</div>`;
  }
}

function renderDiffers(differs: Differs): TemplateResult {
  return html`<p><strong>${differs.changed}</strong> of ${differs.acts} verdicts change.</p>
    ${differs.changes.length > 0 ? html`<pre tabindex="0" aria-label="Verdicts that change">${differs.changes.join('\n')}</pre>` : nothing}`;
}

function renderFindings(linted: Linted): TemplateResult {
  return html`${linted.findings.length === 0 ? html`<p>Each of the ${linted.rules} rules can decide something.</p>`
    : html`<p>Rules that change nothing:</p><pre tabindex="0" aria-label="Findings">${linted.findings.join('\n')}</pre>`}
    ${linted.missing.length === 0 ? nothing : html`<p>Never mentioned, and so denied:</p>
      <pre tabindex="0" aria-label="Never mentioned">${linted.missing.join('\n')}</pre>`}`;
}

function renderLimits(limits: Limit[]): TemplateResult {
  if (limits.length === 0) return html`<p class="quiet">Nothing is limited. A limit is a rule such as <span class="mono">limit proc.exec * by goal to 60 a minute</span>.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Limits"><table><thead><tr><th scope="col">Text</th>
    <th scope="col" class="number">Left now</th><th scope="col" class="wide">Layer</th><th scope="col" class="wide">Source</th></tr></thead>
    <tbody>${limits.map((limit) => html`<tr><td class="mono wrap">${limit.text}</td><td class="number">${limit.left} of ${limit.count}</td>
      <td class="wide">${limit.layer}</td><td class="mono wide quiet">${limit.source}</td></tr>`)}</tbody></table></div>`;
}

const OUTCOMES: Record<string, string> = { shut: 'held', open: 'left', untried: 'untried' };

function renderTrial(trial: EscapeTrial): TemplateResult {
  const of = (outcome: string): Attempt[] => trial.attempts.filter((attempt) => attempt.outcome === outcome);
  const first = [...of('open'), ...of('untried'), ...of('shut')];
  return html`<p>${of('shut').length} of ${trial.attempts.length} attempts were held, <strong>${of('open').length} succeeded</strong>,
      ${of('untried').length} had nothing to try on. Receipt: ${receipt(trial.run)}</p>
    <details><summary>Each attempt</summary><ul class="list">${first.map((attempt) => html`<li>${chip(OUTCOMES[attempt.outcome] ?? attempt.outcome)}
      <strong>${attempt.name}</strong> ${attempt.what} <span class="quiet">${attempt.reason}</span></li>`)}</ul></details>`;
}

function renderOperators(operators: Operator[]): TemplateResult {
  if (operators.length === 0) {
    return html`<p class="quiet">Nobody is named: whoever holds this node's credential answers for all. <span class="mono">stemma operator add NAME KEY</span>
      names somebody whose signature a rule can ask for.</p>`;
  }
  return html`<ul class="list">${operators.map((operator) => html`<li><strong>${operator.name}</strong>
    <span class="mono wrap">${operator.fingerprint}</span> ${receipt(operator.act)}</li>`)}</ul>`;
}

function renderPurses(purses: Purse[]): TemplateResult {
  const figure = (value: number): string => value.toLocaleString('en');
  const rows = purses.flatMap((purse) => purse.units.map((unit) => ({ purse, unit })));
  if (rows.length === 0) return html`<p class="quiet">Nothing was spent yet, and nothing is limited.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Purses"><table><thead><tr><th scope="col">Purse</th><th scope="col">Unit</th>
    <th scope="col" class="number">Spent</th><th scope="col" class="number">Set aside</th><th scope="col" class="number">Limit</th><th scope="col" class="wide">Counted over</th></tr></thead>
    <tbody>${rows.map(({ purse, unit }) => html`<tr><td class="mono">${purse.depth > 0 ? `${'\u00a0\u00a0'.repeat(purse.depth - 1)}└ ` : ''}${purse.name}</td><td>${unit.unit}</td><td class="number">${figure(unit.spent)}</td>
      <td class="number">${figure(unit.reserved)}</td><td class="number">${unit.most < 0 ? 'none' : figure(unit.most)}</td><td class="wide quiet">${purse.period}</td></tr>`)}</tbody></table></div>`;
}
