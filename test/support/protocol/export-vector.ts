import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import { exportLog } from '../../../electron/node/log/log-file.ts';
import { LogStore } from '../../../electron/node/log/log-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { cellOfTwo, HOUR_MS } from './vector-cell.ts';
import { people, STARTED_AT_MS } from './vector-member.ts';

/** The log of a cell of two as alice exports it. */
export function exportVector(): string {
  const cell = cellOfTwo();
  const { graph } = cell.member('alice');
  const store = openStore({ path: ':memory:' });
  try {
    const { key, identity } = people.alice;
    const author = { scid: identity.scid, key };
    const clock = () => STARTED_AT_MS + HOUR_MS;
    const options = { cell: graph.cell, clock, authorise: authoriseEntry, author };
    const log = new IntegrityLog({ ...options, store: new LogStore(store) });
    log.receive([...graph.nodes()].map(({ hash }) => cell.world.signed.get(hash)?.text ?? ''));
    return [...exportLog(log, author, clock())].join('');
  } finally {
    store.close();
  }
}
