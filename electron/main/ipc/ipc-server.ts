import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { CALL_NAMES, type CallName } from '#shared/contract/contract.ts';
import { callChannel } from '#shared/contract/electron-channels.ts';
import { fail, type Result } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { isTrustedSender } from './trusted-sender.ts';

export interface ServedWindow {
  /** Id of its contents. */
  readonly contentsId: number;
  /** Checks size and schema, and answers; never rejects. */
  readonly call: (name: CallName, input: unknown) => Promise<Result<unknown>>;
}

export interface IpcServerOptions {
  readonly origin: string;
  /** Those that there are now: each is answered by its own node. */
  readonly windows: () => readonly ServedWindow[];
}

/** Answers the contract's calls to our own windows, and to nobody else. */
export function serveIpc(options: IpcServerOptions): void {
  for (const name of CALL_NAMES) {
    ipcMain.handle(callChannel(name), async (event, ...input: unknown[]) => {
      const served = options.windows().find(({ contentsId }) => contentsId === event.sender.id);
      if (!served || !isTrustedSender(senderOf(event), served.contentsId, options.origin)) {
        return fail('forbidden', says('error.host.ownWindowOnly', { name }));
      }
      if (input.length !== 1) return fail('invalid-argument', says('error.host.oneValueOnly', { name }));
      return served.call(name, input[0]);
    });
  }
}

function senderOf(event: IpcMainInvokeEvent) {
  const frame = event.senderFrame;
  return {
    contentsId: event.sender.id,
    frame: frame ? { url: frame.url, isMainFrame: frame === event.sender.mainFrame } : null,
  };
}
