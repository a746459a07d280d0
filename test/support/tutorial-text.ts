import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the tutorial says that example `number` prints, line by line. */
export function tutorialLines(number: number): string[] {
  const path = join(import.meta.dirname, `../vectors/tutorial/0${number}.txt`);
  return readFileSync(path, 'utf8').trimEnd().split('\n');
}

/**
 * Puts a fixed word in the place of what varies and nothing else: sampled actions (with the spaces that fill
 * their column), hashes after the first of the chain, and paths of temporary files.
 */
export function withoutWhatVaries(line: string): string {
  return line
    .replace(/action=(explore |wait {4}|signal {2}|conserve)(?= dopamine=)/, 'action=<ACTION>')
    .replace(/(action=|chose: |proposes: |proposal: )(explore|wait|signal|conserve)(?="?$)/, '$1<ACTION>')
    .replace(/(\[chain\] block 0: 0{16} → )[0-9a-f]{16}$/, '$1<HASH>')
    .replace(/\/\S+\/(ghoststack_brain_\w+)\.(json|png|svg)/, '<FOLDER>/$1');
}

/** The tutorial shortens one line of example 5 by `...`; what it leaves out is what demo 3 prints there. */
export function withTutorialsEllipsis(line: string): string {
  return line.replace(
    /^(\[brain\] alice cycle 1 {2}stimulus=visual {3})emotion=\(.*?\)( {2}action=\w+) +dopamine=0\.523$/,
    '$1...$2',
  );
}
