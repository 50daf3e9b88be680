// Markdown that others wrote, as elements. There is no HTML in this dialect: text becomes text nodes
// and the few known marks become the few elements below, so nothing in the input can be markup.
// Known: headings, paragraphs, lists, tables, code, quotes, rules, emphasis, links, receipts.

import { html, type TemplateResult } from 'lit';

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]*)\]\(([^()\s]*)\)|\[acts? (\d+\.\d+(?:, \d+\.\d+)*)\]/g;
const BLOCKS_MAX = 5000;

export function receipt(id: string): TemplateResult {
  return html`<a class="mono" href="/acts/${id}">${id}</a>`;
}

/** Only the web and this console; anything else stays text. */
function link(text: string, address: string): unknown {
  const act = /^(?:act:|\/acts\/)(\d+\.\d+)$/.exec(address);
  if (act) return html`<a href="/acts/${act[1]!}">${text}</a>`;
  if (!/^https?:\/\//.test(address)) return `${text} (${address})`;
  return html`<a href=${address} rel="noopener noreferrer" target="_blank">${text}</a>`;
}

function inline(text: string): unknown[] {
  const out: unknown[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    out.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [, code, strong, emphasis, label, address, cited] = match;
    if (code !== undefined) out.push(html`<code>${code}</code>`);
    else if (strong !== undefined) out.push(html`<strong>${strong}</strong>`);
    else if (emphasis !== undefined) out.push(html`<em>${emphasis}</em>`);
    else if (address !== undefined) out.push(link(label ?? address, address));
    else if (cited !== undefined) out.push('[', cited.split(', ').map((id, i) => [i > 0 ? ', ' : '', receipt(id)]), ']');
  }
  out.push(text.slice(end));
  return out;
}

function cells(row: string): string[] {
  return row.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, '|'));
}

function table(rows: string[], number: number): TemplateResult {
  const [head = '', , ...body] = rows;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table ${number}: ${cells(head).join(', ')}"><table>
    <thead><tr>${cells(head).map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead>
    <tbody>${body.map((row) => html`<tr>${cells(row).map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}

// The page has the first two levels for itself.
function heading(level: number, text: string): TemplateResult {
  if (level <= 1) return html`<h3>${inline(text)}</h3>`;
  return level === 2 ? html`<h4>${inline(text)}</h4>` : html`<h5>${inline(text)}</h5>`;
}

export function markdown(source: string): TemplateResult {
  const lines = source.split(/\r?\n/);
  const blocks: TemplateResult[] = [];
  let at = 0;
  let tables = 0;
  const take = (test: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && test(lines[at]!)) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length && blocks.length < BLOCKS_MAX) {
    const line = lines[at]!;
    const title = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === '') at++;
    else if (title) {
      at++;
      blocks.push(heading(title[1]!.length, title[2]!));
    } else if (line.startsWith('```')) {
      at++;
      const code = take((l) => !l.startsWith('```'));
      at++;
      blocks.push(html`<pre tabindex="0">${code.join('\n')}</pre>`);
    } else if (/^\s*(-{3,}|\*{3,})\s*$/.test(line)) {
      at++;
      blocks.push(html`<hr>`);
    } else if (line.startsWith('|') && /^\|?[\s:|-]+$/.test(lines[at + 1] ?? '')) {
      blocks.push(table(take((l) => l.startsWith('|')), ++tables));
    } else if (/^\s*[-*]\s/.test(line)) {
      const items = take((l) => /^\s*[-*]\s/.test(l));
      blocks.push(html`<ul>${items.map((item) => html`<li>${inline(item.replace(/^\s*[-*]\s+/, ''))}</li>`)}</ul>`);
    } else if (/^\s*\d+[.)]\s/.test(line)) {
      const items = take((l) => /^\s*\d+[.)]\s/.test(l));
      blocks.push(html`<ol>${items.map((item) => html`<li>${inline(item.replace(/^\s*\d+[.)]\s+/, ''))}</li>`)}</ol>`);
    } else if (line.startsWith('>')) {
      blocks.push(html`<blockquote>${inline(take((l) => l.startsWith('>')).map((l) => l.slice(1)).join(' '))}</blockquote>`);
    } else {
      at++;
      const rest = take((l) => l.trim() !== '' && !/^(#|```|\||>|\s*[-*]\s|\s*\d+[.)]\s)/.test(l));
      blocks.push(html`<p>${inline([line, ...rest].join(' '))}</p>`);
    }
  }
  return html`<div class="report">${blocks}</div>`;
}
