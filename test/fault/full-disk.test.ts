import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { PROJECT_FOLDER } from '../support/electron-runtime.ts';
import { describeIfMet, type Requirement } from '../support/requirements.ts';

const COMMAND = join(PROJECT_FOLDER, 'out/headless/cli.js');
const FULL_RECIPIENT = fileURLToPath(new URL('processes/full-recipient.ts', import.meta.url));

/** Runs a script of the shell where what it mounts is seen by nobody else. */
function withMounts(script: string, ...args: string[]): string {
  return execFileSync('unshare', ['--mount', 'sh', '-euc', script, 'sh', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function mountsRequirement(): Requirement {
  try {
    withMounts('mount -t tmpfs tmpfs /mnt');
    return null;
  } catch {
    return {
      what: 'This user may not mount file systems of its own.',
      remedy: 'sudo env "PATH=$PATH" npm test',
    };
  }
}

/** Founds a cell on a disk of so many KiB, again once there is room, and says how each ended. */
const FOUND = `
  disk=$1 kib=$2 node=$3 cli=$4 other=$5
  mount -t tmpfs -o size="$kib"k,mode=700 tmpfs "$disk"
  export GHOSTSTACK_STATE_DIR="$disk/state"
  init() {
    "$node" "$cli" init --home "$disk/home" --name "$1" --cell Maple --key-file "$disk/alice.key" 2>&1 && echo founded
  }
  init alice || echo failed
  mount -o remount,size=64m "$disk"
  [ -z "$other" ] || init "$other" || echo failed
  init alice || echo failed
  ls "$disk/home"
  "$node" "$cli" log verify --home "$disk/home"
  echo used $(du -sk "$disk" | cut -f1)`;

describeIfMet(mountsRequirement(), 'on a full disk', () => {
  const disk = () => {
    const folder = mkdtempSync(join(tmpdir(), 'ghoststack-disk-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  };

  test('`init` fails in words and is repeated once there is room, wherever it was cut short', () => {
    const folder = disk();
    const found = (kib: number, other = '') =>
      withMounts(FOUND, folder, String(kib), process.execPath, COMMAND, other);
    const roomy = found(65_536);
    expect(roomy).toContain('belongs to alice already');
    const used = Number(/used (\d+)/.exec(roomy)?.[1]);
    let cutShort = 0;
    const sizes = [8, used / 2, used - 24];
    if (process.env.GHOSTSTACK_LONG === '1') sizes.push(16, used / 4, (used * 3) / 4, used - 40, used - 8);
    for (const kib of sizes) {
      const said = found(Math.ceil(kib));
      if (said.startsWith('alice is did:webvh:')) continue;
      cutShort += 1;
      expect(said).toMatch(/^ghoststack: The disk is full/);
      expect(said.match(/^founded$/gm), said).toHaveLength(1);
      expect(said).toContain('Maple: 1 receipt of 1 member is as it was signed');
      expect(said).not.toMatch(/^unfinished$/m);
    }
    expect(cutShort).toBeGreaterThan(sizes.length / 2);
    expect(found(Math.ceil(used / 2), 'mallory')).toContain(
      'It is half made: go on with --name alice, or delete it.',
    );
  });

  test('`log export` leaves no half of a file behind', () => {
    const folder = disk();
    const said = withMounts(
      `${FOUND}
      for title in one two three four; do
        "$node" "$cli" propose --home "$disk/home" --key-file "$disk/alice.key" $title > /dev/null
      done
      mkdir "$disk/stick"
      mount -t tmpfs -o size=4k,mode=700 tmpfs "$disk/stick"
      write_log() {
        "$node" "$cli" log export --home "$disk/home" --key-file "$disk/alice.key" "$disk/stick/log" 2>&1
      }
      write_log || ls -A "$disk/stick"
      mount -o remount,size=1m "$disk/stick"
      write_log
      "$node" "$cli" log verify "$disk/stick/log"`,
      folder,
      '65536',
      process.execPath,
      COMMAND,
      '',
    );
    expect(said.split(/^used \d+$/m)[1]).toMatch(
      /^\nghoststack: There is no room for .*\nWritten to .*\nMaple: \d+ receipts of 1 member are as they were signed/,
    );
  });

  test('a backup and a restore that find no room say whose disk is full, and leave nothing', () => {
    const folder = disk();
    const said = withMounts(
      `disk=$1 node=$2 cli=$3
      export GHOSTSTACK_STATE_DIR="$disk/state"
      key="--key-file $disk/alice.key --passphrase-file $disk/passphrase"
      (umask 077; echo 'maple syrup at dawn' > "$disk/passphrase")
      "$node" "$cli" init --home "$disk/home" --name alice --cell Maple --key-file "$disk/alice.key" > /dev/null
      mkdir "$disk/stick"
      mount -t tmpfs -o size=64k,mode=700 tmpfs "$disk/stick"
      "$node" "$cli" backup --home "$disk/home" $key "$disk/stick/alice.gsbackup" 2>&1 || echo failed
      "$node" "$cli" backup --home "$disk/home" $key "$disk/alice.gsbackup" > /dev/null
      "$node" "$cli" restore --home "$disk/stick/again" --passphrase-file "$disk/passphrase" "$disk/alice.gsbackup" 2>&1 || echo failed
      find "$disk/stick" -mindepth 1`,
      folder,
      process.execPath,
      COMMAND,
    );
    const stick = join(folder, 'stick');
    const lines = said.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      new RegExp(`There is no room for ${stick}/alice.gsbackup: .* free there. Nothing was changed.`),
    );
    expect(lines[2]).toMatch(new RegExp(`There is no room for ${stick}/again`));
    expect([lines[1], lines[3]]).toEqual(['failed', 'failed']);
  });

  test('a member gets what it was sent and what it fetches once there is room, and its node says so meanwhile', () => {
    const folder = disk();
    const said = withMounts('exec "$@"', process.execPath, FULL_RECIPIENT, folder);
    const { whileFull, areEqual, texts } = JSON.parse(said);
    expect(whileFull.problem).toContain('The disk is full');
    expect(whileFull.small).not.toBe('whole');
    expect(areEqual).toEqual([true, true]);
    expect(texts.sort()).toEqual(['a text', 'large', 'small']);
  });

  test('a damaged database is saved once there is room, and nothing of it is lost by the first try', () => {
    const folder = disk();
    const said = withMounts(
      `disk=$1 node=$2 cli=$3
      mount -t tmpfs -o size=64m,mode=700 tmpfs "$disk"
      export GHOSTSTACK_STATE_DIR="$disk/state"
      "$node" "$cli" init --home "$disk/home" --name alice --cell Maple --key-file "$disk/alice.key" > /dev/null
      for title in one two; do
        "$node" "$cli" propose --home "$disk/home" --key-file "$disk/alice.key" $title > /dev/null
      done
      verify() { "$node" "$cli" log verify --home "$disk/home"; }
      start() {
        "$node" "$cli" start --home "$disk/home" --key-file "$disk/alice.key" --listen 127.0.0.1:0 --no-mdns --json
      }
      verify
      dd if=/dev/zero of="$disk/home/node.db" bs=16 count=1 conv=notrunc 2> /dev/null
      mount -o remount,size=$(($(du -sk "$disk" | cut -f1) + 24))k "$disk"
      for try in 1 2; do start 2>&1 && echo started || echo tried; done
      ls "$disk/home"
      mount -o remount,size=64m "$disk"
      start 2> "$disk/said" | { head -n 1; "$node" "$cli" stop --home "$disk/home"; cat > /dev/null; }
      grep -o 'The database failed its check' "$disk/said"
      ls "$disk/home"
      verify`,
      folder,
      process.execPath,
      COMMAND,
    );
    const [before, full, after, last] = said.split(/(?<=^tried\n)(?=node|card)|(?=^\{"ready)|(?<=check\n)/m);
    const [whole] = /^Maple: \d+ receipts of 1 member are as they were signed.*$/m.exec(before ?? '') ?? [];
    expect(whole, said).toMatch(/^Maple: [3-9] receipts/);
    expect(before?.match(/The disk is full/g), said).toHaveLength(2);
    expect(full, said).toMatch(/^node\.db\.damaged-/m);
    expect(full, said).toMatch(/^salvage\.json$/m);
    expect(after, said).toContain('"phase":"running"');
    expect(last, said).not.toMatch(/^salvage\.json$/m);
    expect(last, said).toContain(whole);
  });
});
