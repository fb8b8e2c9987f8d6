import { memo } from 'react';
import type { ColumnGroup } from './find-columns.ts';

/** Two rows of headings that stay: plugins, and their permissions written upwards. */
export const MatrixHead = memo(function MatrixHead({ groups }: { readonly groups: readonly ColumnGroup[] }) {
  return (
    <thead>
      <tr>
        <td className="hf-matrix-corner" rowSpan={2} />
        {groups.map(({ slug, display_name, enabled, columns }) => (
          <th
            key={slug}
            scope="colgroup"
            colSpan={columns.length}
            className="hf-matrix-plugin"
            data-dimmed={!enabled || undefined}
            title={enabled ? display_name : `${display_name} is not enabled in this organisation`}
          >
            <span>
              {display_name}
              {enabled ? null : <span className="hf-matrix-off"> · off</span>}
            </span>
          </th>
        ))}
      </tr>
      <tr>
        {groups.flatMap(({ slug, enabled, columns }) =>
          columns.map(({ permission, description, state, shared_with }, index) => (
            <th
              key={`${slug} ${permission}`}
              scope="col"
              className="hf-matrix-permission"
              data-dimmed={!enabled || undefined}
              data-first={index === 0 || undefined}
              data-pending={state === 'pending' || undefined}
              title={[
                permission,
                description,
                shared_with.length > 0 && `Shared with ${shared_with.join(', ')}`,
              ]
                .filter(Boolean)
                .join('\n')}
            >
              <span>{permission}</span>
            </th>
          )),
        )}
      </tr>
    </thead>
  );
});
