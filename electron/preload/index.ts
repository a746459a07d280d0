/** Exposes `window.ghoststack`: the contract's calls and its push, and nothing else of Electron. */
import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '#shared/contract/client.ts';
import { isCallName } from '#shared/contract/contract.ts';
import { callChannel, pushChannel } from '#shared/contract/electron-channels.ts';
import { fail } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

const bridge: Bridge = {
  carrier: 'electron',
  async call(name, input) {
    if (!isCallName(name))
      return fail('not-found', says('error.host.noCall', { name: String(name).slice(0, 80) }));
    return ipcRenderer.invoke(callChannel(name), input);
  },
  onPush(listener) {
    const forward = (_event: unknown, push: unknown): void => listener(push);
    ipcRenderer.on(pushChannel('state'), forward);
    return () => {
      ipcRenderer.off(pushChannel('state'), forward);
    };
  },
};

contextBridge.exposeInMainWorld('ghoststack', bridge);
