/** alice, bob and carol in one process, each home watched by the guard of its own feed. */
import { vi } from 'vitest';
import { inEnglish } from '#shared/protocol/saying.ts';
import { OwnFeedGuard } from '../../../electron/node/cell/own-feed/own-feed-guard.ts';
import { ReactionWriter } from '../../../electron/node/cell/reaction-writer.ts';
import { GOING_ON, goOn } from '../../../electron/node/cell/reactions/go-on.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import type { HeadMarker } from '../../../electron/node/store/head-marker.ts';
import { SafetyState } from '../../../electron/node/store/safety-state.ts';
import { RealMember, realCell } from './real-member.ts';

/** Its time stands still until the test moves it. */
export class GuardedCell {
  readonly members: RealMember[];
  readonly alice: RealMember;
  readonly bob: RealMember;
  readonly carol: RealMember;
  readonly guards: OwnFeedGuard[] = [];
  readonly #writers: ReactionWriter[] = [];

  constructor() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    this.members = realCell();
    [this.alice, this.bob, this.carol] = this.members as [RealMember, RealMember, RealMember];
  }

  close(): void {
    for (const writer of this.#writers.splice(0)) writer.stop();
    for (const guard of this.guards.splice(0)) guard.stop();
    for (const member of this.members) member.close();
    vi.useRealTimers();
  }

  guardOf(member: RealMember, marker: HeadMarker | null = null): OwnFeedGuard {
    const { log, identity, store } = member;
    const epoch = () =>
      log.book.epochAt(log.graph.authors().flatMap((author) => [...log.graph.heads(author)]));
    // As in a node: what ends the doubt is asked for whenever something about it has changed.
    const react = () => goOn({ me: identity.scid, epoch: epoch(), ...guard.doubt() });
    const writer = new ReactionWriter({
      log,
      me: identity.scid,
      clock: () => member.nowMs,
      storedAtMs: () => null,
      reactions: [],
      whenBarred: [{ name: GOING_ON, react }],
      beginGeneration: () => guard.goOn(),
    });
    this.#writers.push(writer);
    const guard: OwnFeedGuard = new OwnFeedGuard({
      log,
      safety: new SafetyState(store),
      marker,
      me: identity.scid,
      key: encodeMultikey('ed25519', identity.signingKey),
      epoch,
      changed: () => writer.act(),
    });
    this.guards.push(guard);
    writer.start();
    return guard;
  }

  /** A home as it was: the same key, and what it held then. */
  olderCopy(texts: readonly string[], name = 'bob', seed = 2): RealMember {
    const copy = new RealMember(name, seed);
    this.members.push(copy);
    copy.enter(this.alice.log.cell);
    copy.log.receive(texts);
    return copy;
  }
}

/** Why its log signs nothing now; null when it signs. */
export function barred({ log: { signingBarred } }: RealMember): string | null {
  return signingBarred && inEnglish(signingBarred);
}
