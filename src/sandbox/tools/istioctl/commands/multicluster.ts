import type { Command } from '../command.ts';
import { type CheckResult, clusterChecks } from './multicluster-checks.ts';

/** `istioctl multicluster check`, of Solo's istioctl: one line a check, and what is wrong with which peer. */
const check: Command = {
  names: ['check'],
  about: 'Check that clusters are linked',
  flags: [
    { name: 'contexts', type: 'string', help: 'contexts of the clusters, with commas between them' },
    { name: 'verbose', letter: 'v', type: 'bool', help: 'details of what was found' },
    { name: 'precheck', letter: 'p', type: 'bool', help: 'before they are linked', refused: true },
  ],
  run({ flags, io, world }) {
    const contexts = flags.text('contexts').split(',').filter(Boolean);
    const worlds = contexts.length ? contexts.map((context) => world(context)) : [world()];
    const verbose = flags.on('verbose');
    const results = worlds.map((one) => clusterChecks(one, { several: worlds.length > 1 }));
    for (const [index, checks] of results.entries()) {
      if (worlds.length > 1)
        io.stdout.write(`${index ? '\n' : ''}=== Cluster: ${worlds[index]?.cluster} ===\n`);
      io.stdout.write(checks.map((check) => lineOf(check, verbose)).join(''));
    }
    if (!results.flat().some(({ outcome }) => outcome === 'failed')) return 0;
    if (!verbose) io.stdout.write('\nRun with --verbose flag to see details\n');
    io.stderr.write('Error: multicluster check found issues\n');
    return 1;
  },
};

/** A success starts with a tick; what isn't one with a warning sign and two blanks. */
function lineOf({ name, outcome, said, details }: CheckResult, verbose: boolean): string {
  const line = `${outcome === 'passed' ? '✅' : '⚠️ '} ${name}: ${said}\n`;
  const head = verbose && details.length ? `--- ${name} ---\n` : '';
  const shown = details.filter(({ always }) => always || verbose).map(({ text }) => `   ${text}\n`);
  return `${head}${line}${shown.join('')}`;
}

const refused = (name: string, about: string): Command => ({ names: [name], about });

/** `istioctl multicluster`, which Solo's istioctl has. */
export const multicluster: Command = {
  names: ['multicluster'],
  about: 'Link clusters, and check that they are',
  commands: [
    check,
    refused('expose', 'Make an east-west gateway'),
    refused('link', 'Link clusters with each other'),
    refused('generate', 'Print what would link clusters'),
    refused('debug', 'Look into linked clusters'),
  ],
};
