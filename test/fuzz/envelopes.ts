/** Envelopes with anything in them, signed anew or not: received, stored, and read again after a restart. */

import { GhostStackError } from '#shared/contract/errors.ts';
import { canonicalize } from '../../electron/node/crypto/canonical-json.ts';
import { signJson } from '../../electron/node/crypto/signed-json.ts';
import { ENVELOPE_DOMAIN } from '../../electron/node/messaging/envelope.ts';
import { decodePayload } from '../../electron/node/messaging/payload.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { envelopeFrom, type Person, person, type TestNode, testNode } from '../support/messaging.ts';
import { mutateBytes, mutateValue } from './mutate.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

const PER_LIFE = 2000;
const BATCH = 4;
const ALIKE = [person('alice'), person('bob'), person('carol')].map(({ identity }) => identity.did);

export async function fuzzEnvelopes(random: Random, runs: number, tally: Tally): Promise<void> {
  const [alice, bob] = [person('alice'), person('bob')];
  const models = await Promise.all(
    ['Hello Bob', 'x'.repeat(3000), '\u202eolleH'].map((text) => envelopeFrom(alice, bob, text)),
  );
  for (let left = runs; left > 0; left -= PER_LIFE) {
    const store = openStore({ path: ':memory:' });
    let node = testNode(bob, [alice], { store });
    for (let run = 0; run < Math.min(left, PER_LIFE); run += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, left - run) }, () => mutant(random, models, alice));
      await receive(node, batch, tally);
    }
    const before = node.inbox.messages.length;
    node = testNode(bob, [alice], { store });
    if (node.inbox.messages.length !== before) tally.fault('restart', 'the inbox holds others', null);
    tally.count('restarts');
    await node.close();
  }
}

async function receive(node: TestNode, batch: readonly Uint8Array[], tally: Tally): Promise<void> {
  tally.runs += batch.length;
  try {
    const { results } = await node.inbox.receive(batch);
    if (results.length !== batch.length) tally.fault('receive', 'not every envelope is answered', null);
    for (const { status } of results) tally.count(status);
  } catch (thrown) {
    tally.fault(
      'receive',
      thrown,
      batch.map((bytes) => Buffer.from(bytes).toString('utf8')),
    );
  }
  for (const bytes of batch) {
    try {
      decodePayload(bytes);
    } catch (thrown) {
      if (!(thrown instanceof GhostStackError)) tally.fault('payload', thrown, Buffer.from(bytes).toString());
    }
  }
}

function mutant(random: Random, models: readonly Uint8Array[], sender: Person): Uint8Array {
  const model = random.pick(models);
  if (random.chance(0.4)) return mutateBytes(random, model);
  const { signature, ...rest } = JSON.parse(Buffer.from(model).toString('utf8')) as Record<string, unknown>;
  const changed = mutateValue(random, rest, ALIKE, 1) as object;
  try {
    if (random.chance(0.2)) return Buffer.from(canonicalize({ ...changed, signature }));
    return Buffer.from(
      canonicalize({ ...changed, signature: signJson(sender.key, ENVELOPE_DOMAIN, changed) }),
    );
  } catch {
    return Buffer.from(JSON.stringify(changed) ?? '');
  }
}
