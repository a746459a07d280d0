import { type Epoch, isMember } from '#shared/protocol/closing/epoch.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import type { MemberIdentity } from '../identity/member-identity.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import { storeCondition } from '../store/classify-error.ts';
import type { CellLink, JoinDesk } from '../transport/link/cell-link.ts';
import type { MeetingSecrets } from './joining/meeting-secrets.ts';
import type { OwnFeedGuard } from './own-feed/own-feed-guard.ts';
import type { CellDirectory } from './reading/cell-directory.ts';
import { isLaterKey } from './recovering/later-key.ts';

/** Also of whom no more is known than that a branch lists it. */
function isMemberOf(epoch: Epoch | null, scid: string | null): boolean {
  return epoch !== null && scid !== null && isMember(epoch, scid);
}

interface Linked {
  readonly log: IntegrityLog;
  readonly directory: CellDirectory;
  readonly joinDesk: JoinDesk;
  readonly guard: OwnFeedGuard;
  readonly meetingSecrets: MeetingSecrets;
  readonly epoch: () => Epoch | null;
  readonly self: MemberIdentity;
  /** Told why what came from others could not be stored. */
  readonly failed: ((what: Saying, error: unknown) => void) | undefined;
}

/** A cell as the transport sees it: a log that is replicated, a desk for newcomers, and how members find each other. */
export function memberLink(linked: Linked): CellLink {
  const { log, directory, joinDesk, guard, meetingSecrets, epoch, self, failed } = linked;
  /** What comes from others and cannot be stored comes again; that a full disk is why is said meanwhile. */
  const stored = async <T>(store: () => Promise<T>): Promise<T> => {
    try {
      return await store();
    } catch (error) {
      if (storeCondition(error)) failed?.(says('fault.storingReceipts'), error);
      throw error;
    }
  };
  return {
    log: {
      cell: log.cell,
      tips: () => log.tips(),
      missingFrom: (tips, doubted) => log.missingFrom(tips, doubted),
      receive: async (texts, did) => {
        const peer = directory.resolve(did);
        const key = peer && encodeMultikey('ed25519', peer.signingKey);
        const { applied, waiting, missing, refused } = await stored(() =>
          log.receiveAside(texts, { did, key }),
        );
        return { applied: applied.length, waiting, missing, refused };
      },
      onNews: (listener) => log.subscribe(() => listener()),
      peerHolds: (did, tips) => {
        const scid = directory.scidOf(did);
        if (scid) guard.peerHolds(scid, tips);
      },
      twinShown: (reason) => guard.twinShown(reason),
      twinTold: (did, reason) => {
        const scid = directory.scidOf(did);
        if (scid) guard.twinTold(scid, reason);
      },
    },
    joinDesk,
    names: (did) => directory.get(did) !== null || isMemberOf(epoch(), scidOf(did)),
    discoverySecret: (did, dayUtc) => meetingSecrets.of(directory.resolve(did), dayUtc),
    keys: {
      formerSecrets: (did, dayUtc) => meetingSecrets.formerOf(directory.resolve(did), dayUtc),
      refused: (did) => {
        const scid = directory.scidOf(did);
        if (scid) guard.keyTold(scid);
      },
      ownLog: () => self.log.map((version) => ({ ...version })),
      isLaterKey: (did, didLog, key) => {
        const scid = directory.scidOf(did);
        const held = epoch()?.members.find((member) => member.scid === scid);
        return isLaterKey(held, didLog, key);
      },
    },
  };
}
