// The main process of a test program: runs the signature vectors in itself and on a worker thread, and prints both.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { verifySignature } from '../../../electron/node/crypto/signature-rule.ts';
import { runSignatureVectors, type SignatureVectorCounts } from '../../support/signature-vectors.ts';

const vectors = join(process.env.GHOSTSTACK_TEST_VECTORS ?? '', '/');
const read = (path: string): unknown => JSON.parse(readFileSync(vectors + path, 'utf8'));

function run(): SignatureVectorCounts {
  return runSignatureVectors(
    verifySignature,
    read('wycheproof/ed25519_test.json'),
    read('speccheck/cases.json'),
  );
}

function onWorker(): Promise<SignatureVectorCounts> {
  const worker = new Worker(fileURLToPath(import.meta.url));
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function main(): Promise<void> {
  // A worker thread cannot import it.
  const { app } = await import('electron');
  await app.whenReady();
  const { electron, node } = process.versions;
  const result = { versions: { electron, node }, main: run(), worker: await onWorker() };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => app.exit(0));
}

if (isMainThread) {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`, () => process.exit(1));
  });
} else {
  parentPort?.postMessage(run());
}
