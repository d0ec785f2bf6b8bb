import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Io } from './io.ts';

/**
 * The name of the file with a project's settings: YAML, as pages have it at their top, so that projects without Node
 * have it too, and nothing of a stranger's project is run to read it.
 */
const configurationName = 'runbook.config.yaml';

/**
 * Gives a command the values of the configuration file for options that neither the command line nor a variable of the
 * environment has set.
 * @throws RunbookError with the places of everything that is wrong in the file.
 */
export async function configure(command: Command, io: Io): Promise<void> {
  const file = findConfiguration(io.cwd);
  if (file === undefined) return;
  // Loaded late: most projects have none.
  const { readConfiguration } = await import('./read-configuration.ts');
  for (const { option, value } of readConfiguration(file, io.cwd)) {
    const source = command.getOptionValueSource(option);
    // A process that runs one file of many reports to the process that started it alone.
    if (option === 'reporter' && command.getOptionValue('asPart')) continue;
    if (source !== undefined && source !== 'default') continue;
    // A folder is one beside the file, wherever somebody stands.
    const here = option === 'journalFolder' ? resolve(dirname(file), String(value)) : value;
    command.setOptionValueWithSource(option, here, 'config');
  }
}

/** The file in this folder or the nearest above it, up to the top of the repository. */
function findConfiguration(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, configurationName);
    if (existsSync(file)) return file;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}
