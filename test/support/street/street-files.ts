/** What the members of the street send each other besides texts, for the pictures; told after the story. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageFile } from '#shared/contract/domain/file.ts';
import { pollUntil } from '../poll-until.ts';
import type { Street } from './street.ts';
import type { StreetMember } from './street-member.ts';

const MIB = 1024 * 1024;
/** One that is small, and a picture. */
const PICTURE = join(import.meta.dirname, '../../../docs/screenshots/reputation-empty.png');

/** A file that waits to be fetched, one that is here, one that came whole, and one that is too large to carry. */
export async function sendFiles({ members }: Street, folder: string): Promise<void> {
  const { alice, bob, dave } = members;
  await mkdir(folder, { recursive: true });
  const made = async (name: string, bytes: number): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, Buffer.alloc(bytes, name));
    return path;
  };
  const picture = join(folder, 'bench.png');
  await copyFile(PICTURE, picture);
  await send(dave, alice, 'So it looks now:', picture);
  await send(dave, alice, 'The plan, as the carpenter drew it.', await made('shed-plan.pdf', 12 * MIB));
  await send(alice, dave, 'What we decided', await made('minutes.odt', 40_000));
  await send(alice, bob, 'All of last year', await made('receipts-2025.zip', 3 * MIB));
  await arrived(alice, dave, 'bench.png');
  await arrived(alice, dave, 'minutes.odt');
  await pollUntil(
    () => fileIn(alice, dave, 'shed-plan.pdf'),
    (file) => file?.state === 'offered',
  );
}

async function send(from: StreetMember, to: StreetMember, text: string, path: string): Promise<void> {
  const { id } = await from.ask('files.attach', { path });
  await from.ask('messages.send', { to: to.did, text, attachment: id });
}

async function arrived(at: StreetMember, other: StreetMember, name: string): Promise<void> {
  await pollUntil(
    () => fileIn(at, other, name),
    (file) => file?.state === 'whole',
  );
}

async function fileIn(at: StreetMember, other: StreetMember, name: string): Promise<MessageFile | undefined> {
  const page = await at.ask('messages.list', { thread: other.did, before: null, limit: 20 });
  return page.messages.find(({ file }) => file?.name === name)?.file;
}
