// Prints the discovery report of the folder in argv[2]. Root may read everything, so as root it gives that up first;
// the modules are loaded by then, and a 0700 home around them does not matter.
import { discoverReport } from '@honeyframe/host';

const nobody = 65534;
if (process.getuid?.() === 0) {
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
}
process.stdout.write(
  JSON.stringify(
    await discoverReport({
      installDir: process.argv[2] ?? '',
      env: {},
      platformVersion: '0.1.0',
      knownIcons: new Set(['box', 'house', 'stethoscope', 'users']),
    }),
  ),
);
