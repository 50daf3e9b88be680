// Settings: how the node is set up, what its rules are, and what this machine can do for it.

import { html, nothing, type TemplateResult } from 'lit';
import { get, post } from './api';
import { chip, facts, problem } from './parts';
import { Room } from './room';
import { theme, setTheme } from './theme';
import type { Doctor, Explanation, Rules, Settings, Status } from './types';

export class SettingsRoom extends Room {
  private status: Status | undefined;
  private settings: Settings | undefined;
  private rules: Rules | undefined;
  private doctor: Doctor | undefined;
  private explanation: Explanation | undefined;
  private query = '';

  protected override concerns(event: { topic: string }): boolean {
    return event.topic === 'halt';
  }

  protected override async load(): Promise<void> {
    [this.status, this.settings, this.rules] = await Promise.all([
      get<Status>('status'), get<Settings>('settings'), get<Rules>('policy/show'),
    ]);
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

  private async halt(verb: 'halt' | 'release'): Promise<void> {
    if (await this.attempt(async () => { await post(verb, { reason: `${verb} pressed in the console` }); })) await this.refresh();
  }

  protected override render(): TemplateResult {
    const settings = (this.settings?.settings ?? []).filter((setting) => `${setting.name} ${setting.value}`.toLowerCase().includes(this.query));
    const halted = this.status?.state === 'halted';
    return html`<h1>Settings</h1>${problem(this.failure)}
      ${this.status ? html`<article class="card"><header><strong>${this.status.name}</strong>${chip(this.status.state)}</header>
        ${facts([['key', html`<span class="mono">${this.status.key}</span>`], ['version', this.status.version], ['home', html`<span class="mono">${this.settings?.home}</span>`],
          ['configuration', html`<span class="mono">${this.settings?.configFile}</span>`]])}
        <footer>${halted ? html`<button class="primary" @click=${() => this.halt('release')}>Release the node</button>`
          : html`<button class="deny" @click=${() => this.halt('halt')}>Halt the node</button>`}
        <label for="theme">Theme</label><select id="theme" @change=${(event: Event) => setTheme((event.target as HTMLSelectElement).value)}>
          ${['system', 'light', 'dark'].map((name) => html`<option value=${name} ?selected=${theme() === name}>${name}</option>`)}</select></footer></article>` : nothing}
      <h2>This machine</h2>${this.doctor ? html`<p>Sandbox strength: <strong>${this.doctor.strength}</strong></p><ul class="list">
        ${this.doctor.checks.map((check) => html`<li>${chip(check.state)} <strong>${check.name}</strong> ${check.detail}</li>`)}</ul>` : nothing}
      <h2>Rules</h2>${this.rules ? html`<p>Posture: <strong>${this.rules.posture}</strong>. Deny wins over ask, ask over allow; what no rule names is denied.</p>
        <form class="bar" @submit=${(event: SubmitEvent) => { void this.explain(event); }}>
          <input name="op" class="mono" required aria-label="Op to explain" placeholder="fs.write">
          <input name="target" class="mono" required aria-label="Target to explain" placeholder="/path/or/host">
          <button>What would happen?</button></form>
        <div role="status">${this.explanation ? html`<p class="wrap">${chip(this.explanation.verdict)} by <strong>${this.explanation.rule}</strong> ${this.explanation.reason}</p>` : nothing}</div>
        <div class="scroll" tabindex="0" role="region" aria-label="Rules"><table><thead><tr><th scope="col" class="number">Rule</th><th scope="col">Verdict</th><th scope="col">Text</th><th scope="col" class="wide">Source</th></tr></thead>
        <tbody>${this.rules.rules.map((rule) => html`<tr><td class="number">${rule.index}</td><td>${chip(rule.verdict)}</td><td class="mono wrap">${rule.text}</td>
          <td class="mono wide quiet">${rule.source}</td></tr>`)}</tbody></table></div>` : nothing}
      <h2>Values</h2><div class="bar"><input type="search" aria-label="Search settings" placeholder="Search settings"
        @input=${(event: Event) => { this.query = (event.target as HTMLInputElement).value.toLowerCase(); this.requestUpdate(); }}></div>
      <div class="scroll" tabindex="0" role="region" aria-label="Values"><table><thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Source</th></tr></thead>
        <tbody>${settings.map((setting) => html`<tr><td class="mono">${setting.name}</td><td class="mono">${setting.value}</td><td class="quiet">${setting.source}</td></tr>`)}</tbody></table></div>`;
  }
}
