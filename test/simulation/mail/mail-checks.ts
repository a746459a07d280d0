import type { OnDisk } from './on-disk.ts';

export interface Written {
  readonly text: string;
  /** Of the sender's row; null if it died while it wrote. */
  readonly uuid: string | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly expiresAtMs: number;
  isCancelled: boolean;
}

export interface Looked {
  readonly disks: ReadonlyMap<string, OnDisk>;
  readonly written: readonly Written[];
  readonly nameOf: (did: string) => string;
  readonly isHonest: (name: string) => boolean;
  readonly isMember: (name: string) => boolean;
  /** What its disk had before an older copy of it was put back. */
  readonly lostByRestore: (name: string, text: string, sender: string) => boolean;
  /** It does not know any more to whom it gave what. */
  readonly wasRestored: (name: string) => boolean;
  readonly nowMs: number;
}

/** What must not be, whatever happens; null if nothing is wrong. */
export function wrongNow({ disks, written, nameOf, isHonest, lostByRestore }: Looked): string | null {
  for (const [name, { texts }] of disks) {
    const doubled = texts.find((text, at) => texts.indexOf(text) !== at);
    if (doubled !== undefined) return `${name} has "${short(doubled)}" twice.`;
  }
  for (const { text, from, to } of written) {
    for (const [name, { texts }] of disks)
      if (texts.includes(text) && !to.includes(name))
        return `${name} has "${short(text)}", which is not for it.`;
    for (const { did, state } of disks.get(from)?.fates.get(text) ?? []) {
      const name = nameOf(did);
      if (state !== 'delivered' || !isHonest(name) || !isHonest(from) || lostByRestore(name, text, from))
        continue;
      if (disks.get(name)?.texts.includes(text) !== true)
        return `"${short(text)}" is called delivered to ${name}, who has it not.`;
    }
  }
  return null;
}

/** Before its end by so much nobody takes a message on a journey any more. */
const END_MS = 2 * 3_600_000;

/** What is left to do of what was written, in words. */
export function unsettled(looked: Looked): string[] {
  const { disks, written, nameOf, isHonest, isMember, wasRestored, nowMs } = looked;
  const left: string[] = [];
  for (const { text, from, expiresAtMs, isCancelled } of written) {
    if (!isHonest(from) || !isMember(from)) continue;
    for (const { did, state } of disks.get(from)?.fates.get(text) ?? []) {
      const name = nameOf(did);
      if (!isHonest(name) || !isMember(name) || state === 'delivered') continue;
      const mayEnd =
        (isCancelled && state === 'cancelled') || (expiresAtMs <= nowMs + END_MS && state !== 'refused');
      if (!mayEnd) left.push(`"${short(text)}" for ${name} is ${state}`);
      // It came before it was taken back, or while its time ran out; then its sender is told so, unless that came too late.
    }
  }
  for (const [name, { parcels }] of disks) {
    if (!isHonest(name) || !isMember(name)) continue;
    for (const { sender, recipient, text } of parcels) {
      // What somebody gave away after its backup stays until its end, unless its recipient meets a copy.
      if (isHonest(nameOf(sender)) && isHonest(nameOf(recipient)) && !wasRestored(nameOf(sender)))
        left.push(`${name} still carries ${text} of ${nameOf(sender)} for ${nameOf(recipient)}`);
    }
  }
  return left;
}

function short(text: string): string {
  return text.replace(/ \.+$/, '');
}
