import { HeadMarker } from '../../store/head-marker.ts';
import { SafetyState } from '../../store/safety-state.ts';
import type { Store } from '../../store/store.ts';

/** What marks, in the state folder, how far the own feed in a cell has come. */
export function ownMark(store: Store, folder: string, cell: string, scid: string): HeadMarker {
  return new HeadMarker({ folder, home: new SafetyState(store).homeId(), cell, scid });
}
