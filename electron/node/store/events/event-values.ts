/** How the values come about that a log file may hold. */
import { basename } from 'node:path';
import { sha256Hex } from '../../crypto/hash.ts';
import { type Code, FITS, type PeerTag, type Places, type Version } from './event-kinds.ts';

const PLACES_MAX = 6;

/** @param homeId so that nobody can tell by a tag whether two homes know the same peer */
export function peerTag(homeId: string, did: string): PeerTag {
  return sha256Hex(JSON.stringify([homeId, did])).slice(0, 8) as PeerTag;
}

/** Of a thrown error, or of its cause; `other` where none of them is one that we know. */
export function codeOf(thrown: unknown): Code {
  for (let error = Object(thrown), depth = 0; depth < 4; error = Object(error.cause), depth += 1) {
    if (FITS.code(error.code)) return error.code as Code;
  }
  return 'other' as Code;
}

/** A word that is one of the codes that a log may hold. */
export function codeFrom(word: string): Code {
  return (FITS.code(word) ? word : 'other') as Code;
}

/**
 * Files and lines of a stack. What the error says of itself stands above them and may quote others, in several lines
 * and in this very form: it is cut away first, and where that is not possible, nothing is told.
 */
export function placesOf(thrown: unknown): Places {
  if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return '' as Places;
  const { stack, message } = thrown;
  const at = message === '' ? 0 : stack.indexOf(message);
  if (at === -1) return '' as Places;
  const frames = stack
    .slice(at + message.length)
    .split('\n')
    .flatMap((line) => {
      const [, file, row, column] = /^ +at .*?([^\s()]+):(\d+):(\d+)\)?$/.exec(line) ?? [];
      return file === undefined ? [] : [`${basename(file)}:${row}:${column}`];
    })
    .filter((place) => FITS.places(place))
    .slice(0, PLACES_MAX);
  return frames.join(' ') as Places;
}

export function thisVersion(version: string): Version {
  return version as Version;
}
