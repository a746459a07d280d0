import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { type NewFile, ownFile } from './files/new-file.ts';
import { PARTS_THREAD } from './files/outgoing-parts.ts';
import { startingAt } from './lifetime.ts';
import type { MessageRow } from './message-table.ts';
import type { NewMessage } from './new-message.ts';
import type { Outbox } from './outbox.ts';
import type { OwnFile } from './outgoing-payload.ts';
import { BROADCAST } from './payload.ts';
import { uuid } from './random.ts';

/** Writes what is to be sent: a message, and the parts of its file. */
export class MessageWriter {
  readonly #endpoint: Endpoint;
  readonly #to: Pick<Outbox, 'messages' | 'deliveries' | 'sealer' | 'offers' | 'parts'>;

  constructor(
    endpoint: Endpoint,
    to: Pick<Outbox, 'messages' | 'deliveries' | 'sealer' | 'offers' | 'parts'>,
  ) {
    this.#endpoint = endpoint;
    this.#to = to;
  }

  /**
   * Stores a message as written and queued, addressed and sealed as far as can be. Returns its number. To be called in
   * a transaction.
   */
  write({
    sender,
    recipient,
    peer,
    recipients,
    id,
    text,
    ttlMs,
    file,
    reply,
    agent,
    credential,
  }: NewMessage): number {
    const { clock, directory } = this.#endpoint;
    const nowMs = clock();
    const number = this.#to.messages.insert({
      sender,
      recipient,
      payload: text,
      uuid: id,
      direction: 'out',
      thread: peer?.did ?? recipient,
      sender_did: directory.self.did,
      state: 'queued',
      created_at_ms: nowMs,
      expires_at_ms: startingAt(nowMs, ttlMs).expiresAtMs,
      addressed: recipients.length > 0,
      mid: id,
      reply,
      agent,
      credential: credential === null ? null : JSON.stringify(credential),
      file: file === null ? null : JSON.stringify(ownFile(file)),
      key_changed_at_ms: null,
    });
    if (file !== null && 'offers' in file) this.#to.offers.keep(number, file.source, file.offers);
    this.#to.messages.addStep(number, 'written', nowMs);
    this.#address(number, id, recipients, recipient === BROADCAST);
    this.#to.messages.addStep(number, 'queued', nowMs);
    if (file !== null && 'parts' in file)
      for (const [part, data] of file.parts.entries()) this.#writePart(number, part, data, recipients);
    return number;
  }

  /** A part of a small file is a message like any other, but for being in no conversation. */
  #writePart(ofMessage: number, part: number, data: Uint8Array, recipients: readonly PeerIdentity[]): void {
    const of = this.#to.messages.byNumber(ofMessage);
    if (of === null) return;
    const id = uuid(this.#endpoint.random);
    const { id: _number, delivered: _delivered, code: _code, ...same } = of;
    const number = this.#to.messages.insert({
      ...same,
      payload: '',
      uuid: id,
      mid: id,
      thread: PARTS_THREAD,
      file: null,
      reply: null,
      agent: null,
      credential: null,
      addressed: true,
    });
    this.#to.parts.keep(number, ofMessage, part, data);
    for (const { did } of recipients) this.#to.deliveries.insert(number, did, uuid(this.#endpoint.random));
  }

  /** The file of a message, to be sent again. Throws `conflict` where it is not kept: a large one is not. */
  fileOf({ id, file }: MessageRow): NewFile | null {
    if (file === null) return null;
    const { way: _way, ...facts } = JSON.parse(file) as OwnFile;
    const parts = this.#to.parts.data(id);
    if (parts === null) throw new GhostStackError('conflict', says('error.files.attachAgain'));
    return { facts, parts };
  }

  /** To everyone who is there now, or to its recipient. */
  #address(number: number, id: string, recipients: readonly PeerIdentity[], isToEveryone: boolean): void {
    const { random } = this.#endpoint;
    for (const recipient of recipients) {
      this.#to.deliveries.insert(number, recipient.did, isToEveryone ? uuid(random) : id);
      this.#to.sealer.sealNow(number, recipient);
    }
  }
}
