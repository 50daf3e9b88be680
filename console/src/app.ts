// The frame: rail of rooms, connection, keys, and the room that the address names.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { ConfirmAnswer, isOpen, type ApprovalsRoom, type Verdict } from './approvals';
import { Failure, get } from './api';
import { live } from './live';
import { digest, facts } from './parts';
import { meet, remember, type OtherPast } from './past';
import type { GoalsRoom } from './goals';
import type { HomeRoom } from './home';
import type { Approval } from './types';

interface RoomEntry { name: string; path: string; key: string; glyph: string }
const ROOMS: RoomEntry[] = [
  { name: 'Home', path: '/', key: 'h', glyph: '⌂' },
  { name: 'Goals', path: '/goals', key: 'g', glyph: '◎' },
  { name: 'Approvals', path: '/approvals', key: 'p', glyph: '?' },
  { name: 'Acts', path: '/acts', key: 'a', glyph: '▸' },
  { name: 'Ledger', path: '/ledger', key: 'l', glyph: '≡' },
  { name: 'Settings', path: '/settings', key: 's', glyph: '⚙' },
];
const LIVE_WORDS = { connecting: 'connecting', live: 'live', lost: 'connection lost, trying again' };
const CHORD_MILLIS = 1500;
const MEET_MILLIS = 60_000;

export class Console extends LitElement {
  static override properties = { path: { state: true }, signedOut: { state: true }, waiting: { state: true }, met: { state: true }, past: { state: true } };
  declare path: string;
  declare signedOut: boolean;
  declare waiting: number;
  /** Whether the node's past was looked at; no room is shown before. */
  declare met: boolean;
  declare past: OtherPast | undefined;
  private chordUntil = 0;

  constructor() {
    super();
    this.path = location.pathname;
    this.signedOut = false;
    this.waiting = 0;
    this.met = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', () => { this.path = location.pathname; });
    addEventListener('keydown', (event) => this.pressed(event));
    this.addEventListener('click', (event) => this.clicked(event));
    this.addEventListener('go', (event) => this.go((event as CustomEvent<string>).detail));
    this.addEventListener('signed-out', () => { this.signedOut = true; live.stop(); });
    live.onState(() => {
      this.requestUpdate();
      if (live.state === 'live' && this.met) void this.meet();
    });
    setInterval(() => { if (live.state === 'live') void this.meet(); }, MEET_MILLIS);
    live.onEvent((event) => { if (event.topic === 'approval' || event.topic === 'missed') void this.count(); });
    live.start();
    void this.meet();
    void this.count();
  }

  private async meet(): Promise<void> {
    try {
      this.past = await meet();
    } catch (error) {
      if (!(error instanceof Failure)) throw error; // the room on show says what is wrong with the node
    }
    this.met = true;
  }

  private async count(): Promise<void> {
    try {
      this.waiting = (await get<{ approvals: Approval[] }>('approval/list')).approvals.filter(isOpen).length;
    } catch {
      // The room on show says what is wrong; the badge only stays as it was.
    }
  }

  private go(path: string): void {
    if (path !== location.pathname + location.search) history.pushState(null, '', path);
    this.path = location.pathname;
    scrollTo(0, 0);
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('main')?.focus());
  }

  /** Follows links within the console without loading the page again. */
  private clicked(event: MouseEvent): void {
    const link = (event.target as Element).closest('a');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.target || link.origin !== location.origin || link.hash) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }

  private pressed(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.metaKey || event.ctrlKey || event.altKey || target.closest('input, textarea, select, dialog')) return;
    const chord = Date.now() < this.chordUntil;
    this.chordUntil = 0;
    const room = chord ? ROOMS.find((entry) => entry.key === event.key) : undefined;
    if (room) this.go(room.path);
    else if (event.key === 'g') this.chordUntil = Date.now() + CHORD_MILLIS;
    else if (event.key === '/') this.querySelector<HTMLElement>('main input[type=search]')?.focus();
    else if (event.key === '?') this.querySelector<HTMLDialogElement>('#keys')?.showModal();
    else if (event.key === 'a' || event.key === 'd') void this.answer(event.key === 'a' ? 'approve' : 'deny');
    else return;
    event.preventDefault();
  }

  /** Answers the approval that has the focus, or else the first one in the room. */
  private async answer(verdict: Verdict): Promise<void> {
    const card = document.activeElement?.closest<HTMLElement>('[data-approval]')
      ?? this.querySelector<HTMLElement>('.approval.waiting');
    const room = this.querySelector<HomeRoom | ApprovalsRoom | GoalsRoom>('home-room, approvals-room, goals-room');
    const id = card?.dataset['approval'];
    if (!room || !id) return;
    const approval = await get<Approval>('approval/show', { id });
    if (await ConfirmAnswer.show(approval, verdict)) await room.answer(approval, verdict);
  }

  protected override render(): TemplateResult {
    const current = this.path.startsWith('/runs') ? '/acts' : `/${this.path.split('/')[1]}`;
    return html`<a class="skip" href="#main" @click=${() => this.querySelector<HTMLElement>('main')?.focus()}>Skip to the room</a>
      <nav class="rail" aria-label="Rooms"><a class="brand" href="/" aria-label="Stemma, home"><img src="/favicon.svg" alt="" width="20" height="20"><span>Stemma</span></a>
      ${ROOMS.map((room) => html`<a href=${room.path} aria-current=${current === room.path ? 'page' : 'false'}>
        <span class="glyph" aria-hidden="true">${room.glyph}</span><span>${room.name}</span>
        ${room.path === '/approvals' && this.waiting > 0 ? html`<span class="badge">${this.waiting}<span class="hide"> waiting</span></span>` : nothing}</a>`)}
      <div class="live ${this.past ? 'lost' : live.state}" role="status"><span class="dot" aria-hidden="true"></span>${this.signedOut ? 'signed out' : this.past ? 'another past' : LIVE_WORDS[live.state]}</div></nav>
      <main id="main" tabindex="-1">${live.state === 'lost' && !this.signedOut ? html`<div class="problem" role="alert">
        <strong>Connection lost.</strong> What you see is as it was; it will be brought up to date when the node answers again.</div>` : nothing}
        ${this.signedOut ? this.renderSignedOut() : this.past ? this.renderPast(this.past) : this.met ? this.renderRoom() : nothing}</main>
      ${this.renderDialogs()}`;
  }

  private renderRoom(): TemplateResult {
    const [, room = '', detail = ''] = this.path.split('/');
    switch (room) {
      case 'goals': return html`<goals-room .detail=${detail}></goals-room>`;
      case 'approvals': return html`<approvals-room .detail=${detail}></approvals-room>`;
      case 'acts': return html`<acts-room .detail=${detail}></acts-room>`;
      case 'runs': return html`<runs-room .detail=${detail}></runs-room>`;
      case 'ledger': return html`<ledger-room .detail=${detail}></ledger-room>`;
      case 'settings': return html`<settings-room></settings-room>`;
      default: return html`<home-room></home-room>`;
    }
  }

  private renderSignedOut(): TemplateResult {
    return html`<div class="empty"><h1>This browser is not logged in</h1>
      <p>The node knows its operator by a link that works once. Print one and open it here.</p><pre tabindex="0"><code>./stemma login</code></pre></div>`;
  }

  private renderPast(past: OtherPast): TemplateResult {
    const said = ({ size, root }: { size: number; root: string }): TemplateResult => html`${size} entries, root ${digest(root)}`;
    return html`<div class="problem past" role="alert"><h1>This node went back in time</h1>
      <p><strong>${past.why}</strong> What it shows may leave out what it has done, so no room is shown.</p>
      ${facts([['seen here', said(past.seen)], ['shown now', said(past.now)]])}
      <p>Stop the node and bring the newer home back. If it is lost, and you know why, go on with the node as it is.</p>
      <div class="label">What the node says of its own log</div><pre tabindex="0"><code>./stemma log verify</code></pre>
      <footer><button class="deny" @click=${() => { remember(past.key, past.now); this.past = undefined; }}>Accept the loss and go on</button></footer></div>`;
  }

  private renderDialogs(): TemplateResult {
    const keys: [string, string][] = [...ROOMS.map((room): [string, string] => [`g ${room.key}`, room.name]),
      ['/', 'Search'], ['a', 'Approve the selected approval'], ['d', 'Deny the selected approval'], ['?', 'These keys']];
    return html`<dialog id="confirm" aria-labelledby="confirm-title"><form method="dialog"><h2 id="confirm-title"></h2>
        <div class="label">Exactly this is decided</div><pre tabindex="0"></pre>
        <footer><button value="" autofocus>Back</button><button value="yes" class="yes primary"></button></footer></form></dialog>
      <dialog id="keys" aria-labelledby="keys-title"><form method="dialog"><h2 id="keys-title">Keys</h2>
        <dl class="facts">${keys.map(([key, does]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}</dl>
        <footer><button autofocus>Close</button></footer></form></dialog>`;
  }
}
