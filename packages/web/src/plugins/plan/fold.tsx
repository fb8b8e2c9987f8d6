import { Icon } from '@honeyframe/sdk/ui';
import type { ReactNode } from 'react';

interface FoldProps {
  readonly title: ReactNode;
  /** What is inside, in a few words. */
  readonly note?: string | undefined;
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** A part of a plan that can be folded; the browser's own element, so that keys and search within the page work. */
export function Fold({ title, note, open = false, children }: FoldProps) {
  return (
    <details className="hf-fold" open={open}>
      <summary>
        <Icon name="chevron-right" size={15} className="hf-fold-mark" />
        <span className="hf-fold-title">{title}</span>
        {note ? <span className="hf-fold-note">{note}</span> : null}
      </summary>
      <div className="hf-fold-body">{children}</div>
    </details>
  );
}
