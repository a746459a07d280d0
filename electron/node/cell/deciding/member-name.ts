import type { ViewContext } from './proposal-view.ts';

/** The name in the present epoch, else the one under which the member wrote. */
export function memberName({ log, epoch }: Pick<ViewContext, 'log' | 'epoch'>, scid: string): string {
  const present = epoch.members.find((member) => member.scid === scid);
  if (present) return present.alias;
  for (const head of log.graph.heads(scid)) {
    const then = log.book.epochOf(head).members.find((member) => member.scid === scid);
    if (then) return then.alias;
  }
  return scid.slice(0, 8);
}
