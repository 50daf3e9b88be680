// Acts a minute by ending, over the last half hour.

import { html, LitElement, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { chip } from './parts';
import type { Act } from './types';

const MINUTES = 30;
const HEIGHT = 140;
// Two endings share a colour, so their lines differ in dash.
const SERIES: [string, string, number[]][] = [
  ['done', 'allow', []], ['denied', 'deny', []], ['failed', 'deny', [4, 3]], ['other', 'quiet', [1, 3]],
];

/** Counts by minute, the oldest first, one row for each ending. */
export function counts(acts: Act[], now: number): { minutes: number[]; rows: number[][] } {
  const last = Math.floor(now / 60_000);
  const minutes = Array.from({ length: MINUTES }, (_, i) => (last - MINUTES + 1 + i) * 60);
  const rows = SERIES.map(() => minutes.map(() => 0));
  for (const act of acts) {
    const at = Math.floor((act.endedMillis || act.startedMillis) / 60_000) - (last - MINUTES + 1);
    const named = SERIES.findIndex(([name]) => name === act.ending);
    const row = rows[named < 0 ? SERIES.length - 1 : named]!;
    if (at >= 0 && at < MINUTES) row[at] = (row[at] ?? 0) + 1;
  }
  return { minutes, rows };
}

export class ActsChart extends LitElement {
  static override properties = { acts: { attribute: false } };
  declare acts: Act[];
  private plot: uPlot | undefined;
  private readonly resized = new ResizeObserver(() => this.draw());
  private readonly themed = matchMedia('(prefers-color-scheme: dark)');
  private readonly redraw = (): void => this.draw();

  constructor() {
    super();
    this.acts = [];
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
    this.themed.addEventListener('change', this.redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.themed.removeEventListener('change', this.redraw);
    this.plot?.destroy();
  }

  protected override render(): TemplateResult {
    const { rows } = counts(this.acts, Date.now());
    const sums = rows.map((row) => row.reduce((a, b) => a + b, 0));
    const said = SERIES.map(([name], i) => `${sums[i]} ${name}`).join(', ');
    return html`<div class="legend">${SERIES.map(([name, colour, dash], i) => html`<span><svg class="swatch ${colour}" width="24" height="4" aria-hidden="true">
        <line x1="0" y1="2" x2="24" y2="2" stroke-dasharray=${dash.join(' ')}></line></svg> ${chip(name)} <span class="number">${sums[i]}</span></span>`)}</div>
      <div class="plot" role="img" aria-label="Acts a minute over the last ${MINUTES} minutes: ${said}"></div>`;
  }

  protected override updated(): void {
    this.draw();
  }

  private draw(): void {
    const place = this.querySelector<HTMLElement>('.plot');
    if (!place || place.clientWidth === 0) return;
    const { minutes, rows } = counts(this.acts, Date.now());
    this.plot?.destroy();
    // The last minute is as wide as the others, so its end is drawn too.
    const ends = [...minutes, minutes.at(-1)! + 60];
    this.plot = new uPlot(this.options(place.clientWidth), [ends, ...rows.map((row) => [...row, row.at(-1)!])], place);
  }

  private options(width: number): uPlot.Options {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const axis = { stroke: colour('--quiet'), font: '12px system-ui', grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
    return {
      width, height: HEIGHT, legend: { show: false }, cursor: { show: false },
      scales: { y: { range: (_plot, _min, max) => [0, Math.max(4, Math.ceil(max * 1.1))] } },
      axes: [
        { ...axis, grid: { show: false }, space: 64, values: (_plot, ticks) => ticks.map((tick) => new Date(tick * 1000).toTimeString().slice(0, 5)) },
        { ...axis, size: 36, space: 28, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
      ],
      series: [{}, ...SERIES.map(([name, variable, dash]) => ({
        label: name, stroke: colour(`--${variable}`), dash, width: 1.5, points: { show: false }, paths: uPlot.paths.stepped!({ align: 1 }),
      }))],
    };
  }
}
