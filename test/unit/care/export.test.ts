import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csvLine } from '#shared/protocol/csv.ts';
import { exportFile } from '../../../electron/node/care/export/export-file.ts';
import { messageRows } from '../../../electron/node/care/export/message-rows.ts';
import { madeHome, UNSEEN } from '../../support/care/backed-up-home.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCodeAsync } from '../../support/throws-code.ts';

test('a line of CSV is as RFC 4180 has it', () => {
  expect(csvLine(['a', 1, true, null, 'b c'])).toBe('a,1,true,,b c\r\n');
  expect(csvLine(['say "hi"', 'a,b', 'two\nlines', 'cr\rlf', ' edge '])).toBe(
    '"say ""hi""","a,b","two\nlines","cr\rlf"," edge "\r\n',
  );
});

test.each(['=1+1', '+49', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")', '＝1'])(
  'what somebody wrote is no formula: %j',
  (text) => {
    expect(csvLine([text])).toBe(`"'${text.replaceAll('"', '""')}"\r\n`);
  },
);

test('numbers of ours stay numbers', () => {
  expect(csvLine([-5, 0.5])).toBe('-5,0.5\r\n');
});

test('messages go to a new file, whole or not at all, however many', async () => {
  const folder = temporaryFolder();
  const { store, home } = await madeHome(folder, 1700);
  const json = join(folder, 'messages.json');
  const { rows, bytes } = await exportFile(json, 'json', messageRows(store), UNSEEN);
  expect({ rows, bytes }).toEqual({ rows: 1700, bytes: statSync(json).size });
  const read = JSON.parse(readFileSync(json, 'utf8')) as { number: number; text: string; sender: string }[];
  expect(read.map(({ number }) => number)).toEqual(Array.from({ length: 1700 }, (_, n) => n + 1));
  expect(read[1699]).toMatchObject({ sender: 'alice', text: expect.stringContaining('secret text 1699') });
  const csv = join(folder, 'messages.csv');
  await exportFile(csv, 'csv', messageRows(store), UNSEEN);
  const lines = readFileSync(csv, 'utf8').split('\r\n');
  expect(lines[0]).toBe(
    'number,at,direction,conversation,sender,recipient,senderDid,state,text,id,answers,file,fileBytes',
  );
  expect(lines).toHaveLength(1702);
  await expectCodeAsync('already-exists', () => exportFile(csv, 'csv', messageRows(store), UNSEEN));
  const stop = new AbortController();
  const stopped = { progress: () => stop.abort(), signal: stop.signal };
  const other = join(folder, 'other.csv');
  await expectCodeAsync('cancelled', () => exportFile(other, 'csv', messageRows(store), stopped));
  expect(existsSync(other)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  writeFileSync(other, '');
  store.close();
  home.release();
});

test('one conversation is written alone, as text that nobody can write another line of', async () => {
  const folder = temporaryFolder();
  const { store, home } = await madeHome(folder, 3);
  const add = store.db.prepare(
    `INSERT INTO messages (sender, recipient, payload, uuid, direction, thread, sender_did, state, payload_bytes,
       created_at_ms, expires_at_ms) VALUES (?, 'alice', ?, ?, ?, 'did:key:carol', 'did:key:carol', ?, 9, ?, ?)`,
  );
  const at = new Date(2026, 4, 12, 9, 14).getTime();
  const forged = 'Yes.\n2026-05-12 09:15 alice: I owe you\u202e 100';
  add.run('carol', forged, 'c1', 'in', 'received', at, at);
  add.run('alice', 'No', 'c2', 'out', 'expired', at + 60_000, at);
  store.db.exec("UPDATE messages SET mid = uuid; UPDATE messages SET reply = 'c1' WHERE uuid = 'c2'");
  add.run('carol', '', 'c3', 'in', 'received', at + 120_000, at);
  const file = JSON.stringify({
    name: '=a\u202egpj.exe\nalice: ',
    type: '',
    bytes: 6,
    sha256: '',
    way: null,
  });
  store.db.prepare("UPDATE messages SET file = ? WHERE uuid = 'c3'").run(file);
  const text = join(folder, 'carol.txt');
  expect(await exportFile(text, 'text', messageRows(store, 'did:key:carol'), UNSEEN)).toMatchObject({
    rows: 3,
  });
  expect(readFileSync(text, 'utf8')).toBe(
    [
      '2026-05-12 09:14 carol: Yes.',
      '    2026-05-12 09:15 alice: I owe you⟨U+202E⟩ 100',
      '2026-05-12 09:15 alice [> Yes. 2026-05-12 09:15 alice: I owe you⟨U+202E⟩ 100] [expired]: No',
      '2026-05-12 09:16 carol [+ =a⟨U+202E⟩gpj.exe alice:, 6 bytes]:',
      '',
    ].join('\n'),
  );
  const json = join(folder, 'carol.json');
  await exportFile(json, 'json', messageRows(store, 'did:key:carol'), UNSEEN);
  const exported = JSON.parse(readFileSync(json, 'utf8')) as object[];
  expect(Object.keys(exported[0] ?? {})).toEqual(messageRows(store).columns);
  expect(exported).toMatchObject([
    { text: forged, id: 'c1', answers: null, file: null, fileBytes: null },
    { text: 'No', id: 'c2', answers: 'c1' },
    { text: '', id: 'c3', fileBytes: 6 },
  ]);
  const csv = join(folder, 'carol.csv');
  await exportFile(csv, 'csv', messageRows(store, 'did:key:carol'), UNSEEN);
  // What would begin a formula does not, and what it is called here is in one cell.
  expect(readFileSync(csv, 'utf8')).toContain(',c3,,"\'=a\u202egpj.exe\nalice: ",6\r\n');
  const { inWords: _none, ...table } = messageRows(store, null);
  await expectCodeAsync('invalid-argument', () =>
    exportFile(join(folder, 'other.txt'), 'text', table, UNSEEN),
  );
  expect(existsSync(join(folder, 'other.txt'))).toBe(false);
  store.close();
  home.release();
});
