// Argument: a database, and the cell whose log is in it. Writes a checkpoint again and again, and a line after each part.
import { openStore } from '../../../electron/node/store/store.ts';
import { openedLog } from '../../support/cell/troubled-history.ts';

const [, , path = '', cell = ''] = process.argv;
const store = openStore({ path });
for (;;) {
  store.db.prepare('DELETE FROM log_checkpoints').run();
  const { log, checkpoint } = openedLog(store, cell);
  for (let more = true; more; ) {
    more = checkpoint?.write(log) ?? false;
    process.stdout.write(`${checkpoint?.lag(log)}\n`);
  }
}
