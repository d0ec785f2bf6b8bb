import { type Command, Option } from 'commander';
import { exporters } from '../../engine/export/registry.ts';
import { type CliCommand, examples } from '../command.ts';
import type { ExportOptions } from '../export-files.ts';
import type { ExportPagesOptions } from '../export-pages.ts';
import { several, wholeNumber } from '../options.ts';
import { pageFormNames } from '../page-forms.ts';

/** `runbook export FILE --to FORM`: the same run elsewhere. */
export const exportCommand: CliCommand = (program, io, exit) => {
  const form = new Option(
    '--to <form>',
    'what to make: `bash` for a script, `kubernetes-job` for a Job, `markdown` or `html` for pages to read',
  );
  const command = program
    .command('export')
    .summary('make a script or a Job that runs the same, or pages to read')
    .description(
      'Write a bash script that runs and checks a runbook without Node, a Kubernetes Job that spreads runbooks over pods, ' +
        'or pages as readers see them, for sites that cannot render runbooks.',
    )
    .argument('<file...>', 'Markdown files, as given or under runbooks/; a script takes one')
    .addOption(form.choices([...Object.keys(exporters), ...pageFormNames]).makeOptionMandatory())
    .option('-o, --output <path>', 'file, or folder for several pages; else standard output');
  addJobOptions(command)
    .addHelpText('after', help)
    .action(async (files: readonly string[], options: ExportOptions | ExportPagesOptions) => {
      if (isForPages(options)) {
        const { exportPages } = await import('../export-pages.ts');
        exit(exportPages(files, options, io));
        return;
      }
      const { exportFiles } = await import('../export-files.ts');
      exit(await exportFiles(files, options, io));
    });
};

function isForPages(options: ExportOptions | ExportPagesOptions): options is ExportPagesOptions {
  return (pageFormNames as readonly string[]).includes(options.to);
}

function addJobOptions(command: Command): Command {
  const target = new Option(
    '--target <target>',
    'kubernetes-job: what the pods run against (default: sandbox)',
  );
  return command
    .option('--drop-heading', 'markdown, html: leave out the title, where the site shows it itself')
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
  ['runbook export labs --to markdown -o content/labs', 'pages for Hugo, MkDocs or VitePress'],
);
