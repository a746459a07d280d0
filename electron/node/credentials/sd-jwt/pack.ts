/** From claims to a payload with digests in the place of what its holder may keep back (RFC 9901 §4.2). */
import { randomInt } from 'node:crypto';
import { refused } from '../refusal.ts';
import { type Disclosure, decoyDigest, makeDisclosure, RESERVED_NAMES } from './disclosure.ts';
import type { JsonObject } from './jws.ts';
import type { ClaimPath } from './unpack.ts';

export interface PackOptions {
  /** Of each member and element that can be disclosed alone; what holds others among them is disclosed with digests. */
  readonly concealed: readonly ClaimPath[];
  /** So many digests that belong to nothing, in each object that has digests (§4.2.5). */
  readonly decoys?: number;
  /** base64url, for vectors; random where it is left out. */
  readonly saltOf?: (path: ClaimPath) => string;
}

export interface Packed {
  readonly payload: JsonObject;
  /** What lies inside of another disclosure comes before it. */
  readonly disclosures: readonly Disclosure[];
}

/** Throws `invalid` where a path leads nowhere. */
export function packClaims(claims: JsonObject, options: PackOptions): Packed {
  const packing = new Packing(options);
  const payload = packing.object(claims, []);
  packing.requireAllMet();
  return { payload: { ...payload, _sd_alg: 'sha-256' }, disclosures: packing.disclosures };
}

class Packing {
  readonly disclosures: Disclosure[] = [];
  readonly #concealed: Map<string, ClaimPath>;
  readonly #options: PackOptions;

  constructor(options: PackOptions) {
    this.#options = options;
    this.#concealed = new Map(options.concealed.map((path) => [nameOfPath(path), path]));
  }

  requireAllMet(): void {
    const [left] = this.#concealed.values();
    if (left !== undefined) {
      throw refused('malformed', 'error.credential.pathNowhere', { path: left.map(String).join(' > ') });
    }
  }

  object(object: JsonObject, path: ClaimPath): JsonObject {
    const digests: string[] = [];
    const members: [string, unknown][] = [];
    for (const [name, member] of Object.entries(object)) {
      if (RESERVED_NAMES.includes(name))
        throw refused('malformed', 'error.credential.reservedName', { name });
      const at = [...path, name];
      const value = this.#value(member, at);
      if (this.#isConcealed(at)) digests.push(this.#disclose(name, value, at));
      else members.push([name, value]);
    }
    if (digests.length === 0) return Object.fromEntries(members);
    for (let decoy = 0; decoy < (this.#options.decoys ?? 0); decoy++) digests.push(decoyDigest());
    // Sorted, so that their order does not tell that of the claims (§4.2.4.1).
    return Object.fromEntries([...members, ['_sd', digests.sort()]]);
  }

  #value(value: unknown, path: ClaimPath): unknown {
    if (Array.isArray(value)) return this.#array(value, path);
    return typeof value === 'object' && value !== null ? this.object(value as JsonObject, path) : value;
  }

  #array(array: readonly unknown[], path: ClaimPath): unknown[] {
    let isConcealing = false;
    const elements = array.map((element, index) => {
      const at = [...path, index];
      const value = this.#value(element, at);
      if (!this.#isConcealed(at)) return value;
      isConcealing = true;
      return { '...': this.#disclose(null, value, at) };
    });
    const decoys = isConcealing ? (this.#options.decoys ?? 0) : 0;
    for (let decoy = 0; decoy < decoys; decoy++) {
      elements.splice(randomInt(elements.length + 1), 0, { '...': decoyDigest() });
    }
    return elements;
  }

  #disclose(name: string | null, value: unknown, path: ClaimPath): string {
    const disclosure = makeDisclosure(name, value, this.#options.saltOf?.(path));
    this.disclosures.push(disclosure);
    return disclosure.digest;
  }

  #isConcealed(path: ClaimPath): boolean {
    return this.#concealed.delete(nameOfPath(path));
  }
}

/** A name may hold any character, a dot too, so a path is never a text with separators. */
export function nameOfPath(path: ClaimPath): string {
  return JSON.stringify(path);
}
