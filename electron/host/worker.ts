/** The entry of the worker thread: one node, asked over the port that started it. */
import '#shared/words/sayings.ts';
import { resolve } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { type Failure, fail, toFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { readKeyFile, readOrCreateKeyFile } from '../node/identity/key-file.ts';
import { createOrFindKeyStore, type KeyProtection } from '../node/identity/key-store.ts';
import { createNode } from '../node/root/create-node.ts';
import { openHome } from '../node/root/home.ts';
import type { GhostNode } from '../node/root/node.ts';
import { codeOf, placesOf } from '../node/store/events/event-values.ts';
import { type Answers, createAnswers, publisherFor } from './dispatch.ts';
import { collectWhenIdle } from './idle-collector.ts';
import type { StatePublisher } from './state-publisher.ts';
import { lookAtTakenHome, watchTakenHome } from './taken-home.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('worker.ts runs on a worker thread only');

const post = (message: FromWorker): void => port.postMessage(message);

let node: GhostNode | null = null;
let publisher: StatePublisher | null = null;
let answers: Answers | null = null;
let endWatch: (() => void) | null = null;

/** More errors within this time than somebody could act on: something throws without end. */
const ENDLESS = { errors: 100, withinMs: 10_000 };
let errorsAtMs: number[] = [];

/**
 * The last net for what a timer, a listener or a stream handler throws. The node says so and goes on: its entries
 * are written in transactions, so nothing is half on disk. What throws without end ends the worker; the host starts
 * it again a few times.
 */
function caught(error: unknown): void {
  const nowMs = performance.now();
  errorsAtMs = [...errorsAtMs.filter((atMs) => nowMs - atMs < ENDLESS.withinMs), nowMs];
  if (!node || errorsAtMs.length > ENDLESS.errors) {
    process.off('uncaughtException', caught);
    throw error;
  }
  node.faults.report(says('fault.background'), error);
}

/**
 * What works with a damaged database writes more into it: this worker ends at once, and the next one begins by saving
 * what can be saved. A node that only starts finds it by itself.
 */
function damaged(error: unknown): void {
  if (!answers) return;
  answers = null;
  post({ kind: 'damaged' });
  process.off('uncaughtException', caught);
  setImmediate(() => {
    throw error ?? new Error('the check of the database found damage');
  });
}

process.on('uncaughtException', caught);
collectWhenIdle();
process.on('exit', () => node?.events.log.flushNow());

function protectionOf(message: ToWorker & { kind: 'start' }): KeyProtection | null {
  const { config, passphrase } = message;
  if (config.keyFile) {
    const read = config.newcomer === undefined ? readKeyFile : readOrCreateKeyFile;
    return { kind: 'secret', secret: read(config.keyFile), origin: 'key-file' };
  }
  if (passphrase) return { kind: 'passphrase', passphrase };
  return null;
}

async function start(message: ToWorker & { kind: 'start' }): Promise<void> {
  try {
    const { config, deviceSecret } = message;
    const home = openHome(config.home, config.homeWaitMs, config.program);
    const protection = protectionOf(message);
    if (config.newcomer !== undefined && protection)
      await createOrFindKeyStore(home.keyPath, { name: config.newcomer }, protection);
    node = await createNode({
      home,
      listen: config.listen,
      acceptJoins: config.acceptJoins ?? false,
      ...(config.discovery ? { discovery: config.discovery } : {}),
      ...(config.stateFolder ? { stateFolder: config.stateFolder } : {}),
      network: true,
      protection,
      deviceSecret,
      damaged,
    });
    publisher = publisherFor(node, (push) => post({ kind: 'push', push }));
    answers = createAnswers(node, publisher);
    const published = publisher;
    node.onChange((change) => {
      if (change.slices) published.mark(...change.slices);
      if (change.message) published.message(change.message);
    });
    post({ kind: 'started' });
  } catch (thrown) {
    await failed(toFailure(thrown), message.config.home);
  }
}

async function failed(error: Failure, home: string): Promise<void> {
  if (error.code !== 'home-locked') return post({ kind: 'failed', error, home: null });
  const taken = await lookAtTakenHome(resolve(home));
  post({ kind: 'failed', error, home: taken });
  endWatch = watchTakenHome(taken, (now) => post({ kind: 'home', home: now }));
}

async function stop(): Promise<void> {
  endWatch?.();
  publisher?.stop();
  await node?.stop().catch((error: unknown) => {
    console.error(`ghoststack: stopping failed (${codeOf(error)}) at ${placesOf(error)}`);
  });
  post({ kind: 'stopped' });
  port?.close();
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'start') void start(message);
  else if (message.kind === 'stop') void stop();
  else {
    const starting = fail('unavailable', says('error.host.nodeStarting'));
    const answer = answers ? answers(message.call) : Promise.resolve(starting);
    void answer.then((result) => post({ kind: 'result', id: message.id, result }));
  }
});
