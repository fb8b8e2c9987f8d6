import type { Lineage } from '@honeyframe/contract/api';
import { Icon } from '@honeyframe/sdk/ui';
import { lookWords } from './lineage-words.ts';

interface LineageLegendProps {
  readonly owners: Lineage['owners'];
  readonly colours: ReadonlyMap<string, string>;
}

/** What colours and marks mean. */
export function LineageLegend({ owners, colours }: LineageLegendProps) {
  return (
    <footer className="hf-lineage-legend">
      <ul aria-label="States">
        {Object.entries(lookWords).map(([look, { label, icon }]) => (
          <li key={look} data-look={look}>
            <Icon name={icon} size={13} />
            {label}
          </li>
        ))}
      </ul>
      <ul aria-label="Whose">
        {owners.map(({ slug, display_name }) => (
          <li key={slug}>
            <span className="hf-owner-dot" style={{ background: colours.get(slug) }} />
            {display_name}
          </li>
        ))}
      </ul>
    </footer>
  );
}
