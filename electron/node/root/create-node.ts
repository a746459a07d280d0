import { VERSION } from '#shared/contract/version.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { EventLog, NO_EVENTS } from '../store/events/event-log.ts';
import { codeOf, thisVersion } from '../store/events/event-values.ts';
import type { Store } from '../store/store.ts';
import { noteCleanStop } from './damage/clean-stop.ts';
import { damageSays } from './damage/damage-note.ts';
import { openChecked } from './damage/open-checked.ts';
import { GhostNode } from './node.ts';
import type { NodeOptions } from './node-options.ts';

/**
 * A cell node: the composition of all layers over one home. It starts locked unless it is given what opens its
 * key; conversations, settings and the agent can be read all the same.
 * @throws {GhostStackError} `store-newer`, `store-corrupt`, `wrong-passphrase`, `key-file`, … in words; the home
 * is then given back.
 */
export async function createNode(options: NodeOptions): Promise<GhostNode> {
  const { home, network, readOnly = false } = options;
  const startedMs = performance.now();
  // A command that is soon over says itself what it did.
  const events =
    options.events ?? (network && !readOnly ? new EventLog({ folder: home.logFolder }) : NO_EVENTS);
  let store: Store | null = null;
  let node: GhostNode | null = null;
  try {
    // A command reads what it opens; whatever else is damaged, a node that starts finds.
    const nowMs = options.nowMs ?? Date.now;
    const opened = openChecked({ home, readOnly, marks: options.stateFolder, thorough: network, nowMs });
    store = opened.store;
    const { checkedAtMs } = opened;
    node = new GhostNode({ ...options, events }, store, () => {
      if (checkedAtMs !== null) noteCleanStop(home.databasePath, checkedAtMs);
    });
    if (opened.damage) {
      node.events.damaged(opened.damage);
      console.error(`ghoststack: ${inEnglish(damageSays(opened.damage))}`);
    }
    await node.start();
    events.tell('node.started', {
      tookMs: Math.round(performance.now() - startedMs),
      version: thisVersion(VERSION),
    });
    return node;
  } catch (thrown) {
    events.tell('node.notStarted', { code: codeOf(thrown) });
    // What it began in the background would go on with a store that is closed.
    if (node) await node.stop();
    else {
      store?.close();
      await events.flush();
      home.release();
    }
    throw thrown;
  }
}
