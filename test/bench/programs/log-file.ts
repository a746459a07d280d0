// A log as a file: `write` makes one of so many receipts of a kind, `verify` checks it as `ghoststack log verify FILE` does,
// and answers how long that took and how much memory this process ever held.
import { readFileSync, writeFileSync } from 'node:fs';
import { answerBench } from '../frame/program.ts';
import { fromTree } from '../frame/tree-modules.ts';

export type FileQuestion =
  | { readonly write: string; readonly kind: FileKind; readonly count: number }
  | { readonly verify: string };

/** Troubled: of one member who was restored, to another, while a third has forked. */
export type FileKind = 'endorse' | 'draft' | 'transfer-troubled';

const DAY_MS = 86_400_000;
const PER_DAY = 15_000;

answerBench(async (root) => {
  const write = async (path: string, kind: FileKind, count: number): Promise<number> => {
    const { realCell } = await fromTree(root, 'test/support/cell/real-member.ts');
    const { exportLog } = await fromTree(root, 'electron/node/log/log-file.ts');
    const { signEntry } = await fromTree(root, 'electron/node/log/signed-entry.ts');
    const [alice, bob, carol] = realCell();
    if (kind === 'transfer-troubled') {
      // What is kept as rows of numbers is copied by what it is written as.
      const entry = JSON.parse(JSON.stringify(carol.log.append('note', { branch: 1 }).entry));
      const other = signEntry(carol.key, { ...entry, body: { branch: 2 } }).text;
      alice.log.receive([other, ...carol.log.missingFrom(alice.log.tips())]);
      if (!alice.log.graph.isForked(carol.identity.scid)) throw new Error('carol has not forked');
      alice.log.beginGeneration();
    }
    const drafted = kind === 'draft' ? alice.log.book.drafts().length : 0;
    bob.syncFrom(alice);
    const writeOne = (at: number): void => {
      if (kind === 'endorse')
        alice.log.append('endorse', { member: bob.identity.scid, strength: 1 + (at % 1000) });
      else if (kind === 'draft')
        alice.log.append('draft', { number: drafted + at + 1, title: `Proposal ${at}`, text: '' });
      else {
        // Back and forth, so that nobody runs out of tokens, and each has seen what the other wrote.
        const [from, to] = at % 2 === 0 ? [alice, bob] : [bob, alice];
        from.log.append('transfer', { to: to.identity.scid, amount: 1 });
        to.syncFrom(from);
      }
    };
    for (let at = 0; at < count; at += PER_DAY) {
      for (const member of [alice, bob]) member.nowMs += DAY_MS;
      alice.store.transaction(() =>
        bob.store.transaction(() => {
          for (let each = at; each < Math.min(count, at + PER_DAY); each += 1) writeOne(each);
        }),
      );
    }
    const author = { scid: alice.identity.scid, key: alice.key };
    writeFileSync(path, [...exportLog(alice.log, author, alice.nowMs)].join(''));
    return alice.log.graph.size;
  };

  const verify = async (path: string) => {
    const { reportOf } = await fromTree(
      root,
      'electron/node/cell/reading/log-report.ts',
      'electron/node/cell/log-report.ts',
    );
    const lines = await fromTree(root, 'electron/node/log/log-lines.ts').catch(() => null);
    const startMs = performance.now();
    const { entries } = reportOf(lines ? () => lines.linesOfFile(path) : readFileSync(path, 'utf8'));
    const ms = performance.now() - startMs;
    return { ms, entries, peakMiB: process.resourceUsage().maxRSS / 1024 };
  };

  return (question) => {
    const asked = question as FileQuestion;
    return 'write' in asked ? write(asked.write, asked.kind, asked.count) : verify(asked.verify);
  };
});
