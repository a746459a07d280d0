/**
 * Properties are tried on the same inputs in every short run, so that a change is judged by what it changed; a long
 * run (`npm run test:long`) tries others each time. A failure prints its seed.
 */
import fc from 'fast-check';

const isLong = process.env.GHOSTSTACK_LONG === '1';

fc.configureGlobal(isLong ? {} : { seed: 20_261_123 });
