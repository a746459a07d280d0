// How many signatures one thread checks in a second, by nothing but the runtime.
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { answerBench } from '../frame/program.ts';

const BYTES = 480;
/** Half a second of them; a few where it only has to run. */
const CHECKS = { usual: 4_000, short: 100 };

answerBench(async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const message = Buffer.alloc(BYTES, 'receipt');
  const signature = sign(null, message, privateKey);
  return (isShort) => {
    const checks = isShort === true ? CHECKS.short : CHECKS.usual;
    const startMs = performance.now();
    for (let at = 0; at < checks; at += 1)
      if (!verify(null, message, publicKey, signature)) throw new Error('a good signature does not hold');
    return (checks / (performance.now() - startMs)) * 1_000;
  };
});
