import type { App } from 'electron';
import {
  codeInLink,
  codeInPresentLink,
  codeInRecoverLink,
  joinHash,
  presentHash,
  recoverHash,
} from '#shared/words/format/join-link.ts';
import { wantsDemo } from './arguments.ts';

/** The address of the dashboard for the first link to join, to come back, or to show a credential, among these words. */
export function linkHash(words: readonly string[]): string | null {
  for (const word of words) {
    const [join, recover, request] = [codeInLink(word), codeInRecoverLink(word), codeInPresentLink(word)];
    if (join) return joinHash(join);
    if (recover) return recoverHash(recover);
    if (request) return presentHash(request);
  }
  return null;
}

/** What a second start hands to the first: its words as they were typed. Chromium puts them in another order. */
export function wordsForFirst(words: readonly string[]): { readonly words: string[] } {
  return { words: [...words] };
}

/** Another version of GhostStack may have sent something else, or nothing. */
function wordsOfSecond(handed: unknown, reordered: readonly string[]): readonly string[] {
  const { words } = Object(handed) as { words?: unknown };
  return Array.isArray(words) ? words.filter((word): word is string => typeof word === 'string') : reordered;
}

/**
 * Hears of links from the first moment on: macOS sends them as events, elsewhere they are words of a command line,
 * our own or that of a second instance. `open` is called with each address, and with null for a second instance that
 * brings none. What comes before `start` waits, and the last one wins.
 */
export class JoinLinks {
  #waiting: Asked;
  #open: ((hash: string | null, demo: boolean) => void) | null = null;
  #wasAskedAgain = false;

  constructor(app: Pick<App, 'on'>, words: readonly string[]) {
    this.#waiting = asked(words);
    app.on('open-url', (event, url) => {
      event.preventDefault();
      const hash = linkHash([url]);
      if (hash) this.#receive({ hash, demo: false });
    });
    app.on('second-instance', (_event, reordered, _folder, handed) =>
      this.#receive(asked(wordsOfSecond(handed, reordered))),
    );
  }

  /** `isHidden`: this start is to show nothing, unless it brings something, or another start came meanwhile. */
  start(open: (hash: string | null, demo: boolean) => void, isHidden = false): void {
    this.#open = open;
    const { hash, demo } = this.#waiting;
    if (!isHidden || this.#wasAskedAgain || hash !== null || demo) open(hash, demo);
  }

  #receive({ hash, demo }: Asked): void {
    this.#wasAskedAgain = true;
    if (this.#open) this.#open(hash, demo);
    else this.#waiting = { hash: hash ?? this.#waiting.hash, demo: demo || this.#waiting.demo };
  }
}

/** A link leads into a cell of the operator's own: with one, no other is tried. */
interface Asked {
  readonly hash: string | null;
  readonly demo: boolean;
}

function asked(words: readonly string[]): Asked {
  const hash = linkHash(words);
  return { hash, demo: hash === null && wantsDemo(words) };
}
