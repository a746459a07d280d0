import { type Saying, says } from '#shared/protocol/saying.ts';
import type { FetchEnd } from './fetch-table.ts';

/** Why a file of that member does not come. */
export function endSays(code: FetchEnd, name: string): Saying {
  switch (code) {
    case 'not-found':
      return says('error.files.notFound', { name });
    case 'gone':
      return says('error.files.gone', { name });
    case 'changed':
      return says('error.files.changed', { name });
    case 'damaged':
      return says('error.files.damaged', { name });
    case 'cancelled':
      return says('error.files.cancelled');
    case 'expired':
      return says('error.files.expired');
    case 'stale':
      return says('error.files.stale', { name });
    case 'no-room':
      return says('error.files.noRoomLeft');
  }
}

/** Why a file of ours is not fetched any more. */
export function offerEndSays(code: FetchEnd): Saying {
  switch (code) {
    case 'changed':
      return says('error.files.offerChanged');
    case 'gone':
      return says('error.files.offerGone');
    default:
      return says('error.files.offerEnded');
  }
}
