import { Icon } from '@honeyframe/sdk/ui';
import { type DragEvent, useId, useState } from 'react';

/** A place to drop one archive on, or to choose it. */
export function ArchivePicker({ onPick }: { readonly onPick: (file: File) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string>();
  const pick = (list: FileList | null) => {
    const file = list?.[0];
    if (!file) return;
    const isArchive = /\.(tgz|tar\.gz)$/i.test(file.name);
    setRefused(isArchive ? undefined : file.name);
    if (isArchive) onPick(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    pick(event.dataTransfer.files);
  };
  return (
    <div>
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
        <span>
          Drop a plugin’s .tgz here, or <u>choose it</u>
        </span>
        <span className="hf-drop-note">As npm pack makes it. Of an installed plugin it is an upgrade.</span>
        <input
          id={id}
          type="file"
          accept=".tgz,.tar.gz,application/gzip"
          aria-label="A plugin’s .tgz"
          onChange={(event) => {
            pick(event.currentTarget.files);
            // So that the same file can be chosen again after it was mended.
            event.currentTarget.value = '';
          }}
        />
      </label>
      {refused ? (
        <p className="hf-bad hf-small" role="alert">
          “{refused}” is no .tgz file.
        </p>
      ) : null}
    </div>
  );
}
