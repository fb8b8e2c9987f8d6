import { Icon } from '@honeyframe/sdk/ui';
import { type DragEvent, type ReactNode, useId, useState } from 'react';
import './file-drop.css';

interface FileDropProps {
  /** What the file dialog offers: `.csv,text/csv`. */
  readonly accept: string;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  /** For the input; the text inside is its name where it is left out. */
  readonly label?: string;
  readonly note: string;
  /** The invitation: what to drop. */
  readonly children: ReactNode;
}

/** A place to drop files on, or to choose them. Nothing is refused here: a drop may be of any kind. */
export function FileDrop({ accept, multiple = false, onFiles, label, note, children }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <label
      htmlFor={id}
      className="hf-drop"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="upload" size={20} />
      <span>{children}</span>
      <span className="hf-drop-note">{note}</span>
      <input
        id={id}
        type="file"
        accept={accept}
        multiple={multiple}
        aria-label={label}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // So that the same file can be chosen again after it was mended.
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
