/** What docs/protocol.md ("Bridges") says, word by word, over sets of hashes: slow, and written without the kernel's code. */
import type { Row } from '#shared/protocol/bridges/bodies.ts';
import type { Bridge } from '#shared/protocol/closing/bridge-change.ts';
import { type Entry, parentHashes } from '#shared/protocol/log/entry.ts';
import { hashed } from './cell/feed-writer.ts';

/** Membership and ballots are judged elsewhere. */
export interface Place {
  readonly members: readonly string[];
  readonly bridges: readonly Bridge[];
}

export interface Held {
  readonly cell: string;
  readonly entries: ReadonlyMap<string, Entry>;
  /** In the past of an entry, itself included. */
  readonly placeOf: (hash: string) => Place;
}

const DAY = 86_400_000;
const dayOf = (at: number): number => Math.floor(at / DAY);

export class BridgeOracle {
  readonly #held: Held;
  readonly #pasts = new Map<string, ReadonlySet<string>>();
  readonly #verdicts = new Map<string, string>();

  constructor(held: Held) {
    this.#held = held;
  }

  past(hash: string): ReadonlySet<string> {
    const known = this.#pasts.get(hash);
    if (known) return known;
    const past = new Set([hash]);
    for (const parent of parentHashes(this.#entry(hash))) for (const one of this.past(parent)) past.add(one);
    this.#pasts.set(hash, past);
    return past;
  }

  /** `valid`, or the code of the first rule that is broken; only of the kinds that bridges bring. */
  verdict(hash: string): string {
    const known = this.#verdicts.get(hash);
    if (known !== undefined) return known;
    const verdict = this.#judge(hash);
    this.#verdicts.set(hash, verdict);
    return verdict;
  }

  /** The statement that counts over the bridge to a cell, within a set. */
  counted(set: ReadonlySet<string>, bridge: Bridge): string | null {
    const found: { day: number; statement: string }[] = [];
    for (const hash of set) {
      const entry = this.#entry(hash);
      if (entry.kind !== 'import' || this.verdict(hash) !== 'valid') continue;
      const said = this.#said(entry);
      const over = this.#held.placeOf(hash).bridges.find(({ cell }) => cell === said.cell);
      if (over?.ballot === bridge.ballot) found.push(said);
    }
    found.sort((a, b) => b.day - a.day || (a.statement < b.statement ? -1 : 1));
    return found[0]?.statement ?? null;
  }

  rows(set: ReadonlySet<string>, place: Place, to: string, day: number): Row[] {
    const sums = new Map<string, bigint>();
    const bridge = place.bridges.find(({ cell }) => cell === to);
    for (const hash of set) {
      const { kind, author, body } = this.#entry(hash);
      if (kind !== 'endorse' || this.#endorsed(hash) !== 'valid' || body.strength === 0) continue;
      if (!place.members.includes(author) || this.#isTakenBack(hash, set)) continue;
      if (body.cell === undefined && !place.members.includes(String(body.member))) continue;
      if (body.cell !== undefined) {
        const over = this.#held.placeOf(hash).bridges.find(({ cell }) => cell === body.cell);
        if (body.cell !== to || !over || over.ballot !== bridge?.ballot) continue;
      }
      const age = day - this.#dayOfEndorsement(hash, set, place);
      const key = [author, body.member, body.cell === undefined ? 0 : 1].join(' ');
      sums.set(key, (sums.get(key) ?? 0n) + faded(BigInt(Number(body.strength)), age));
    }
    return [...sums]
      .map(([key, sum]): Row => {
        const [source = '', target = '', where] = key.split(' ');
        const t = (2n * sum + 2n ** 32n) / 2n ** 33n;
        return [source, target, where === '1' ? 1 : 0, Number(t > 1_000_000n ? 1_000_000n : t)];
      })
      .filter(([, , , t]) => t > 0)
      .sort((a, b) => (a.slice(0, 3).join() < b.slice(0, 3).join() ? -1 : 1));
  }

  #judge(hash: string): string {
    const entry = this.#entry(hash);
    switch (entry.kind) {
      case 'endorse':
        return this.#endorsed(hash);
      case 'statement':
        return this.#statement(hash, entry);
      case 'attest':
        return this.#attest(hash, entry);
      default:
        return this.#import(hash, entry);
    }
  }

  #endorsed(hash: string): string {
    const { author, body } = this.#entry(hash);
    const { members, bridges } = this.#held.placeOf(hash);
    if (!members.includes(author)) return 'not-a-member';
    if (body.member === author) return 'self';
    if (body.cell === undefined) return members.includes(String(body.member)) ? 'valid' : 'no-such-member';
    const named = bridges.find(({ cell }) => cell === body.cell)?.members ?? [];
    return body.strength === 0 || named.some(({ scid }) => scid === body.member) ? 'valid' : 'no-such-member';
  }

  #statement(hash: string, { author, at, body }: Entry): string {
    const place = this.#held.placeOf(hash);
    if (!place.members.includes(author)) return 'not-a-member';
    const day = Number(body.day);
    const since = this.#ownBefore(hash).some((before) => {
      const { kind, body: said } = this.#entry(before);
      return kind === 'statement' && said.to === body.to && Number(said.day) >= day;
    });
    if (since) return 'known';
    if (Math.abs(day - dayOf(at)) > 1) return 'day';
    const past = this.past(hash);
    const others = place.members.filter((scid) => scid !== author);
    const bornOut = [...past].some((one) => {
      const by = this.#entry(one);
      return others.includes(by.author) && dayOf(by.at) >= day - 1;
    });
    if (others.length > 0 && !bornOut) return 'day';
    const bridge = place.bridges.find(({ cell }) => cell === body.to);
    if (!bridge || day > bridge.until) return 'no-bridge';
    const before = new Set(past);
    before.delete(hash);
    const rows = this.rows(before, place, String(body.to), day);
    return JSON.stringify(rows) === JSON.stringify(body.rows) ? 'valid' : 'content';
  }

  #attest(hash: string, { author, body }: Entry): string {
    if (!this.#held.placeOf(hash).members.includes(author)) return 'not-a-member';
    const statement = String(body.statement);
    const isThere = this.past(hash).has(statement) && this.#held.entries.get(statement)?.kind === 'statement';
    if (!isThere || this.verdict(statement) !== 'valid') return 'no-statement';
    const again = this.#ownBefore(hash).some((before) => {
      const { kind, body: said } = this.#entry(before);
      return kind === 'attest' && said.statement === statement && this.verdict(before) === 'valid';
    });
    return again ? 'attested' : 'valid';
  }

  #import(hash: string, entry: Entry): string {
    const said = this.#said(entry);
    const { members, bridges } = this.#held.placeOf(hash);
    if (!members.includes(entry.author)) return 'not-a-member';
    const bridge = bridges.find(({ cell }) => cell === said.cell);
    if (!bridge || said.to !== this.#held.cell) return 'no-bridge';
    const signers = said.by.filter(({ author, key }) =>
      bridge.members.some((one) => one.scid === author && one.key === key),
    );
    if (signers.length < bridge.q) return 'signers';
    if (said.day > bridge.until) return 'late';
    const known = this.#ownBefore(hash).some((before) => {
      const earlier = this.#entry(before);
      if (earlier.kind !== 'import' || this.verdict(before) !== 'valid') return false;
      const other = this.#said(earlier);
      const over = this.#held.placeOf(before).bridges.find(({ cell }) => cell === other.cell);
      return over?.ballot === bridge.ballot && other.day >= said.day;
    });
    return known ? 'known' : 'valid';
  }

  #said({ body }: Entry) {
    const [first, ...by] = (body.texts as string[]).map((text) => JSON.parse(text).entry as Entry);
    const statement = first as Entry;
    const { to, day } = statement.body;
    return { cell: statement.cell, statement: hashed(statement).hash, to, day: Number(day), by };
  }

  #isTakenBack(hash: string, set: ReadonlySet<string>): boolean {
    const { author, body } = this.#entry(hash);
    return [...set].some((one) => {
      const other = this.#entry(one);
      const isAlike =
        other.author === author && other.body.member === body.member && other.body.cell === body.cell;
      if (other.kind !== 'endorse' || other.body.strength !== 0 || !isAlike) return false;
      return this.#endorsed(one) === 'valid' && this.past(one).has(hash);
    });
  }

  #dayOfEndorsement(hash: string, set: ReadonlySet<string>, { members }: Place): number {
    const own = this.#entry(hash);
    const founded = this.#entry(this.#held.cell).at;
    const seenBy = [...set].filter((one) => {
      const { author } = this.#entry(one);
      return author !== own.author && members.includes(author) && this.past(one).has(hash);
    });
    const times = [own.at, ...seenBy.map((one) => this.#entry(one).at)].filter((at) => at >= founded);
    return dayOf(times.length === 0 ? founded : Math.min(...times));
  }

  #ownBefore(hash: string): string[] {
    const before: string[] = [];
    for (let at = this.#entry(hash).prev; this.#held.entries.has(at); at = this.#entry(at).prev)
      before.push(at);
    return before;
  }

  #entry(hash: string): Entry {
    return this.#held.entries.get(hash) as Entry;
  }
}

function faded(strength: bigint, age: number): bigint {
  const days = Math.max(0, age);
  const first = BigInt(Math.round(2 ** 32 * 2 ** (-(days % 30) / 30)));
  return strength * (first / 2n ** BigInt(Math.floor(days / 30)));
}
