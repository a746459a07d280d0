import type { App } from 'electron';
import { codeInLink } from '#shared/words/format/join-link.ts';
import { wantsDemo } from './arguments.ts';

/** The invitation's code in the first link to join among these words; everything else is passed over. */
export function joinCode(words: readonly string[]): string | null {
  for (const word of words) {
    const code = codeInLink(word);
    if (code) return code;
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
 * our own or that of a second instance. `open` is called with each code, and with null for a second instance that
 * brings none. What comes before `start` waits, and the last one wins.
 */
export class JoinLinks {
  #waiting: Asked;
  #open: ((code: string | null, demo: boolean) => void) | null = null;
  #wasAskedAgain = false;

  constructor(app: Pick<App, 'on'>, words: readonly string[]) {
    this.#waiting = asked(words);
    app.on('open-url', (event, url) => {
      event.preventDefault();
      const code = joinCode([url]);
      if (code) this.#receive({ code, demo: false });
    });
    app.on('second-instance', (_event, reordered, _folder, handed) =>
      this.#receive(asked(wordsOfSecond(handed, reordered))),
    );
  }

  /** `isHidden`: this start is to show nothing, unless it brings something, or another start came meanwhile. */
  start(open: (code: string | null, demo: boolean) => void, isHidden = false): void {
    this.#open = open;
    const { code, demo } = this.#waiting;
    if (!isHidden || this.#wasAskedAgain || code !== null || demo) open(code, demo);
  }

  #receive({ code, demo }: Asked): void {
    this.#wasAskedAgain = true;
    if (this.#open) this.#open(code, demo);
    else this.#waiting = { code: code ?? this.#waiting.code, demo: demo || this.#waiting.demo };
  }
}

/** A link leads into a cell of the operator's own: with one, no other is tried. */
interface Asked {
  readonly code: string | null;
  readonly demo: boolean;
}

function asked(words: readonly string[]): Asked {
  const code = joinCode(words);
  return { code, demo: code === null && wantsDemo(words) };
}
