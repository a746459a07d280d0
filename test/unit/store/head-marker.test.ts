import { chmodSync } from 'node:fs';
import { expect, it } from 'vitest';
import { HeadMarker } from '../../../electron/node/store/head-marker.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode } from '../../support/throws-code.ts';

const hash = 'a'.repeat(64);

it('a mark is not written where another user could put an older one in its place', () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o777);
  const marker = new HeadMarker({ folder, home: '/home/alice/ghost', cell: 'c', scid: 's' });
  expect(expectCode('forbidden', () => marker.write({ gen: 0, hash }))).toContain(folder);
  expect(marker.read()).toBeNull();
  chmodSync(folder, 0o755);
  marker.write({ gen: 0, hash });
  expect(marker.read()).toMatchObject({ gen: 0, hash });
});
