import type { Look } from '../window/look.ts';
import type { Matter } from './matters.ts';

/** Whether the operator has that very thing before the eyes, so that nothing has to be told. */
export function isInSight(matter: Matter, { window, hash }: Look): boolean {
  // Wherever the window is seen at all it says that it is locked.
  if (matter.kind === 'locked') return window !== 'none' && window !== 'hidden';
  if (window !== 'focused') return false;
  const [page = '', part = ''] = hash.replace(/^#\/?/, '').split('/');
  const overview = page === '' || page === 'overview';
  switch (matter.kind) {
    case 'votes':
    case 'decisions':
      return overview || (page === 'governance' && (part === '' || part === matter.proposal.id));
    case 'messages':
      return page === 'messages' && decoded(part) === matter.message.thread;
    case 'joins':
    case 'returns':
      return overview || page === 'sync';
    case 'forks':
    case 'departures':
      return overview || (page === 'settings' && part === 'cells');
    case 'peers':
      return overview || page === 'sync';
    case 'disk':
    case 'damage':
      return true;
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
