import { UsageError } from './flags.ts';
import { type CheckResult, clusterChecks } from './multicluster-checks.ts';
import type { Verb } from './verb.ts';

/** `istioctl multicluster check`, of Solo's istioctl: one line a check, and what is wrong with which peer. */
export const multiclusterCheck: Verb = {
  names: ['check'],
  flags: [
    { name: 'contexts', takes: 'value' },
    { name: 'verbose', letter: 'v', takes: 'nothing' },
    { name: 'precheck', letter: 'p', takes: 'nothing' },
  ],
  run({ flags, io, world }) {
    if (flags.values.has('precheck'))
      throw new UsageError('sandbox: istioctl multicluster check --precheck is not simulated');
    const contexts = flags.values.get('contexts')?.split(',').filter(Boolean) ?? [];
    const worlds = contexts.length ? contexts.map((context) => world(context)) : [world()];
    const verbose = flags.values.get('verbose') === 'true';
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
