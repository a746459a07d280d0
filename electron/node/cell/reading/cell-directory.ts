import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch, Member } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import { identityOfHeld, type MemberIdentity } from '../../identity/member-identity.ts';
import { readMemberLog } from '../../identity/member-log/index.ts';
import { type MemberKeys, onlyVersion, type PeerIdentity } from '../../messaging/directory.ts';
import { parsePeerAddress } from '../../messaging/peer-address.ts';
import type { PeerRecord, PeerRegistry } from '../../messaging/peer-registry.ts';
import type { SettingsStore } from '../../store/settings-store.ts';

/** What this node knows of a member beside the log: local facts, by DID. */
const Facts = z.object({
  address: z.string().nullable().default(null),
  lastSeenAtMs: z.int().nullable().default(null),
  metAtMs: z.int(),
  /** Its name when it was seen last: once this node is in another cell, no log that is read tells it. */
  alias: z.string().nullable().default(null),
});

interface Known {
  readonly identity: PeerIdentity;
  /** Newest last. */
  readonly versions: readonly MemberKeys[];
  readonly scid: string;
  readonly order: number;
  /** When it was admitted, by the log; null before the log is here. */
  readonly joinedAtMs: number | null;
}

/**
 * The members of a cell as messaging and transport see them. Follows the epoch of the log; until a joiner has the
 * log, it knows the member that invited it.
 */
export class CellDirectory implements PeerRegistry {
  readonly self: PeerIdentity;
  readonly #settings: SettingsStore;
  readonly #clock: () => number;
  #known = new Map<string, Known>();
  /** The epoch that all of those are of; null where somebody was added to them. */
  #followed: Epoch | null = null;
  /** How many of them left. */
  #told = 0;
  /** Its own, newest last; as soon as the log is here, as that says. */
  #ownVersions: readonly MemberKeys[];
  readonly #remembered = new Map<string, Known>();

  constructor(self: PeerIdentity, settings: SettingsStore, clock: () => number) {
    this.self = self;
    this.#ownVersions = onlyVersion(self);
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Members that only this home remembers, and those that are connected: SCIDs. */
  around(linkState: (did: string) => string | undefined = () => undefined): {
    readonly remembered: () => readonly string[];
    readonly online: () => readonly string[];
  } {
    const known = () => [...this.#known.values()];
    const isOnline = ({ identity }: Known): boolean => linkState(identity.did) === 'connected';
    return {
      remembered: () => this.rememberedScids(),
      online: () =>
        known()
          .filter(isOnline)
          .map(({ scid }) => scid),
    };
  }

  /**
   * Takes over the members of an epoch, and who left and is still told; returns the DIDs of those who are gone. Of whom
   * nothing is known but that it is listed in a branch, there is no identity yet.
   */
  follow(
    epoch: Epoch,
    joinedAtMs: (member: Member) => number | null,
    told: readonly Member[] = [],
  ): string[] {
    // At nearly every news of the log it is the same one.
    if (epoch === this.#followed && told.length === this.#told) return [];
    const next = new Map<string, Known>();
    const members = [...epoch.members, ...told].filter(({ enteredBy }) => enteredBy !== '');
    members.forEach((member, order) => {
      const known = [...this.#known.values()].find(({ scid }) => scid === member.scid);
      const held = identityOfHeld(member.didLog);
      const versions = memberKeys(held);
      if (held.did === this.self.did) {
        this.#ownVersions = versions;
        return;
      }
      const isAsBefore = known !== undefined && known.versions.length === versions.length;
      const identity = isAsBefore
        ? known.identity
        : peerIdentity(held, known?.identity.alias ?? member.alias);
      next.set(held.did, { identity, versions, scid: member.scid, order, joinedAtMs: joinedAtMs(member) });
    });
    for (const [did, known] of this.#remembered) {
      if (next.has(did) || epoch.ended.has(known.scid)) this.#remembered.delete(did);
      else next.set(did, known);
    }
    const gone = [...this.#known.keys()].filter((did) => !next.has(did));
    this.#known = next;
    this.#followed = this.#remembered.size === 0 ? epoch : null;
    this.#told = told.length;
    return gone;
  }

  /** The member that invited us, before the log is here. */
  introduce(inviter: MemberIdentity, alias: string): void {
    this.#known.set(inviter.did, introduced(inviter, alias));
    this.#followed = null;
  }

  /** A member whose admission is missing in a log that was damaged: it stays until the log speaks of it. */
  remember(member: MemberIdentity, alias: string): void {
    if (member.did === this.self.did || this.#known.has(member.did)) return;
    this.#known.set(member.did, introduced(member, alias));
    this.#remembered.set(member.did, introduced(member, alias));
    this.#followed = null;
  }

  /** True while the log lacks members that were known before. */
  hasRemembered(): boolean {
    return this.#remembered.size > 0;
  }

  rememberedScids(): string[] {
    return [...this.#remembered.values()].map(({ scid }) => scid);
  }

  didOf(scid: string): string | null {
    return [...this.#known.values()].find((known) => known.scid === scid)?.identity.did ?? null;
  }

  scidOf(did: string): string | null {
    return this.#known.get(did)?.scid ?? null;
  }

  resolve(nameOrDid: string): PeerIdentity | null {
    const byDid = this.#known.get(nameOrDid);
    if (byDid) return byDid.identity;
    return [...this.#known.values()].find(({ identity }) => identity.alias === nameOrDid)?.identity ?? null;
  }

  peers(): PeerIdentity[] {
    return [...this.#known.values()].map(({ identity }) => identity);
  }

  versions(did: string): readonly MemberKeys[] {
    return did === this.self.did ? this.#ownVersions : (this.#known.get(did)?.versions ?? []);
  }

  list(): PeerRecord[] {
    return [...this.#known.keys()].map((did) => this.#record(did));
  }

  get(did: string): PeerRecord | null {
    return this.#known.has(did) ? this.#record(did) : null;
  }

  setAddress(did: string, address: string | null): PeerRecord {
    if (!this.#known.has(did)) throw new GhostStackError('not-found', says('error.cell.noMemberWithDid'));
    const parsed = address === null ? null : parsePeerAddress(address);
    this.#settings.set(factsKey(did), { ...this.#facts(did), address: parsed });
    return this.#record(did);
  }

  sawPeer(did: string, atMs: number): void {
    const alias = this.resolve(did)?.alias ?? null;
    this.#settings.set(factsKey(did), { ...this.#facts(did), lastSeenAtMs: atMs, alias });
  }

  #record(did: string): PeerRecord {
    const { identity, order, joinedAtMs } = this.#known.get(did) as Known;
    const { address, lastSeenAtMs, metAtMs } = this.#facts(did);
    return {
      did,
      name: identity.alias,
      address,
      position: order,
      addedAtMs: joinedAtMs ?? metAtMs,
      lastSeenAtMs,
    };
  }

  #facts(did: string): z.infer<typeof Facts> {
    return this.#settings.get(factsKey(did), Facts, {
      address: null,
      lastSeenAtMs: null,
      metAtMs: this.#clock(),
      alias: null,
    });
  }
}

/** Keeps the name of somebody who is taken out of the peers: messages that were written go on naming it. */
export function rememberName(settings: SettingsStore, did: string, alias: string, nowMs: number): void {
  const facts = settings.get(factsKey(did), Facts, {
    address: null,
    lastSeenAtMs: null,
    metAtMs: nowMs,
    alias,
  });
  settings.set(factsKey(did), { ...facts, alias });
}

/** The name that somebody had as a peer, or as a member of any cell that this node was in; or null. */
export function rememberedName(settings: SettingsStore, did: string): string | null {
  return settings.get(factsKey(did), Facts.nullable(), null)?.alias ?? null;
}

function factsKey(did: string): string {
  return `member/${did}`;
}

function introduced(member: MemberIdentity, alias: string): Known {
  const identity = peerIdentity(member, alias);
  return { identity, versions: memberKeys(member), scid: member.scid, order: 1, joinedAtMs: null };
}

/**
 * A change by words is one that follows a loss, or may: what was sealed to the keys before it is sealed anew, which for
 * a key that was not lost is a copy for nothing.
 */
function memberKeys({ versions, log }: MemberIdentity): readonly MemberKeys[] {
  const judged = readMemberLog(log);
  const isByWords = (at: number): boolean => judged.ok && judged.value.versions[at]?.by === 'words';
  return versions.map((version, at) => ({ ...version, afterLoss: isByWords(at) }));
}

export function peerIdentity({ did, signingKey, sealingKey }: MemberIdentity, alias: string): PeerIdentity {
  return { did, alias, signingKey, sealingKey };
}
