/**
 * Invitations, recovery codes and requests to show a credential as links: from the operating system to the app, and from
 * there to the dashboard's address.
 */

import { INVITATION_CODE_MAX } from '../../protocol/limits.ts';

export const LINK_SCHEME = 'ghoststack';
const LINK = /^ghoststack:\/\/join\/([^/]+)$/;
const HASH = /^#\/join\/([^/]+)$/;
const RECOVER_LINK = /^ghoststack:\/\/recover\/([^/]+)$/;
const RECOVER_HASH = /^#\/recover\/([^/]+)$/;
const PRESENT_LINK = /^ghoststack:\/\/present\/([^/]+)$/;
const PRESENT_HASH = /^#\/present\/([^/]+)$/;
/** base64url of a request of 4 096 bytes, the most one has. */
const REQUEST_CODE = /^[A-Za-z0-9_-]{1,5462}$/;
/** base64url, then the first eight hexadecimal digits of a hash. */
const CODE = /^[A-Za-z0-9_-]+\.[0-9a-f]{8}$/;

/** The code in `ghoststack://join/CODE`; null for every other text. */
export function codeInLink(text: string): string | null {
  return soundCode(LINK.exec(text)?.[1]);
}

/** The code in `ghoststack://recover/CODE`; null for every other text. */
export function codeInRecoverLink(text: string): string | null {
  return soundCode(RECOVER_LINK.exec(text)?.[1]);
}

/** What the dashboard's address ends in when it shall ask for recovery. */
export function recoverHash(code: string): string {
  return `#/recover/${code}`;
}

/** The code in what `recoverHash` gives; null for every other page. */
export function codeInRecoverHash(hash: string): string | null {
  return soundCode(RECOVER_HASH.exec(hash)?.[1]);
}

/** What the dashboard's address ends in when it shall open the join dialog. */
export function joinHash(code: string): string {
  return `#/join/${code}`;
}

/** The code in what `joinHash` gives; null for every other page. */
export function codeInHash(hash: string): string | null {
  return soundCode(HASH.exec(hash)?.[1]);
}

/** The code in `ghoststack://present/CODE`; null for every other text. */
export function codeInPresentLink(text: string): string | null {
  return soundRequest(PRESENT_LINK.exec(text)?.[1]);
}

export function presentLink(code: string): string {
  return `ghoststack://present/${code}`;
}

/** What the dashboard's address ends in when it shall ask what is shown to whoever made the request. */
export function presentHash(code: string): string {
  return `#/present/${code}`;
}

/** The code in what `presentHash` gives; null for every other page. */
export function codeInPresentHash(hash: string): string | null {
  return soundRequest(PRESENT_HASH.exec(hash)?.[1]);
}

function soundRequest(code: string | undefined): string | null {
  return code !== undefined && REQUEST_CODE.test(code) ? code : null;
}

function soundCode(code: string | undefined): string | null {
  return code !== undefined && code.length <= INVITATION_CODE_MAX && CODE.test(code) ? code : null;
}
