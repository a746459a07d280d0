/**
 * From a signed payload and disclosures to claims (RFC 9901 §7.1, steps 3 to 5). A disclosure belongs where its digest
 * stands, in an object or in place of an element of an array, perhaps inside of what another one discloses. Digests
 * without a disclosure, be they of claims that are kept back or decoys, leave no trace.
 */
import { refused } from '../refusal.ts';
import { calledIn, type Disclosure, notAClaim, readDisclosure } from './disclosure.ts';
import type { JsonObject } from './jws.ts';

/** From the top to the claim: names of members and places in arrays as they stand in the signed payload. */
export type ClaimPath = readonly (string | number)[];

export interface PlacedDisclosure extends Disclosure {
  readonly path: ClaimPath;
  /** The disclosure in which its digest stands, null for the signed payload itself. */
  readonly inside: string | null;
}

export interface Unpacked {
  readonly claims: JsonObject;
  readonly disclosed: readonly PlacedDisclosure[];
}

/** Deeper than any honest credential, as the reader of JSON has it. */
const DEPTH_MAX = 64;

export function unpackClaims(payload: JsonObject, disclosures: readonly string[]): Unpacked {
  return new Unpacking(disclosures).unpack(payload);
}

class Unpacking {
  readonly #byDigest = new Map<string, Disclosure>();
  /** Every digest that was met, once (§7.1, step 4). */
  readonly #met = new Set<string>();
  readonly #placed: PlacedDisclosure[] = [];

  constructor(disclosures: readonly string[]) {
    for (const text of disclosures) {
      const disclosure = readDisclosure(text);
      if (this.#byDigest.has(disclosure.digest)) {
        throw refused('disclosure-repeated', 'error.credential.disclosureTwice', {
          name: calledIn(disclosure),
        });
      }
      this.#byDigest.set(disclosure.digest, disclosure);
    }
  }

  unpack(payload: JsonObject): Unpacked {
    const { _sd_alg: _, ...signed } = payload;
    const claims = this.#object(signed, [], null, 0);
    const stray = [...this.#byDigest.values()].find(({ digest }) => !this.#met.has(digest));
    if (stray) {
      const name = calledIn(stray);
      throw refused('disclosure-unreferenced', 'error.credential.disclosureUnreferenced', { name });
    }
    return { claims, disclosed: this.#placed };
  }

  #value(value: unknown, path: ClaimPath, inside: string | null, depth: number): unknown {
    if (depth > DEPTH_MAX) throw refused('too-large', 'error.credential.tooDeep', { limit: DEPTH_MAX });
    if (Array.isArray(value)) return this.#array(value, path, inside, depth);
    if (typeof value === 'object' && value !== null) {
      return this.#object(value as JsonObject, path, inside, depth);
    }
    return value;
  }

  #object(object: JsonObject, path: ClaimPath, inside: string | null, depth: number): JsonObject {
    // The digests of a place in an array are looked at by #array; anywhere else the name is not to be.
    if (Object.hasOwn(object, '...')) throw refused('malformed', 'error.credential.dots');
    // At the top it is taken off before; it must not stand deeper (§4.1.1).
    if (Object.hasOwn(object, '_sd_alg'))
      throw refused('malformed', 'error.credential.reservedName', { name: '_sd_alg' });
    const members = new Map<string, unknown>();
    for (const [name, value] of Object.entries(object)) {
      if (name !== '_sd') members.set(name, this.#value(value, [...path, name], inside, depth + 1));
    }
    for (const digest of digestsOf(object)) {
      const disclosure = this.#take(digest);
      if (disclosure === null) continue;
      const { name } = disclosure;
      // An element of an array where a member is due, or a member that is there already (§7.1, step 3.c.ii).
      if (name === null || members.has(name) || Object.hasOwn(object, name)) {
        throw notAClaim(disclosure);
      }
      members.set(name, this.#disclosed(disclosure, [...path, name], inside, depth));
    }
    return Object.fromEntries(members);
  }

  #array(array: readonly unknown[], path: ClaimPath, inside: string | null, depth: number): unknown[] {
    return array.flatMap((element, index) => {
      const digest = digestOfElement(element);
      if (digest === null) return [this.#value(element, [...path, index], inside, depth + 1)];
      const disclosure = this.#take(digest);
      if (disclosure === null) return [];
      if (disclosure.name !== null) throw notAClaim(disclosure);
      return [this.#disclosed(disclosure, [...path, index], inside, depth)];
    });
  }

  #disclosed(disclosure: Disclosure, path: ClaimPath, inside: string | null, depth: number): unknown {
    this.#placed.push({ ...disclosure, path, inside });
    return this.#value(disclosure.value, path, disclosure.digest, depth + 1);
  }

  #take(digest: string): Disclosure | null {
    if (this.#met.has(digest)) throw refused('disclosure-repeated', 'error.credential.digestTwice');
    this.#met.add(digest);
    return this.#byDigest.get(digest) ?? null;
  }
}

function digestsOf(object: JsonObject): readonly string[] {
  if (!Object.hasOwn(object, '_sd')) return [];
  const digests = object._sd;
  if (!Array.isArray(digests) || digests.some((digest) => typeof digest !== 'string')) {
    throw refused('malformed', 'error.credential.digests');
  }
  return digests;
}

/** The digest in `{ "...": digest }`; null for an element that is visible. */
function digestOfElement(element: unknown): string | null {
  if (typeof element !== 'object' || element === null || !Object.hasOwn(element, '...')) return null;
  const digest: unknown = Reflect.get(element, '...');
  if (Object.keys(element).length !== 1 || typeof digest !== 'string') {
    throw refused('malformed', 'error.credential.dots');
  }
  return digest;
}
