import type { Found } from './command.ts';
import { commands } from './registry.ts';

/** Looks a command up in an image, by name or by the path of a folder for programs. */
export function findCommand(binaries: readonly string[], name: string): Found {
  const base = /^(\/usr)?(\/local)?\/s?bin\/([^/]+)$/.exec(name)?.[3] ?? name;
  if (!binaries.includes(base)) return { kind: 'absent' };
  const run = commands[base];
  return run ? { kind: 'command', run } : { kind: 'not simulated' };
}
