import { LIFE_KINDS, type LifeKind, type Lived } from '#shared/contract/domain/agent.ts';

/**
 * The labels of episodes, with `*` for whom or what it was about. They stand in databases and in state files, which
 * other programs read, so they are fixed English; people are told what was lived in their own language.
 */
const LABELS: Readonly<Record<LifeKind, string>> = {
  'message-arrived': 'Message arrived from *',
  'message-queued': 'Message queued for *',
  'message-delivered': 'Message delivered to *',
  'message-failed': 'Message to * failed',
  'peer-lost': 'Peer lost, *',
  'peer-away': 'Peer still away, *',
  'peer-back': 'Peer back, *',
  'vote-called': 'Vote called, *',
  'vote-decided': 'Vote decided, *',
};
const IMPORTED = 'Imported; strength and novelty are estimates';

export function labelOf(lived: Lived): string {
  return lived.kind === 'imported' ? IMPORTED : LABELS[lived.kind].replace('*', () => lived.subject);
}

/** What a label says was lived; null for one that this program does not write. */
export function livedOf(label: string | null): Lived | null {
  if (label === null) return null;
  if (label === IMPORTED) return { kind: 'imported' };
  for (const kind of LIFE_KINDS) {
    const [before = '', after = ''] = LABELS[kind].split('*');
    const isLongEnough = label.length >= before.length + after.length;
    if (isLongEnough && label.startsWith(before) && label.endsWith(after))
      return { kind, subject: label.slice(before.length, label.length - after.length) };
  }
  return null;
}
