import { type Command, Option } from 'commander';
import { exporters } from '../../engine/export/registry.ts';
import { type CliCommand, examples } from '../command.ts';
import type { ExportOptions } from '../export-files.ts';
import { several, wholeNumber } from '../options.ts';

/** `runbook export FILE --to FORM`: the same run elsewhere. */
export const exportCommand: CliCommand = (program, io, exit) => {
  const form = new Option('--to <form>', 'what to make: `bash` for a script, `kubernetes-job` for a Job');
  const command = program
    .command('export')
    .summary('make a script, or a Job of Kubernetes, that runs the same')
    .description(
      'Write a bash script that runs and checks a runbook without Node, or a Kubernetes Job that spreads runbooks over pods.',
    )
    .argument('<file...>', 'Markdown files, as given or under runbooks/; a script takes one')
    .addOption(form.choices(Object.keys(exporters)).makeOptionMandatory())
    .option('-o, --output <file>', 'write it there; else to standard output');
  addJobOptions(command)
    .addHelpText('after', help)
    .action(async (files: readonly string[], options: ExportOptions) => {
      const { exportFiles } = await import('../export-files.ts');
      exit(await exportFiles(files, options, io));
    });
};

function addJobOptions(command: Command): Command {
  const target = new Option(
    '--target <target>',
    'kubernetes-job: what the pods run against (default: sandbox)',
  );
  return command
    .option('--image <image>', 'kubernetes-job: image with runbook, Node, bash, kubectl and other tools')
    .option(
      '--shards <count>',
      'kubernetes-job: how many pods share the runbooks (default: at most 4)',
      wholeNumber,
    )
    .option(
      '--parallelism <count>',
      'kubernetes-job: pods at a time (default: all, on clusters 1)',
      wholeNumber,
    )
    .addOption(target.choices(['sandbox', 'cluster']))
    .option('--kubeconfig-secret <name>', 'kubernetes-job: Secret whose key `config` is the kubeconfig')
    .option('--env-secret <name>', 'kubernetes-job: Secret whose keys are variables of the pods')
    .option('--name <name>', 'kubernetes-job: of the Job and its ConfigMaps (default: runbooks)')
    .option('--namespace <name>', 'kubernetes-job: where they belong; else where they are applied')
    .option('--include <path>', 'kubernetes-job: file or folder that goes along (repeatable)', several);
}

const help = examples(
  ['runbook export labs/lab2.md --to bash -o lab2.sh', 'a script with LAB 2 and what it requires'],
  ['runbook export labs/lab2.md --to bash | less', 'look at it first'],
  [
    'runbook export labs --to kubernetes-job --image IMAGE --shards 2 -o job.yaml',
    'a Job whose two pods share all labs',
  ],
);
