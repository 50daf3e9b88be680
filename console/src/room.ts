// What all rooms share: they load, say what went wrong, and look again when something happened,
// though never while a person points at what would move.

import { LitElement } from 'lit';
import { Failure } from './api';
import { live, type LiveEvent } from './live';
import { settled } from './parts';

const QUIET_MILLIS = 150;
const TICK_MILLIS = 1000;

export abstract class Room extends LitElement {
  static override properties = { detail: {}, now: { state: true }, failure: { state: true }, loaded: { state: true } };

  /** What the address names within the room, or nothing. */
  declare detail: string;
  declare now: number;
  declare failure: Failure | undefined;
  declare loaded: boolean;

  private held = false;
  private timer = 0;
  private unwatch: (() => void)[] = [];
  private readonly soon = settled(() => this.refreshUnlessHeld(), QUIET_MILLIS);

  constructor() {
    super();
    this.detail = '';
    this.now = Date.now();
    this.loaded = false;
  }

  /** Fetches what the room shows. */
  protected abstract load(): Promise<void>;

  /** Whether an event concerns the room. */
  protected concerns(event: LiveEvent): boolean {
    return event.topic !== 'run.output' && event.topic !== 'run.seen';
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => {
      this.now = Date.now();
      if (this.held) this.refreshUnlessHeld();
    }, TICK_MILLIS);
    this.unwatch = [live.onEvent((event) => {
      if (event.topic === 'missed' || this.concerns(event)) this.soon();
    })];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.unwatch.forEach((stop) => stop());
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('detail')) void this.refresh();
  }

  async refresh(): Promise<void> {
    this.held = false;
    await this.attempt(() => this.load());
    this.loaded = true;
    this.requestUpdate();
  }

  /** Runs something that may fail and shows how; true when it did not. */
  protected async attempt(action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      this.failure = undefined;
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.failure = error;
      if (error.status === 401) this.dispatchEvent(new CustomEvent('signed-out', { bubbles: true }));
      return false;
    }
  }

  private refreshUnlessHeld(): void {
    this.held = this.querySelector('[data-hold]:hover, [data-hold]:focus-within') !== null;
    if (!this.held) void this.refresh();
  }
}
