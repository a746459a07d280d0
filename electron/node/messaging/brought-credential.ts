import { z } from 'zod';
import type { BroughtCredential, Message } from '#shared/contract/domain/message.ts';
import type { MessageRow } from './message-table.ts';

/** Others wrote it, and nobody has judged it: as much of it as a line says. */
const Said = z.object({
  whole: z.object({
    id: z.string().min(1).max(80),
    type: z.tuple([z.string(), z.string().min(1).max(40)]),
    issuer: z.string().min(1).max(512),
    validUntil: z.iso.datetime({ offset: true }).max(40),
  }),
});

/** What a message says that it brings; nothing where it brings none, or none that can be told. */
export function broughtBy({ credential }: Pick<MessageRow, 'credential'>): Pick<Message, 'credential'> {
  if (credential === null) return {};
  const read = Said.safeParse(JSON.parse(credential));
  return read.success ? { credential: told(read.data) } : {};
}

function told({ whole: { id, type, issuer, validUntil } }: z.infer<typeof Said>): BroughtCredential {
  return { id, type: type[1], issuer, validUntilMs: Date.parse(validUntil) };
}
