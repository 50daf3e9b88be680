// What each part of the home holds, and what bounds it.

import { html, nothing, type TemplateResult } from 'lit';
import { chip } from './parts';
import type { Disk } from './types';

export function renderDisk(disk: Disk): TemplateResult {
  return html`${disk.warnings.map((warning) => html`<p class="wrap">${chip('weak')} ${warning}</p>`)}
    <div class="scroll" tabindex="0" role="region" aria-label="Disk"><table><thead><tr><th scope="col">Part</th>
    <th scope="col" class="number">Holds</th><th scope="col" class="number">At most</th><th scope="col" class="number wide">Files</th><th scope="col">What bounds it</th></tr></thead>
    <tbody>${disk.parts.map((part) => html`<tr><td class="mono">${part.name}</td><td class="number">${size(part.bytes)}</td>
      <td class="number">${part.bytesMax > 0 ? size(part.bytesMax) : html`<span class="quiet">the disk</span>`}</td>
      <td class="number wide">${part.files.toLocaleString('en')}</td><td class="wrap quiet">${part.state === 'ok' ? nothing : chip('weak')} ${part.bound}</td></tr>`)}</tbody></table></div>
    <p class="quiet">${size(disk.bytes)} in all, ${size(disk.freeBytes)} free on this disk.</p>`;
}

function size(bytes: number): string {
  const mib = 1 << 20;
  return bytes < mib ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.floor(bytes / mib).toLocaleString('en')} MiB`;
}
