/** Mail that travels with people, in words (UI.md §11). */
import type { Carried } from '../../contract/domain/carried.ts';
import { byteSize } from '../format/bytes.ts';
import { nameList } from '../format/names.ts';
import { t } from '../translate.ts';

type Names = ReadonlyMap<string, string>;

/** `Carries 12 messages for others, 1.4 MB`, or why it carries none. */
export function carriesInWords({ parcels, bytes, on, hasRoom }: Carried): string {
  const carries = t('carried.carries', { n: parcels, size: byteSize(bytes) });
  if (!on) return parcels > 0 ? t('carried.offWith', { carries }) : t('carried.off');
  if (!hasRoom) return parcels > 0 ? t('carried.noRoomWith', { carries }) : t('carried.noRoom');
  return parcels > 0 ? carries : t('carried.none');
}

/** `Was given 2 of your messages for bob`; null where it was given none. */
export function givenInWords({ given }: Carried, carrierDid: string, names: Names): string | null {
  const his = given.filter(({ carrier }) => carrier === carrierDid);
  if (his.length === 0) return null;
  return t('carried.given', {
    n: givenTo({ given }, carrierDid),
    names: nameList(his.map(({ to }) => names.get(to) || t('common.unknownPeer'))),
  });
}

/** How many of this node's messages a member was given. */
export function givenTo({ given }: Pick<Carried, 'given'>, carrierDid: string): number {
  return given.reduce((sum, { carrier, messages }) => sum + (carrier === carrierDid ? messages : 0), 0);
}
