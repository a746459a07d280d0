import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildElectronProgram, runElectronProgram } from '../support/electron-program.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { describeIfMet } from '../support/requirements.ts';
import {
  EXPECTED_SPECCHECK,
  EXPECTED_WYCHEPROOF,
  type SignatureVectorCounts,
} from '../support/signature-vectors.ts';

interface Printed {
  readonly versions: { readonly electron: string; readonly node: string };
  readonly main: SignatureVectorCounts;
  readonly worker: SignatureVectorCounts;
}

describeIfMet(await electronRequirement(), 'the signature rule in Electron', () => {
  const suite = electronSuite();

  test('gives every published verdict, in the main process and on a worker thread', async () => {
    const appFolder = await suite.userFolder();
    await buildElectronProgram(join(import.meta.dirname, 'programs/signature-vectors.ts'), appFolder);
    const output = await runElectronProgram({
      display: suite.display,
      userFolder: await suite.userFolder(),
      appFolder,
      env: { GHOSTSTACK_TEST_VECTORS: join(import.meta.dirname, '../vectors') },
    });
    const printed = JSON.parse(output) as Printed;
    const expected = {
      wycheproofPassed: EXPECTED_WYCHEPROOF,
      wycheproofTotal: EXPECTED_WYCHEPROOF,
      wycheproofFailed: [],
      speccheck: EXPECTED_SPECCHECK,
    };
    expect(printed.versions.electron).toMatch(/^\d+\./);
    expect(printed.main).toEqual(expected);
    expect(printed.worker).toEqual(expected);
  });
});
