import { GhostStackError } from '#shared/contract/errors.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { SigningKey } from '../crypto/signing-key.ts';
import type { SealingKeyPair } from '../crypto/x25519.ts';
import { nextKeyHash } from './did-webvh/index.ts';
import { type MemberLog, newestVersion } from './member-log/index.ts';
import { multikeyOf, type RingContent, type RingKey, type RingWords, ringKey } from './ring-content.ts';
import { newRecoverySeed, recoveryKey, recoveryKeyAmong, recoveryKeyFor } from './words/index.ts';

/** So long mail may be on its way that was sealed to a key before it was changed. */
export const FORMER_KEYS_MS = 31 * DAY_MS;
/** A home that makes more than this many keys is not changing them. */
const KEYS_MAX = 400;

/**
 * Puts a whole ring, and which of its keys is in use, on the disk, before it returns.
 * @param name from now on that of whose they are; as it was without one
 */
export type KeepRing = (content: RingContent, inUse: SigningKey, name?: string) => void;

/**
 * All keys that a home ever had, by Multikey, open in memory and sealed on disk. Which of them signs is read from a
 * DID log, that of the epoch where there is a cell; the ring only says whether it is here. A key is on disk before
 * anybody gets it, and so before a DID log can commit to it.
 */
export class KeyRing {
  #keep: KeepRing;
  #content: RingContent;
  #inUse: SigningKey;
  /** With what `follow` has last ended. */
  #followed: { readonly versionId: string; readonly words: readonly RingWords[] } | null = null;

  constructor(content: RingContent, inUse: SigningKey, keep: KeepRing) {
    this.#content = content;
    this.#inUse = inUse;
    this.#keep = keep;
  }

  /** The one with which the node works now: that of the newest DID log that it knows of itself, if it is here. */
  get inUse(): SigningKey {
    return this.#inUse;
  }

  /** Null for a key that was never here, or was destroyed. */
  get(multikey: string): SigningKey | null {
    return this.#of(multikey)?.key ?? null;
  }

  /** All whose seeds are here; the one in use first. */
  open(): SigningKey[] {
    const others = this.#content.keys.flatMap(({ key }) => (key && key.did !== this.#inUse.did ? [key] : []));
    return [this.#inUse, ...others];
  }

  /** Whether it was ever here: what it signed is ours. */
  holds(multikey: string): boolean {
    return this.#of(multikey) !== undefined;
  }

  /** The device's key to which a DID log has committed (the first of its `nextKeyHashes`), or null. */
  keyFor(hash: string): SigningKey | null {
    const found = this.#content.keys.find(({ key }) => key && nextKeyHash(key.publicKey) === hash);
    return found?.key ?? null;
  }

  /** A fresh key, on disk. Throws what the disk throws, and `conflict` for a ring that is full. */
  make(nowMs: number): SigningKey {
    if (this.#content.keys.length >= KEYS_MAX) {
      throw new GhostStackError('conflict', says('error.identity.ringFull', { limit: KEYS_MAX }));
    }
    const key = SigningKey.generate();
    this.#set({ ...this.#content, keys: [...this.#content.keys, ringKey(key, nowMs)] });
    return key;
  }

  /** A key that is not in use and of which no DID log knows yet, made if there is none: for the first version. */
  spare(nowMs: number): SigningKey {
    return this.#content.keys.find(({ key }) => key && key.did !== this.#inUse.did)?.key ?? this.make(nowMs);
  }

  /** The words of the first version, made if there are none. */
  unwritten(nowMs: number): { readonly seed: Uint8Array; readonly wordsHash: string } {
    const [words] = this.#content.words;
    return words ? withHash(words.seed) : this.newRecoverySeed(nowMs);
  }

  /** From now on the node works with this one. Throws `key-missing` where it is not here. */
  use(multikey: string): void {
    const key = this.get(multikey);
    if (key === null) throw new GhostStackError('key-missing', says('error.identity.keyNotInRing'));
    if (key.did !== this.#inUse.did) this.#set(this.#content, key);
  }

  /** The seed of the words to which a DID log has committed, until they are written down; null after. */
  recoverySeed(wordsHash: string): Uint8Array | null {
    return this.#content.words.find(({ seed }) => recoveryKeyFor(seed, wordsHash))?.seed ?? null;
  }

  /** A seed that is to be written down, on disk until it is; and the hash of its first key, R_0. */
  newRecoverySeed(nowMs: number): { readonly seed: Uint8Array; readonly wordsHash: string } {
    const seed = newRecoverySeed();
    this.#set({ ...this.#content, words: [...this.#content.words, { seed, madeAtMs: nowMs }] });
    return withHash(seed);
  }

  /** The words are written down: for good, also in backups that are made from now on. */
  forgetRecoverySeed(wordsHash: string): void {
    const kept = this.#content.words.filter(({ seed }) => !recoveryKeyFor(seed, wordsHash));
    if (kept.length < this.#content.words.length) this.#set({ ...this.#content, words: kept });
  }

  /** What opens mail that was sealed to a key before the newest of this log; the newest first. */
  formerSealing(log: MemberLog): readonly SealingKeyPair[] {
    return this.#former(log)
      .flatMap(({ key }) => key?.sealing ?? [])
      .reverse();
  }

  /**
   * Follows the own DID log as the cell has certified it: notes when a key was replaced, destroys the seed of one that
   * was long enough ago, and forgets words that are not those of the log any more. Does nothing where nothing is due.
   *
   * @param nowMs by a clock that was confirmed: what is destroyed does not come back
   * @param kept keys, and hashes of words, that another cell's epoch still names
   */
  follow(log: MemberLog, nowMs: number, kept: ReadonlySet<string> = new Set()): void {
    const former = new Set(this.#former(log).map(({ multikey }) => multikey));
    const keys = this.#content.keys.map((one): RingKey => {
      if (!former.has(one.multikey) || kept.has(one.multikey)) return one;
      const replacedAtMs = one.replacedAtMs ?? nowMs;
      const isOver = nowMs - replacedAtMs >= FORMER_KEYS_MS;
      return isOver ? { ...one, key: null, replacedAtMs } : { ...one, replacedAtMs };
    });
    const isNew = (one: RingKey, index: number): boolean => {
      const before = this.#content.keys[index];
      return one.key !== before?.key || one.replacedAtMs !== before?.replacedAtMs;
    };
    const words = this.#wordsLeft(log, kept);
    if (keys.some(isNew) || words !== this.#content.words) this.#set({ ...this.#content, keys, words });
    this.#followed = { versionId: newestVersion(log).versionId, words };
  }

  /**
   * Without those that an earlier version promised, and those that were made before the ones that the newest promises: a
   * change that was cut short, or was not certified, has left them. Whatever was made later may be about to be promised.
   */
  #wordsLeft(log: MemberLog, kept: ReadonlySet<string>): readonly RingWords[] {
    const { words } = this.#content;
    const { versionId, words: promised } = newestVersion(log);
    // It is asked at all news of the cell, and to look costs keys.
    if (words === this.#followed?.words && versionId === this.#followed.versionId) return words;
    const earlier = log.versions.map((version) => version.words);
    const needed = [promised, ...kept];
    const present = words.findIndex(({ seed }) => recoveryKeyFor(seed, promised));
    const left = words.filter(({ seed }, at) => {
      if (at === present || recoveryKeyAmong(seed, needed)) return true;
      return at > present && recoveryKeyAmong(seed, earlier) === null;
    });
    return left.length < words.length ? left : words;
  }

  /** Keys of this ring under which earlier versions of the log signed, and the newest does not. */
  #former({ versions }: MemberLog): RingKey[] {
    const present = versions.at(-1)?.key;
    const earlier = new Set(versions.map(({ key }) => key));
    return this.#content.keys.filter(({ multikey }) => multikey !== present && earlier.has(multikey));
  }

  /** They are those of this member from now on. */
  rename(name: string): void {
    this.#keep(this.#content, this.#inUse, name);
  }

  /** It is kept in another way from now on, beginning with what it is now. */
  keepBy(keep: KeepRing): void {
    keep(this.#content, this.#inUse);
    this.#keep = keep;
  }

  #of(multikey: string): RingKey | undefined {
    return this.#content.keys.find((one) => one.multikey === multikey);
  }

  #set(content: RingContent, inUse = this.#inUse): void {
    this.#keep(content, inUse);
    this.#content = content;
    this.#inUse = inUse;
  }
}

function withHash(seed: Uint8Array): { readonly seed: Uint8Array; readonly wordsHash: string } {
  return { seed, wordsHash: nextKeyHash(recoveryKey(seed, 0).publicKey) };
}

/** What a ring begins with: the key of a home, and whatever was made for it. */
export function firstRing(key: SigningKey, madeAtMs: number): RingContent {
  return { keys: [ringKey(key, madeAtMs)], words: [] };
}

/** The same with a key more, unless it is there. */
export function withKey(content: RingContent, key: SigningKey, madeAtMs: number): RingContent {
  const multikey = multikeyOf(key);
  if (content.keys.some((one) => one.multikey === multikey)) return content;
  return { ...content, keys: [...content.keys, ringKey(key, madeAtMs)] };
}
