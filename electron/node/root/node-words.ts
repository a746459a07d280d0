import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { RecoveryWords, ShownWords } from '#shared/contract/domain/recovery-words.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { type KeyProtection, type KeyStoreHeader, unlockKeyStore } from '../identity/key-store.ts';
import { askThree, normalisedWords, wordsOf } from '../identity/words/index.ts';
import { errorCode } from '../store/atomic-file.ts';
import { finishForgetting, forgetFile } from '../store/forget-file.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { Home } from './home.ts';

const REMIND_KEY = 'recovery-words-remind-at';
const REMIND_AFTER_MS = 7 * DAY_MS;

export interface NodeWordsOptions {
  readonly home: Pick<Home, 'recoveryKeyPath' | 'didLogPath'>;
  /** Null before there is a key. */
  readonly header: () => KeyStoreHeader | null;
  /** What opens the seed, if that is no passphrase. */
  readonly opens: KeyProtection | null;
  readonly settings: SettingsStore;
  readonly clock: () => number;
  readonly changed: () => void;
  readonly readOnly: boolean;
}

/**
 * The 24 recovery words of a home, as long as it holds them: whether it does is whether their sealed seed is there, and
 * nothing else. They are opened anew each time they are shown, and kept in memory only as far as they are asked back.
 */
export class NodeWords {
  readonly #options: NodeWordsOptions;
  /** By their places; null unless they were shown and not yet typed. */
  #asked: ReadonlyMap<number, string> | null = null;

  constructor(options: NodeWordsOptions) {
    this.#options = options;
    if (!options.readOnly) this.#finishForgetting();
  }

  /** Null before there is an identity that they could bring back. */
  view(): RecoveryWords | null {
    const { home, header, settings } = this.#options;
    if (!header() || !existsSync(home.didLogPath)) return null;
    return {
      state: this.#isHere() ? 'here' : 'forgotten',
      remindAtMs: settings.get(REMIND_KEY, z.int().nullable(), null),
    };
  }

  /**
   * @throws {GhostStackError} `not-found` once they are forgotten; `wrong-passphrase`; `invalid-argument` where the
   * passphrase is missing; `key-missing` where the keychain, or the key file, is
   */
  async show(passphrase?: string): Promise<ShownWords> {
    this.#requireHere();
    const key = await unlockKeyStore(this.#options.home.recoveryKeyPath, this.#protection(passphrase));
    const seed = key.exportSeed();
    const words = wordsOf(seed);
    seed.fill(0);
    const asked = [...askThree()];
    this.#asked = new Map(asked.map((place) => [place, words[place - 1] as string]));
    return { words, asked };
  }

  /** Which of them are others; with none this home has forgotten all words. */
  check(answers: readonly { readonly place: number; readonly word: string }[]): { wrong: number[] } {
    this.#requireHere();
    const asked = this.#asked;
    const places = new Set(answers.map(({ place }) => place));
    if (!asked || places.size !== asked.size || [...places].some((place) => !asked.has(place)))
      throw new GhostStackError('conflict', says('error.words.notAsked'));
    const wrong = answers.flatMap(({ place, word }) =>
      normalisedWords(word).join(' ') === asked.get(place) ? [] : [place],
    );
    if (wrong.length > 0) return { wrong };
    forgetFile(this.#options.home.recoveryKeyPath);
    this.#asked = null;
    this.#options.changed();
    return { wrong };
  }

  /** Nobody is reminded for a week. */
  later(): null {
    const { settings, clock, changed } = this.#options;
    this.#requireHere();
    settings.set(REMIND_KEY, clock() + REMIND_AFTER_MS);
    changed();
    return null;
  }

  /** What cannot be written over now is at the next start. */
  #finishForgetting(): void {
    try {
      finishForgetting(this.#options.home.recoveryKeyPath);
    } catch (error) {
      if (errorCode(error) === '') throw error;
    }
  }

  #isHere(): boolean {
    return existsSync(this.#options.home.recoveryKeyPath);
  }

  #requireHere(): void {
    if (!this.#options.header()) throw new GhostStackError('key-missing', says('error.root.noKeyYet'));
    if (!this.#isHere()) throw new GhostStackError('not-found', says('error.words.forgotten'));
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
