// Figures and times as people read them.

const UNITS: [number, string][] = [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1000, 's']];

/** For example 3 h 12 min; the two largest units that are not zero. */
export function duration(millis: number): string {
  if (millis < 1000) return `${Math.max(0, Math.round(millis))} ms`;
  if (millis < 10_000) return `${(millis / 1000).toFixed(1)} s`;
  const parts: string[] = [];
  let rest = millis;
  for (const [size, unit] of UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    rest -= count * size;
  }
  return parts.join(' ');
}

/** For example 12 s ago, or in 3 min. */
export function relative(millis: number, now: number): string {
  const distance = Math.abs(now - millis);
  if (distance < 2000) return 'now';
  const [size, unit] = UNITS.find(([least]) => distance >= least) ?? [1000, 's'];
  const count = `${Math.floor(distance / size)} ${unit}`;
  return millis <= now ? `${count} ago` : `in ${count}`;
}

export function exact(millis: number): string {
  return new Date(millis).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

export function bytes(count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** A target without what the node puts before every Git subcommand; in full it is in the receipt. */
export function brief(target: string): string {
  return target.replace(/^(env ([A-Z_0-9]+=\S* )+)?git( (-c ('[^']*'|\S+)|--(no|literal)-[a-z-]+))+ /, 'git … ');
}

/** Terminal text without the control codes that only a terminal understands. */
export function plain(text: string): string {
  return text.replace(/\u001b(\[[0-9;?]*[ -/]*[@-~]|\][^\u0007]*(\u0007|$)|.)/g, '').replace(/\r(?!\n)/g, '\n');
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Text with the characters that hide or reorder others written out, so that what is read is what is there. */
export function visible(text: string): string {
  return text.replace(/[\p{Cf}\p{Co}\p{Cn}\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/gu,
    (hidden) => `\\u{${hidden.codePointAt(0)!.toString(16)}}`);
}
