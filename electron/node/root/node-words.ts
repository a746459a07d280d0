import { z } from 'zod';
import type { RecoveryWords, ShownWords } from '#shared/contract/domain/recovery-words.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { unlockHome } from '../identity/home-keys.ts';
import type { KeyRing } from '../identity/key-ring.ts';
import { type KeyProtection, type KeyStoreHeader, unlockKeyStore } from '../identity/key-store.ts';
import { readOwnIdentity } from '../identity/member-identity.ts';
import { askThree, normalisedWords, wordsOf } from '../identity/words/index.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { Home } from './home.ts';

const REMIND_KEY = 'recovery-words-remind-at';
const REMIND_AFTER_MS = 7 * DAY_MS;

export interface NodeWordsOptions {
  readonly home: Home;
  /** Null before there is a key. */
  readonly header: () => KeyStoreHeader | null;
  /** Null while it is locked. */
  readonly ring: () => KeyRing | null;
  /** What opens the seed, if that is no passphrase. */
  readonly opens: KeyProtection | null;
  readonly settings: SettingsStore;
  readonly clock: () => number;
  readonly changed: () => void;
}

/** Words that were shown, and not yet typed. */
interface Shown {
  readonly byPlace: ReadonlyMap<number, string>;
  /** Which words they are: the hash by which a DID log promises their key. */
  readonly wordsHash: string;
  /** The ring of a home that is locked, opened for this. */
  readonly ring: KeyRing;
}

/**
 * The 24 recovery words of a home, as long as it holds them: whether it does is whether the seed that its DID log has
 * promised a key of is in its ring, and nothing else. They are kept in memory only as far as they are asked back.
 */
export class NodeWords {
  readonly #options: NodeWordsOptions;
  #asked: Shown | null = null;

  constructor(options: NodeWordsOptions) {
    this.#options = options;
  }

  /** Null before there is an identity that they could bring back, and while the home is locked. */
  view(): RecoveryWords | null {
    const { ring, settings } = this.#options;
    const open = ring();
    const wordsHash = open && this.#wordsHash();
    if (!open || wordsHash === null) return null;
    return {
      state: open.recoverySeed(wordsHash) ? 'here' : 'forgotten',
      remindAtMs: settings.get(REMIND_KEY, z.int().nullable(), null),
    };
  }

  /**
   * @throws {GhostStackError} `not-found` once they are forgotten; `wrong-passphrase`; `invalid-argument` where the
   * passphrase is missing; `key-missing` where the keychain, or the key file, is
   */
  async show(passphrase?: string): Promise<ShownWords> {
    const { home, header } = this.#options;
    if (!header()) throw new GhostStackError('key-missing', says('error.root.noKeyYet'));
    const known = this.view();
    if (known?.state === 'forgotten') throw forgotten();
    const protection = this.#protection(passphrase);
    const own = this.#options.ring();
    // Whoever sits at a computer that is open proves to be its owner.
    if (own) await unlockKeyStore(home.keyPath, protection);
    const ring = own ?? (await unlockHome(home, protection));
    const wordsHash = this.#wordsHash();
    const seed = wordsHash === null ? null : ring.recoverySeed(wordsHash);
    if (wordsHash === null || seed === null) throw forgotten();
    const words = wordsOf(seed);
    const asked = [...askThree()];
    const byPlace = new Map(asked.map((place) => [place, words[place - 1] as string]));
    this.#asked = { byPlace, wordsHash, ring };
    return { words, asked };
  }

  /** Which of them are others; with none this home has forgotten all words. */
  check(answers: readonly { readonly place: number; readonly word: string }[]): { wrong: number[] } {
    const asked = this.#asked;
    // Once it is unlocked, its own ring is the one that is kept.
    const ring = this.#options.ring() ?? asked?.ring ?? null;
    if (this.view()?.state === 'forgotten') throw forgotten();
    const places = new Set(answers.map(({ place }) => place));
    const isAsked =
      asked && places.size === asked.byPlace.size && [...places].every((at) => asked.byPlace.has(at));
    if (!asked || !ring || !isAsked) throw new GhostStackError('conflict', says('error.words.notAsked'));
    const wrong = answers.flatMap(({ place, word }) =>
      normalisedWords(word).join(' ') === asked.byPlace.get(place) ? [] : [place],
    );
    if (wrong.length > 0) return { wrong };
    ring.forgetRecoverySeed(asked.wordsHash);
    this.#asked = null;
    this.#options.changed();
    return { wrong };
  }

  /** Nobody is reminded for a week. */
  later(): null {
    const { settings, clock, changed } = this.#options;
    if (this.view()?.state === 'forgotten') throw forgotten();
    settings.set(REMIND_KEY, clock() + REMIND_AFTER_MS);
    changed();
    return null;
  }

  #wordsHash(): string | null {
    return readOwnIdentity(this.#options.home)?.log.at(-1)?.parameters.nextKeyHashes?.[1] ?? null;
  }

  #protection(passphrase: string | undefined): KeyProtection {
    const { header, opens } = this.#options;
    const { protection } = header() ?? {};
    if (protection === 'passphrase') {
      if (passphrase !== undefined) return { kind: 'passphrase', passphrase };
      throw new GhostStackError('invalid-argument', says('error.words.passphraseNeeded'));
    }
    if (opens) return opens;
    throw protection === 'keychain'
      ? new GhostStackError('key-missing', says('error.words.keychainInWindow'))
      : new GhostStackError('key-file', says('error.care.keyFileNeeded'));
  }
}

function forgotten(): GhostStackError {
  return new GhostStackError('not-found', says('error.words.forgotten'));
}
