/** As what versions of members thieves can sign, and what keys the epochs of honest members name. */
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { DidLogText } from '#shared/protocol/closing/member-logs.ts';
import { Broken } from './broken.ts';
import { memberLog, SCIDS } from './people.ts';
import type { SimNode } from './sim-node.ts';

export class StolenKeys {
  readonly #thieves: () => readonly SimNode[];
  /** scid -> the logs that some epoch had of it, each by the name of its newest version. */
  readonly #logs = new Map<string, Map<string, DidLogText>>();
  /** `scid/number` -> the name of that version. */
  readonly #versions = new Map<string, string>();
  readonly #seen = new WeakSet<Epoch>();

  constructor(thieves: () => readonly SimNode[]) {
    this.#thieves = thieves;
  }

  /** An epoch that somebody honest has; `isSafe`: by the number of those who sign twice there is one for all. */
  note(node: SimNode, epoch: Epoch, isSafe: boolean): void {
    if (this.#seen.has(epoch)) return;
    this.#seen.add(epoch);
    for (const { scid, didLog } of epoch.logs.values()) {
      const known = this.#logs.get(scid) ?? new Map<string, DidLogText>();
      this.#logs.set(scid, known.set(String(didLog.at(-1)?.versionId), didLog));
      if (isSafe) this.#compare(node, scid, didLog);
    }
  }

  /** The highest version of a member as which a thief can sign; 0 for none. */
  stolenUpTo(scid: string): number {
    const thieves = this.#thieves().filter(({ author }) => author === scid);
    if (thieves.length === 0) return 0;
    let highest = 0;
    for (const didLog of this.#logs.get(scid)?.values() ?? []) {
      memberLog(didLog).versions.forEach(({ key }, at) => {
        if (thieves.some(({ home }) => home.keys.has(key))) highest = Math.max(highest, at + 1);
      });
    }
    return highest;
  }

  #compare({ id }: SimNode, scid: string, didLog: DidLogText): void {
    for (const [at, { versionId }] of didLog.entries()) {
      const place = `${scid}/${at}`;
      const known = this.#versions.get(place);
      if (known !== undefined && known !== versionId)
        throw new Broken('certificates', `${id} has another version ${at + 1} of ${SCIDS.get(scid)}`);
      this.#versions.set(place, String(versionId));
    }
  }
}
