/** The other side of a running node's control socket: asks it, and hears what it pushes. */
import { connect } from 'node:net';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import { fail, type Result } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { controlSocketsToAsk } from './control-socket-path.ts';
import { readLines } from './read-lines.ts';

/** Answers are the node's own: a snapshot or a page of messages. */
const ANSWER_MAX_BYTES = 256 * 1024 * 1024;

/** What takes a node longest is to check its whole log. One that hangs must not hang whoever asks, and scripts. */
const ANSWER_MS = 60_000;

/**
 * Asks the running node of a home, or answers null when none runs there.
 * @throws {GhostStackError} `forbidden` if another user could be the one who answers
 */
export async function callRunningNode(
  home: string,
  name: string,
  input: unknown,
  answerMs = ANSWER_MS,
): Promise<Result<unknown> | null> {
  for (const path of controlSocketsToAsk(home)) {
    const answer = await callAt(path, name, input, answerMs);
    if (answer) return answer;
  }
  return null;
}

function callAt(
  path: string,
  name: string,
  input: unknown,
  answerMs: number,
): Promise<Result<unknown> | null> {
  return new Promise((resolve, reject) => {
    const client = connect(path);
    const late = setTimeout(() => {
      resolve(fail('unavailable', says('error.host.nodeHangs', { waited: { durationMs: answerMs } })));
      client.destroy();
    }, answerMs);
    client.once('connect', () => client.write(`${JSON.stringify({ name, input })}\n`));
    client.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
      else reject(error);
    });
    readLines(client, ANSWER_MAX_BYTES, (line) => {
      resolve(JSON.parse(line) as Result<unknown>);
      client.end();
    });
    client.once('close', () => {
      clearTimeout(late);
      resolve(fail('unavailable', says('error.host.endedBeforeAnswer')));
    });
  });
}

export interface WatchedNode {
  /** Hears no more; `onEnd` is not called for it. */
  close(): void;
}

/**
 * Hears what the running node of a home pushes, from when this resolves until it ends. Null when none runs there.
 * @throws {GhostStackError} `forbidden` if another user could be the one who pushes
 */
export async function watchRunningNode(
  home: string,
  heard: { readonly onPush: (push: Push) => void; readonly onEnd: () => void },
): Promise<WatchedNode | null> {
  for (const path of controlSocketsToAsk(home)) {
    const watched = await watchAt(path, heard);
    if (watched) return watched;
  }
  return null;
}

function watchAt(
  path: string,
  { onPush, onEnd }: { readonly onPush: (push: Push) => void; readonly onEnd: () => void },
): Promise<WatchedNode | null> {
  return new Promise((resolve) => {
    const client = connect(path);
    let isWatching = false;
    let isClosed = false;
    client.once('connect', () => client.write(`${JSON.stringify({ name: 'headless.watch', input: {} })}\n`));
    client.on('error', () => client.destroy());
    readLines(client, ANSWER_MAX_BYTES, (line) => {
      const said = JSON.parse(line) as Result<unknown> | { readonly push: Push };
      if ('push' in said) return onPush(said.push);
      isWatching = said.ok;
      if (!said.ok) client.destroy();
      else
        resolve({
          close() {
            isClosed = true;
            client.destroy();
          },
        });
    });
    client.once('close', () => {
      resolve(null);
      if (isWatching && !isClosed) onEnd();
    });
  });
}
