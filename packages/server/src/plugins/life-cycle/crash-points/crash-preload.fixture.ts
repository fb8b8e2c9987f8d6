// Loaded with --import before everything else: counts SQL statements and mutating file calls, and ends the process at one.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { CrashCounter, type CrashOptions } from './crash-point.fixture.ts';
import { wrapFileCalls } from './wrap-file-calls.fixture.ts';
import { wrapFileHandles } from './wrap-file-handles.fixture.ts';
import { wrapStatements } from './wrap-statements.fixture.ts';

declare global {
  var crashCounter: CrashCounter | undefined;
}

const options = JSON.parse(process.env.CRASH_OPTIONS ?? '') as CrashOptions;
const counter = new CrashCounter(options);
globalThis.crashCounter = counter;
await wrapFileHandles(counter);
wrapFileCalls(fs, counter);
syncBuiltinESMExports();
await wrapStatements(counter);
