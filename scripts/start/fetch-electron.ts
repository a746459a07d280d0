// Downloads and unpacks the official Electron in a process of its own, which its parent may end at any time. Says
// `bytes N` on standard output as they arrive.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

interface ElectronGet {
  downloadArtifact(options: object): Promise<string>;
}

const electronFolder = resolve(import.meta.dirname, '../../node_modules/electron');
const requireFromElectron = createRequire(join(electronFolder, 'install.js'));
const { version } = requireFromElectron('./package.json') as { version: string };
const { downloadArtifact } = requireFromElectron('@electron/get') as ElectronGet;

// With the same settings as Electron's installer, which then finds the file in the cache.
await downloadArtifact({
  version,
  artifactName: 'electron',
  cacheRoot: process.env.electron_config_cache,
  checksums: requireFromElectron('./checksums.json'),
  platform: process.platform,
  arch: process.arch,
  downloadOptions: {
    quiet: true,
    getProgressCallback: ({ transferred, total }: { transferred: number; total: number | null }) => {
      process.stdout.write(`bytes ${transferred} ${total ?? 0}\n`);
    },
  },
});
process.stdout.write('unpacking\n');
requireFromElectron('./install.js');
