import type { Lineage } from '@honeyframe/contract/api';
import { useMemo } from 'react';
import { createLineageGraph, findReach, narrowTo } from './lineage-graph.ts';
import { colourOwners } from './lineage-words.ts';
import type { LineageState } from './use-lineage-state.ts';

/** Room between the rows of a narrowed picture, in pixels. */
const ROW_GAP = 20;

/** All of the lineage, the part of it that is shown, and how. Made anew only when what it is made of changes. */
export function useShownLineage(lineage: Lineage, { node, depth, only }: LineageState) {
  const whole = useMemo(() => createLineageGraph(lineage), [lineage]);
  const colours = useMemo(() => colourOwners(lineage.owners), [lineage.owners]);
  const focus = whole.indexOf.get(node);
  const wholeReach = useMemo(
    () => (focus === undefined ? undefined : findReach(whole, focus, Number(depth) || undefined)),
    [whole, focus, depth],
  );
  const narrowed = only !== '' && wholeReach !== undefined;
  const shown = useMemo(
    () => (narrowed && wholeReach ? narrowTo(whole, wholeReach, lineage.node_height + ROW_GAP) : whole),
    [narrowed, whole, wholeReach, lineage.node_height],
  );
  const look = useMemo(() => {
    const place = shown.indexOf.get(node);
    if (!narrowed || place === undefined) return { reach: wholeReach, colours };
    return { reach: findReach(shown, place), colours };
  }, [narrowed, shown, node, wholeReach, colours]);
  return { whole, shown, wholeReach, look };
}
