import { useEffect, useState } from 'react';
import type { Cell } from '#shared/contract/domain/cell.ts';
import { useNode } from '../../state/context.tsx';
import { remindsOfWords } from '../../state/recovery-words.ts';
import { goTo } from '../../state/routes.ts';
import { endFirstStart, useFirstStart } from './first-start.ts';
import { NeighboursStep } from './NeighboursStep.tsx';
import { WordsStep } from './WordsStep.tsx';

/** What is left once there is a cell: neighbours for whoever founded it, and the words for whoever still has them here. */
export function InCell({ cell }: { readonly cell: Cell }) {
  const founded = useFirstStart((start) => start.founded);
  const writes = useFirstStart((start) => start.writes);
  const reminds = useNode(remindsOfWords);
  const [isAlone, setAlone] = useState(founded);
  const isOver = !isAlone && !writes && !reminds;
  useEffect(() => {
    // Once begun it goes on to its end, though the words are forgotten on the way.
    if (!isAlone && reminds) useFirstStart.setState({ writes: true });
  }, [isAlone, reminds]);
  const end = () => {
    endFirstStart();
    // There the next vote waits for whoever has just come in.
    if (!founded) goTo('overview');
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when nothing is left to ask
  useEffect(() => {
    if (isOver) end();
  }, [isOver]);
  if (isAlone) return <NeighboursStep cell={cell} hasNext={reminds} onEnd={() => setAlone(false)} />;
  return writes ? <WordsStep onEnd={end} /> : null;
}
