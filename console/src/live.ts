// The node's events, and an honest word on whether they still come.
//
// The browser's EventSource resumes by itself after a short break. It gives up when the node answers
// with an error or is away for long, so it is opened anew here, after the last event that came.

export type LiveState = 'connecting' | 'live' | 'lost';
export interface LiveEvent { topic: string; subject: string; body: Record<string, unknown> }
type Listener = (event: LiveEvent) => void;

const TOPICS = ['act', 'approval', 'goal', 'run.output', 'run.seen', 'run', 'halt', 'missed'];
const RETRY_MILLIS = [500, 1000, 2000, 5000];

class Live {
  state: LiveState = 'connecting';
  private source?: EventSource;
  private lastId = '';
  private attempts = 0;
  private readonly listeners = new Set<Listener>();
  private readonly watchers = new Set<() => void>();

  start(): void {
    const after = this.lastId === '' ? '' : `?after=${this.lastId}`;
    const source = new EventSource(`/api/events${after}`);
    this.source = source;
    source.onopen = () => {
      const healed = this.state === 'lost';
      this.attempts = 0;
      this.turn('live');
      // Not every event carries an index, so a healed connection also means: look again.
      if (healed) this.tell({ topic: 'missed', subject: '', body: {} });
    };
    source.onerror = () => {
      this.turn('lost');
      source.close();
      const wait = RETRY_MILLIS[Math.min(this.attempts++, RETRY_MILLIS.length - 1)];
      setTimeout(() => this.start(), wait);
    };
    for (const topic of TOPICS) {
      source.addEventListener(topic, (event) => this.receive(topic, event as MessageEvent<string>));
    }
  }

  stop(): void {
    this.source?.close();
  }

  onEvent(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onState(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private receive(topic: string, message: MessageEvent<string>): void {
    if (message.lastEventId !== '') this.lastId = message.lastEventId;
    const data = JSON.parse(message.data) as { subject: string; body: Record<string, unknown> };
    this.tell({ topic, ...data });
  }

  private tell(event: LiveEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  private turn(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

export const live = new Live();
