// What the dashboard costs with much in it: 100 000 messages (rows as the writers leave them, put in at once) and 1 000
// proposals (by the product's own writers), against an empty home and a plain LIKE scan, in the same run. The aims: a
// search answers in 50 ms, each page shows in 300 ms.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright';
import { callRunningNode } from '../../electron/host/running-node.ts';
import { PAGES } from '../../renderer/state/routes.ts';
import { CellHome } from '../support/cell/cell-home.ts';
import { launchChromium } from '../support/chromium.ts';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 100_000);
const PROPOSALS = Number(process.env.BENCH_PROPOSALS ?? 1_000);
const TIMES = 9;
const ANSWER_AIM_MS = 50;
const PAGE_AIM_MS = 300;
const VOCABULARY = 6_000;
/** With something to find. */
const SHOWN = PAGES.map((page) => (page === 'search' ? 'search/ladder' : page));

const folder = mkdtempSync(join(tmpdir(), 'ghoststack-bench-ui-'));
process.env.GHOSTSTACK_STATE_DIR = join(folder, 'state');

/** A few words are everywhere, most are rare: as in what people write. */
const words = Array.from(
  { length: VOCABULARY },
  (_, at) => `${'kmtrslnb'[at % 8]}${'aeiou'[at % 5]}${at.toString(36)}x`,
);
let seed = 7;
function random(): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
}
const word = (): string => words[Math.floor(VOCABULARY * random() ** 3)] as string;
const sentence = (least: number, most: number): string =>
  Array.from({ length: least + Math.floor((most - least) * random()) }, word).join(' ');

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

function line(name: string, ms: number, reference: number, aim: number): void {
  const cells = [name.padEnd(34), ms.toFixed(1).padStart(9), reference.toFixed(1).padStart(11)];
  console.log(
    [...cells, (ms / reference).toFixed(2).padStart(7), ms <= aim ? '' : `  above ${aim} ms`].join(' '),
  );
}

async function made(name: string): Promise<CellHome> {
  const home = new CellHome(folder, name);
  await home.run('init', '--name', name, '--cell', 'Maple Street');
  return home;
}

/** Rows as a queue and an inbox leave them, of conversations with six people and with everyone. */
function putMessages(home: CellHome, self: string): void {
  const db = new Database(join(home.home, 'node.db'));
  const dids = Array.from({ length: 6 }, (_, at) => `did:key:z6MkBench${'abcdef'[at]}`.padEnd(56, 'x'));
  const insert = db.prepare(
    `INSERT INTO messages (sender, recipient, payload, delivered, uuid, direction, thread, sender_did, state,
       payload_bytes, created_at_ms, expires_at_ms, read_at_ms)
     VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const step = db.prepare('INSERT INTO message_steps (message, step, at_ms) VALUES (?, ?, ?)');
  const beginMs = Date.now() - MESSAGES * 60_000;
  db.transaction(() => {
    for (let at = 0; at < MESSAGES; at += 1) {
      const isOut = at % 2 === 0;
      const did = dids[at % 6] as string;
      const thread = at % 9 === 0 ? 'broadcast' : did;
      const atMs = beginMs + at * 60_000;
      const text = at % 50_000 === 17 ? `ladder ${sentence(3, 9)}` : sentence(4, 24);
      const id = insert.run(
        'a',
        'b',
        text,
        `bench-${at}`,
        isOut ? 'out' : 'in',
        thread,
        isOut ? self : did,
        isOut ? 'delivered' : 'received',
        text.length,
        atMs,
        atMs + 604_800_000,
        isOut ? null : atMs,
      ).lastInsertRowid;
      step.run(id, isOut ? 'delivered' : 'received', atMs);
    }
  })();
  db.close();
}

async function propose(home: CellHome): Promise<void> {
  for (let at = 0; at < PROPOSALS; at += 1) {
    const { id } = await home.ask('governance.propose', {
      title: `${at % 250 === 3 ? 'Ladder' : word()} ${sentence(2, 6)}`,
      text: sentence(20, 120),
      // One author may have 50 ballots open: what is opened is voted on at once, the rest are drafts.
      open: at % 10 < 6,
    });
    if (at % 10 < 6) await home.ask('governance.vote', { id, choice: 'APPROVE', comment: sentence(3, 12) });
  }
}

async function indexed(home: CellHome): Promise<void> {
  const startMs = performance.now();
  for (;;) {
    const { index } = await home.ask('search.find', { text: 'a' });
    if (index.state === 'ready') break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  console.log(`indexed in ${((performance.now() - startMs) / 1000).toFixed(1)} s beside everything else\n`);
}

async function benchSearch(home: CellHome): Promise<void> {
  const db = new Database(join(home.home, 'node.db'), { readonly: true });
  const like = db.prepare(
    "SELECT id FROM messages WHERE payload LIKE '%' || ? || '%' ORDER BY id DESC LIMIT 20",
  );
  const likeLog = db.prepare("SELECT hash FROM log_entries WHERE entry LIKE '%' || ? || '%' LIMIT 20");
  const count = db.prepare("SELECT count(*) FROM messages WHERE payload LIKE '%' || ? || '%'");
  const member = (db
    .prepare("SELECT thread FROM messages WHERE thread <> 'broadcast' LIMIT 1")
    .pluck()
    .get() ?? '') as string;
  const queries: [string, object][] = [
    ['ladder', {}],
    [words[0] as string, {}],
    [`${words[1]} ${words[2]}`, {}],
    [(words[0] as string).slice(0, 1), {}],
    [(words[0] as string).slice(0, 2), { member }],
    ['nothinglikethis', {}],
    ['big vote 2', { kinds: ['receipts'] }],
    ['big', {}],
  ];
  console.log('search (call over the local socket)     median ms   LIKE scan   ratio');
  for (const [text, more] of queries) {
    const times: number[] = [];
    const scans: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      let startMs = performance.now();
      const answer = await callRunningNode(home.home, 'search.find', { text, ...more });
      times.push(performance.now() - startMs);
      if (!answer?.ok) throw new Error(answer?.error.message ?? 'no answer');
      startMs = performance.now();
      like.all(text);
      count.get(text);
      likeLog.all(text);
      scans.push(performance.now() - startMs);
    }
    const name = `"${text}"${'member' in more ? ', of one member' : ''}${'kinds' in more ? ', receipts' : ''}`;
    line(name, median(times), median(scans), ANSWER_AIM_MS);
  }
  db.close();
}

async function opened(browser: Browser, home: CellHome): Promise<Page> {
  const { url } = await home.run<{ url: string }>('dashboard');
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** From the click to a page that has drawn everything it waits for. */
async function showMs(page: Page, hash: string): Promise<number> {
  await page.evaluate(() => {
    location.hash = '#/settings';
  });
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  if (hash === 'settings') {
    await page.evaluate(() => {
      location.hash = '#/identity';
    });
    await page.getByRole('heading', { level: 1, name: 'Identity' }).waitFor();
  }
  return page.evaluate(async (next) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    const startMs = performance.now();
    const before = document.querySelector('h1');
    location.hash = `#/${next}`;
    for (;;) {
      await frame();
      const isNew = document.querySelector('h1') !== before;
      const isWaiting = document.querySelector('main [class*="keleton"], main [aria-busy="true"]') !== null;
      if (isNew && !isWaiting) break;
      if (performance.now() - startMs > 20_000) throw new Error(`${next} was not shown`);
    }
    await frame();
    return performance.now() - startMs;
  }, hash);
}

async function benchPages(big: CellHome, empty: CellHome): Promise<void> {
  const browser = await launchChromium();
  const pages = [await opened(browser, big), await opened(browser, empty)] as const;
  console.log('\npage (in Chromium)                     median ms  empty home   ratio');
  for (const hash of SHOWN) {
    const times: [number[], number[]] = [[], []];
    for (let time = 0; time < TIMES; time += 1) {
      for (const which of [0, 1] as const) times[which].push(await showMs(pages[which], hash));
    }
    line(hash, median(times[0]), median(times[1]), PAGE_AIM_MS);
  }
  await browser.close();
}

const homes: CellHome[] = [];
try {
  const big = await made('big');
  const empty = await made('empty');
  homes.push(big, empty);
  putMessages(big, (await big.status()).did);
  for (const home of homes) await home.start('--dashboard', '127.0.0.1:0');
  const startMs = performance.now();
  await propose(big);
  const tookS = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(
    `${MESSAGES} messages put in as rows, ${PROPOSALS} proposals written by the node in ${tookS} s`,
  );
  await indexed(big);
  await benchSearch(big);
  await benchPages(big, empty);
} finally {
  await Promise.all(homes.map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
