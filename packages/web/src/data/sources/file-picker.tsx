import { ActionIcon, formatBytes, Icon } from '@honeyframe/sdk/ui';
import { useState } from 'react';
import { FileDrop } from '../../forms/file-drop.tsx';

interface FilePickerProps {
  readonly files: readonly File[];
  readonly onChange: (files: readonly File[]) => void;
}

// What the server accepts as a file's name.
const FILE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}\.csv$/i;

/** A place to drop CSV files on, or to choose them; a file of the same name replaces the one before. */
export function FilePicker({ files, onChange }: FilePickerProps) {
  const [refused, setRefused] = useState<readonly string[]>([]);
  const add = (chosen: readonly File[]) => {
    const good = chosen.filter(({ name }) => FILE_NAME.test(name));
    setRefused(chosen.filter(({ name }) => !FILE_NAME.test(name)).map(({ name }) => name));
    const byName = new Map([...files, ...good].map((file) => [file.name, file]));
    onChange([...byName.values()].toSorted((a, b) => a.name.localeCompare(b.name)));
  };
  return (
    <div>
      <FileDrop
        accept=".csv,text/csv"
        multiple
        onFiles={add}
        note="One file for each table: patients.csv becomes the table “patients”."
      >
        Drop CSV files here, or <u>choose them</u>
      </FileDrop>
      {refused.length > 0 ? (
        <p className="hf-bad hf-small">
          Left out, because they are no CSV files or have unusual names: {refused.join(', ')}
        </p>
      ) : null}
      {files.length > 0 ? (
        <ul className="hf-files">
          {files.map((file) => (
            <li key={file.name}>
              <Icon name="file-text" size={14} />
              <span>{file.name}</span>
              <span className="hf-nothing">{formatBytes(file.size)}</span>
              <ActionIcon
                size="sm"
                aria-label={`Leave ${file.name} out`}
                onClick={() => onChange(files.filter((other) => other !== file))}
              >
                <Icon name="x" size={13} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
