/** Commands of a terminal at the home of a member whose node runs in the test's own process. */
import type { CommandName } from '../../../electron/headless/command.ts';
import { COMMANDS } from '../../../electron/headless/command-table.ts';
import { ControlSocket } from '../../../electron/headless/control-socket.ts';
import { createDispatch, publisherFor } from '../../../electron/host/dispatch.ts';
import type { LiveMember } from './live-member.ts';

/** What the command prints with `--json`; rejects with what it says otherwise. */
export async function commandOf(
  { node, home }: LiveMember,
  name: CommandName,
  ...words: readonly string[]
): Promise<unknown> {
  const publisher = publisherFor(node, () => undefined);
  const socket = new ControlSocket(home, createDispatch(node, publisher));
  await socket.start();
  try {
    let printed = '';
    const write = (text: string): void => {
      printed += text;
    };
    const command = await COMMANDS[name]();
    await command.run(['--home', home, ...words], { json: true, write });
    return JSON.parse(printed);
  } finally {
    await socket.stop();
    publisher.stop();
  }
}
