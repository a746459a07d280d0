import { spelledMultikey } from '../crypto/multikey.ts';
import type { DeliveryTable } from './delivery-table.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { Envelope } from './envelope.ts';
import type { EnvelopeTable } from './envelope-table.ts';
import { uuid } from './random.ts';

/**
 * Seals what waits anew where its envelope is of no more use: in an envelope of another id, with the keys of now. The
 * row and the message's name stay, so that whichever arrives is the message, and once.
 */
export class SealingAnew {
  readonly #endpoint: Endpoint;
  readonly #deliveries: DeliveryTable;
  readonly #envelopes: EnvelopeTable;
  /** For which keys all that waits has been looked at. */
  #looked = '';

  constructor(endpoint: Endpoint, deliveries: DeliveryTable, envelopes: EnvelopeTable) {
    this.#endpoint = endpoint;
    this.#deliveries = deliveries;
    this.#envelopes = envelopes;
  }

  /** For one recipient. To be called in a transaction. */
  one(number: number, recipientDid: string): void {
    const { random, clock } = this.#endpoint;
    this.#envelopes.unseal(number, recipientDid, uuid(random), clock());
  }

  /** For all for whom it waits. To be called in a transaction. */
  message(number: number): void {
    for (const did of this.#envelopes.openRecipientsOf(number)) this.one(number, did);
  }

  /** Whether the envelope that waits would be sealed and signed with other keys now. */
  isOfFormerKeys(number: number, recipient: PeerIdentity): boolean {
    const text = this.#envelopes.text(number, recipient.did);
    if (text === null) return true;
    const { sig, from, to } = Envelope.parse(JSON.parse(text)).keys;
    const own = this.#own();
    const present = this.#endpoint.directory.resolve(recipient.did) ?? recipient;
    return sig !== own.sig || from !== own.from || to !== sealingKey(present);
  }

  /**
   * What was signed with a key of ours that was changed, and what was sealed to one that its recipient lost. Not what was
   * sealed to a key that its recipient changed for another: it keeps that, and a second copy would only be work. Returns
   * the numbers. To be called in a transaction.
   */
  followKeys(): number[] {
    const { directory } = this.#endpoint;
    const hasChanged = directory.versions(directory.self.did).length > 1;
    const losers = this.#deliveries.openRecipients().flatMap((did) => {
      const versions = directory.versions(did);
      const lostAt = versions.findLastIndex(({ afterLoss }) => afterLoss);
      return lostAt < 0 ? [] : [{ did, keys: versions.slice(lostAt).map(sealingKey) }];
    });
    if (!hasChanged && losers.length === 0) return [];
    const looked = JSON.stringify([this.#own(), losers]);
    if (looked === this.#looked) return [];
    const anew = losers.flatMap(({ did, keys }) =>
      this.#all(did, this.#envelopes.sealedOtherwise(did, keys)),
    );
    if (hasChanged)
      for (const did of this.#deliveries.openRecipients())
        anew.push(...this.#all(did, this.#envelopes.signedOtherwise(did, this.#own())));
    this.#looked = looked;
    return anew;
  }

  #all(recipientDid: string, numbers: number[]): number[] {
    for (const number of numbers) this.one(number, recipientDid);
    return numbers;
  }

  #own(): { sig: string; from: string } {
    const { key } = this.#endpoint;
    const from = spelledMultikey('x25519', key.sealing.publicKey);
    return { sig: spelledMultikey('ed25519', key.publicKey), from };
  }
}

function sealingKey({ sealingKey: key }: { readonly sealingKey: Uint8Array }): string {
  return spelledMultikey('x25519', key);
}
