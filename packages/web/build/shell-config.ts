import react from '@vitejs/plugin-react';
import type { UserConfig } from 'vite';
import { facadeEntries, sharedFacades } from './shared-facades.ts';

export interface ShellConfigOptions {
  /** Folder that holds index.html and src/main.tsx. */
  readonly root: string;
  /** Modules to share; all of the contract's list unless a test shares fewer. */
  readonly shared?: readonly string[];
}

const prebundled = [
  'react',
  'react/jsx-runtime',
  'react/jsx-dev-runtime',
  'react-dom',
  'react-dom/client',
  'react-router',
  '@tanstack/react-query',
];

/** How the shell is built and, in development, served. The caller adds where the output and the cache go. */
export function createShellConfig({ root, shared }: ShellConfigOptions): UserConfig {
  return {
    root,
    appType: 'custom',
    plugins: [react(), sharedFacades(root)],
    // A plugin outside of the repository has no node_modules above it: these always come from the shell.
    resolve: { dedupe: ['react', 'react-dom', 'react-router', '@tanstack/react-query', '@honeyframe/sdk'] },
    // A plugin's first import of one of these must not make Vite bundle again and reload the page.
    optimizeDeps: { entries: ['src/main.tsx'], include: prebundled },
    build: {
      target: 'es2022',
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      rolldownOptions: {
        input: { app: 'src/main.tsx', ...facadeEntries(shared) },
        preserveEntrySignatures: 'strict',
        output: {
          entryFileNames: ({ name }) => `${fileNameOf(name)}-[hash].js`,
          chunkFileNames: '[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  };
}

/** `@honeyframe/sdk/ui` becomes `shared/honeyframe-sdk-ui`. */
function fileNameOf(entryName: string): string {
  return entryName === 'app' ? 'app' : `shared/${entryName.replace('@', '').replaceAll('/', '-')}`;
}
