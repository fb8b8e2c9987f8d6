import { useState } from 'react';
import { FileDrop } from '../../forms/file-drop.tsx';

/** A place to drop one archive on, or to choose it. */
export function ArchivePicker({ onPick }: { readonly onPick: (file: File) => void }) {
  const [refused, setRefused] = useState<string>();
  const pick = ([file]: readonly File[]) => {
    if (!file) return;
    const isArchive = /\.(tgz|tar\.gz)$/i.test(file.name);
    setRefused(isArchive ? undefined : file.name);
    if (isArchive) onPick(file);
  };
  return (
    <div>
      <FileDrop
        accept=".tgz,.tar.gz,application/gzip"
        onFiles={pick}
        label="A plugin’s .tgz"
        note="As npm pack makes it. Of an installed plugin it is an upgrade."
      >
        Drop a plugin’s .tgz here, or <u>choose it</u>
      </FileDrop>
      {refused ? (
        <p className="hf-bad hf-small" role="alert">
          “{refused}” is no .tgz file.
        </p>
      ) : null}
    </div>
  );
}
