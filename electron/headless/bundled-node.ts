import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Platform {
  readonly platform: string;
  readonly arch: string;
}

/** The package that holds Node for a platform; all of them are named, and pinned, in package.json. */
export function nodePackage({ platform, arch }: Platform): string {
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** The Node that came with the dependencies of a folder or of one above it. */
export function bundledNode(folder: string, on: Platform = process): string | null {
  const program = join('bin', on.platform === 'win32' ? 'node.exe' : 'node');
  for (let dir = folder; ; dir = dirname(dir)) {
    const candidate = join(dir, 'node_modules', nodePackage(on), program);
    if (existsSync(candidate)) return candidate;
    if (dir === dirname(dir)) return null;
  }
}
