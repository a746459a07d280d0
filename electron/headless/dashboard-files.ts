import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { speaking } from '#shared/words/language.ts';
import { learn } from '#shared/words/learn.ts';
import { type StringKey, type StringParams, t } from '#shared/words/translate.ts';
import { dashboardFile } from '../host/serving/dashboard-file.ts';
import { languageOfBrowser } from './dashboard-language.ts';

/** Answers with a file of the built dashboard, and with nothing else of the disk. */
export async function serveFile(
  root: string,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = dashboardFile(root, pathname);
  const found = file && (await stat(file.path).catch(() => null));
  if (!file || !found?.isFile()) return refuse(response, 404, 'terminal.dashboard.noFile');
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': found.size });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(file.path)
      .on('error', () => response.destroy())
      .pipe(response);
}

/** Says why not, in the language of whoever looks. */
export function refuse(
  response: ServerResponse,
  status: number,
  key: StringKey,
  params: StringParams = {},
): void {
  const spoken = languageOfBrowser(response.req.headers['accept-language']);
  const say = () =>
    answerText(
      response,
      status,
      speaking(spoken, () => t(key, params)),
    );
  // Without the words of a language it is said in English.
  void learn(spoken).then(say, say);
}

export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
