import type { ReactNode } from 'react';

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="hf-section">
      <h3 className="hf-section-title">{title}</h3>
      {children}
    </section>
  );
}
