import type { Epoch } from '../closing/epoch.ts';
import type { MemberLogs } from '../closing/member-logs.ts';
import type { Entry } from '../log/entry.ts';
import { says } from '../saying.ts';
import { Broken } from './broken.ts';

/** Under which keys members have written, and what they are called, as the epochs that are shown say it. */
export class ShownNames {
  readonly #logs: MemberLogs;
  /** SCID -> key -> number of versions of the log whose last one it is. */
  readonly #versions = new Map<string, Map<string, number>>();
  readonly #aliases = new Map<string, string>();

  constructor(logs: MemberLogs) {
    this.#logs = logs;
  }

  /** @throws {Broken} where a member's log is not its own */
  learn({ logs }: Epoch): void {
    for (const { scid, alias, didLog } of logs.values()) {
      const versions = this.#versions.get(scid) ?? new Map<string, number>();
      this.#versions.set(scid, versions);
      this.#aliases.set(scid, alias);
      if ([...versions.values()].includes(didLog.length)) continue;
      const key = this.#logs.signingKey(scid, didLog);
      if (key === null) throw new Broken(says('proof.broken.didLog', { name: alias }));
      versions.set(key, didLog.length);
    }
  }

  /** As which version of its author an entry stands; 0 where nothing that is shown tells. */
  version({ author, key }: Entry): number {
    return this.#versions.get(author)?.get(key) ?? 0;
  }

  alias(scid: string): string {
    return this.#aliases.get(scid) ?? `${scid.slice(0, 8)}…`;
  }

  /** `carol 12`. */
  receipt({ author, seq }: Entry): string {
    return `${this.alias(author)} ${seq}`;
  }
}
