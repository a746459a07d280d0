import type { CheckPolicy, RefusalCode } from '../../../electron/node/credentials/index.ts';
import { FORM_CASES } from './form-cases.ts';
import { JUDGING_CASES } from './judging-cases.ts';

/** One case or more for each code: what is handed over, and what the verifier knows. */
export const CASES: readonly [RefusalCode, string, () => [unknown, CheckPolicy?]][] = [
  ...FORM_CASES,
  ...JUDGING_CASES,
];
