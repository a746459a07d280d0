/** What processes hold in memory, by /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Resident {
  /** Pages in memory; what processes share is counted for each. */
  readonly rssMiB: number;
  /** What processes share is divided among them. */
  readonly pssMiB: number;
}

/** Of a process and all that it has started. Throws where there is no /proc, and when it has ended. */
export function residentOf(pid: number): Resident {
  const all = [pid, ...descendants(pid)].map(rollup);
  const sum = (of: (one: Resident) => number): number => all.reduce((total, one) => total + of(one), 0);
  return { rssMiB: sum(({ rssMiB }) => rssMiB), pssMiB: sum(({ pssMiB }) => pssMiB) };
}

function rollup(pid: number): Resident {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mib = (name: string): number =>
    Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
  return { rssMiB: mib('Rss'), pssMiB: mib('Pss') };
}

function descendants(of: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? parentOf(pid) : null;
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((one) => [one, ...below(one)]);
  return below(of);
}

function parentOf(pid: number): number | null {
  try {
    // The name stands in brackets and may itself hold some.
    const [, after = ''] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return Number(after);
  } catch {
    return null;
  }
}
