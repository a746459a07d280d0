import type { DemoContext } from './demo-context.ts';
import { onStage } from './demo-stage.ts';
import { boolText } from './python-text.ts';

/** Demo 1: messages wait for a peer who is offline, and arrive when it comes back. */
export async function messagingDemo(context: DemoContext): Promise<void> {
  const { print } = context;
  const column = (name: string) => name.padEnd(6);
  const narrate: Parameters<typeof onStage>[1]['observe'] = (event) => {
    switch (event.type) {
      case 'queued':
        print(`[queue] ${column(event.from)} queued msg → ${column(event.to)}: "${event.text}"`);
        break;
      case 'offline':
        print(`[daemon] ${column(event.daemon)} is OFFLINE — messages held in ${event.from}'s queue`);
        break;
      case 'delivering':
        print(`[sync] delivering msg id=${event.id} from ${event.from} → ${event.to}`);
        break;
      case 'received':
        print(`[inbox] ${column(event.by)} received: ${event.text}`);
        break;
      default:
    }
  };
  await onStage(context, { names: ['alice', 'bob'], observe: narrate }, async (cast) => {
    const showQueue = async (when: string) => {
      print('');
      print(`--- alice queue ${when} sync ---`);
      for (const { id, sender, recipient, payload, delivered } of await cast.rows('alice')) {
        print(
          `  id=${id}  from=${sender}  to=${recipient}  payload=${payload}  delivered=${boolText(delivered)}`,
        );
      }
      print('');
    };
    await cast.enqueue('alice', 'bob', 'Hello Bob, sync later!');
    await cast.enqueue('alice', 'bob', 'Offline message 2');
    await cast.sync('alice', 'bob');
    await showQueue('before');
    await cast.comeOnline('bob');
    print(`[daemon] ${column('bob')} is now ONLINE`);
    const delivered = await cast.sync('alice', 'bob');
    await showQueue('after');
    print(`[done] ${delivered} messages delivered`);
  });
}
