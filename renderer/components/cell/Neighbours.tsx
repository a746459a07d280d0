import { useEffect, useRef, useState } from 'react';
import type { Cell } from '#shared/contract/domain/cell.ts';
import { MEMBERS_MAX } from '#shared/protocol/limits.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { openRequests } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { isFocusLost } from '../../state/step-focus.ts';
import { Button } from '../Button.tsx';
import { OfferRow } from '../forks/OfferRow.tsx';
import styles from './Cell.module.css';
import { Invitations } from './Invitations.tsx';
import { JoinRequests } from './JoinRequests.tsx';

/** Who asks to join, and the invitation for whoever comes next: the first is made unasked, and one after each Accept. */
export function Neighbours({ cell }: { readonly cell: Cell }) {
  const place = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState(true);
  const asking = openRequests(cell).length;
  const accepted = cell.joinRequests.length - asking;
  useEffect(() => {
    // The invitation that had the focus is gone: somebody came with it.
    if (asking > 0 && isFocusLost()) place.current?.querySelector('h3')?.focus();
  }, [asking]);
  return (
    <div ref={place} className={styles.neighbours}>
      {cell.joinRequests.length > 0 ? <JoinRequests onAccepted={() => setWanted(true)} /> : null}
      {cell.members.length >= MEMBERS_MAX ? (
        <FullCell cell={cell} />
      ) : (
        <Invitations
          cell={cell}
          wanted={wanted && cell.members.length + accepted < MEMBERS_MAX}
          onWanted={() => setWanted(false)}
        />
      )}
    </div>
  );
}

/** No seat is left: whoever comes finds one in a fork. */
function FullCell({ cell }: { readonly cell: Cell }) {
  const offers = useNode((node) => node.forks.offers).filter(({ why }) => why === 'full');
  return (
    <>
      <p className={styles.text}>{t('cell.fullText', { cell: visibleLine(cell.name, 60) })}</p>
      {offers.map((offer) => (
        <OfferRow key={offer.about} offer={offer} />
      ))}
      {offers.length > 0 ? null : (
        <div className={styles.buttons}>
          <Button onClick={() => openOverlay({ kind: 'fork' })}>{t('forks.propose')}</Button>
        </div>
      )}
    </>
  );
}
