import { shell } from '../shell/shell.ts';
import type { Command } from './command.ts';

/** `test` and `[` as programs of their own, for probes and others that start no shell. */
export const test: Command = (call) => shell({ ...call, argv: ['sh', '-c', '"$@"', 'sh', ...call.argv] });
