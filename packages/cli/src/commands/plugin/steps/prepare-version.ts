import path from 'node:path';
import type { Send, StepRequest } from '@honeyframe/contract/api';
import { validateFolder } from '@honeyframe/host';
import type { CommandContext } from '../../../command-context.ts';
import { createArchiveFolder } from './archive-folder.ts';
import { fetchPackage } from './fetch-package.ts';
import { sendArchive } from './send-archive.ts';
import type { StepSubject } from './step-subject.ts';

export interface PrepareOptions {
  readonly context: CommandContext;
  readonly send: Send;
  /** The platform runs on this machine: it reads a folder itself. */
  readonly asOperator: boolean;
}

/** The part of a request that names a version, and the plugin that it is one of. */
export interface NamedVersion {
  readonly slug: string;
  readonly request: Pick<StepRequest, 'plugin' | 'folder' | 'upload'>;
}

/** Brings a version to where the platform can look at it: an upload installs nothing. */
export async function prepareVersion(subject: StepSubject, options: PrepareOptions): Promise<NamedVersion> {
  const { context, send, asOperator } = options;
  if (subject.kind === 'name') return { slug: subject.slug, request: { plugin: subject.slug } };
  if (subject.kind === 'archive') return upload(subject.file, send);
  if (subject.kind === 'folder' && asOperator) {
    const { slug } = validateFolder(subject.folder);
    return { slug, request: { folder: subject.folder } };
  }
  await using archive = await createArchiveFolder();
  const file =
    subject.kind === 'package'
      ? await fetchPackage(subject.spec, archive.folder, context.env)
      : await pack(subject.folder, archive.folder);
  return await upload(file, send);
}

async function upload(file: string, send: Send): Promise<NamedVersion> {
  const { upload, plugin } = await sendArchive(file, send);
  return { slug: plugin, request: { upload } };
}

async function pack(folder: string, into: string): Promise<string> {
  // Loading the server takes a moment; only a platform elsewhere needs an archive.
  const { packPlugin } = await import('@honeyframe/server');
  const file = path.join(into, 'plugin.tgz');
  await packPlugin(folder, file);
  return file;
}
