import { join } from 'node:path';
import type { Message } from '#shared/contract/domain/message.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { AgentProcessHandle } from './agent-process-handle.ts';

/** A member of a demo's cell in its own process, as the demo directs it. */
export class ProcessMember extends AgentProcessHandle {
  /** Its DID in the cell, once it is there. */
  did = '';
  scid = '';
  isOnline = true;
  /** Messages whose delivery has been told. */
  readonly told = new Set<string>();

  /** With a home and a key file in a folder. */
  async start(folder: string, seed: number | null): Promise<void> {
    const { name } = this;
    await this.ask('demo.start', {
      name,
      home: join(folder, name),
      keyFile: join(folder, `${name}.key`),
      seed,
    });
  }

  snapshot(): Promise<Snapshot> {
    return this.ask('state.snapshot', {});
  }

  async setOnline(online: boolean): Promise<void> {
    if (online !== this.isOnline) await this.ask('me.setOnline', { online });
    this.isOnline = online;
  }

  /** Oldest first, both directions. */
  async messagesWith({ did }: ProcessMember): Promise<Message[]> {
    const { messages } = await this.ask('messages.list', { thread: did, before: null, limit: 200 });
    return messages;
  }
}
