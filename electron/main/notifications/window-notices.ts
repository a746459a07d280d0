import { Notification } from 'electron';
import type { Look } from '../window/look.ts';
import { NoticeCenter } from './notice-center.ts';
import { serverAnswers } from './server-answers.ts';
import type { ToldMemory } from './told-file.ts';

export interface WindowNoticesOptions {
  readonly look: () => Look;
  /** Shows the window, wherever it is, and in it what the part after `#` names. */
  readonly open: (hash: string) => void;
  readonly memory: ToldMemory;
  /** What a title becomes; left out for what it is. */
  readonly titled?: (title: string) => string;
}

/** The notices of a window, by the system's own server of notifications. */
export function windowNotices(options: WindowNoticesOptions): NoticeCenter {
  return new NoticeCenter({ ...options, Notification, answers: () => serverAnswers(process.platform) });
}
