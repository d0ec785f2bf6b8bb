import { type Command, Option } from 'commander';
import { type CliCommand, examples } from '../command.ts';
import type { ExecOptions } from '../exec/exec-options.ts';
import { addManyOptions } from '../exec/many-options.ts';
import { choice, milliseconds, pair, several } from '../options.ts';
import { reporterNames } from '../reporter-names.ts';
import { addTargetOptions } from '../target-options.ts';

/** `runbook exec FILE…`: runs runbooks. */
export const exec: CliCommand = (program, io, exit) => {
  const command = program
    .command('exec')
    .summary('run runbooks, step by step')
    .description('Run runbooks step by step, required pages first, and check every expectation.')
    .argument(
      '<file...>',
      'Markdown files, folders or patterns, as given or under runbooks/; `-` is standard input',
    );
  addSessionOptions(addInputOptions(addManyOptions(addTargetOptions(addSelectOptions(command)))))
    .optionsGroup('Flow:')
    .option('--keep-going', 'continue with the next step after a failure')
    .option('--step', 'in a terminal: start paused, and step with keys')
    .addOption(
      new Option(
        '--ready',
        'take required pages as done: neither run them nor look at what they left',
      ).conflicts([...['record', 'recordAs', 'verifyRecord', 'dryRun']]),
    )
    .addOption(
      new Option(
        '--resume <journal>',
        'go on from where the run of this journal ended, with its variables, functions and folder',
      ).conflicts(['from', 'until', 'only', 'record', 'verifyRecord', 'update']),
    )
    .addOption(
      new Option('--watch', 'go on from the first changed step each time the page is saved').conflicts([
        ...['jobs', 'shard', 'retries', 'bail', 'step', 'dryRun', 'update', 'patch', 'record', 'recordAs'],
        ...['verifyRecord', 'resume', 'journal'],
      ]),
    )
    .addOption(new Option('--dry-run', 'the same as `runbook plan`'))
    .optionsGroup('Output:')
    .option(
      '--reporter <name[=file]>',
      `${reporterNames.join(', ')}; to standard output or a file (repeatable)`,
      several,
      [],
    )
    .option('--cast <file>', 'record the terminal UI as an asciicast, for asciinema and players on pages')
    .option('--journal <file>', 'write down who runs this, when, and all that happens; for `runbook report`')
    .option('-v, --verbose', 'show the output of commands live')
    .addOption(new Option('-q, --quiet', 'show only failures and the result').conflicts(['verbose', 'step']))
    .optionsGroup('Files:')
    .addOption(
      new Option(
        '--update [how]',
        'fix checks that fail and fill empty outputs, after asking; `=all` takes everything',
      )
        .choices(['ask', 'all'])
        .preset('ask'),
    )
    .option('--yes', 'with --update: write without asking')
    .option('--patch <file>', 'with --update: write the changes into a file for `git apply` instead')
    .option('--record', 'save the output of each runbook in a file beside it, if everything passed')
    .option(
      '--record-as <name>',
      'save it as a record of its own, such as `kind-1.33`, beside those of other targets',
    )
    .option('--verify-record', 'compare the run with the records, and fail if they differ')
    .optionsGroup('Options:')
    .addHelpText('after', help)
    .action(async (files: readonly string[], options: ExecOptions) => {
      const { runFiles } = await import('../exec/run-files.ts');
      exit(await runFiles(files, options, io));
    });
};

/** Adds the options that say which part of a runbook runs, and for how long at most. */
export function addSelectOptions(command: Command): Command {
  return command
    .optionsGroup('Selection:')
    .option('--from <step>', 'begin at this step or block')
    .option('--until <step>', 'end after this step or block')
    .option('--only <step>', 'run only this step or block (repeatable)', several, [])
    .option('--variant <NAME=value>', 'which tab, `os=` or `when=` block to run (repeatable)', choice, {})
    .option('--timeout <duration>', 'time limit of a statement that has no limit of its own', milliseconds);
}

/** Adds the options that give the inputs of pages. */
export function addInputOptions(command: Command): Command {
  return command
    .optionsGroup('Inputs:')
    .option('--set <NAME=value>', 'the value of an input of the page (repeatable)', pair, {})
    .option('--inputs <file>', 'values of inputs, as YAML or JSON');
}

/** Adds the options that say what the shell of a run is like. */
function addSessionOptions(command: Command): Command {
  return command
    .optionsGroup('Session:')
    .option('--env <NAME=value>', 'set a variable of the session (repeatable)', pair, {})
    .option(
      '--confirm <block>',
      'run this block with `confirm` without asking; `all`: each of them (repeatable)',
      several,
      [],
    )
    .option('--mask <NAME>', 'mask the value of this variable everywhere (repeatable)', several, [])
    .option('--shell <bash>', 'the bash to use; default: the newest on PATH');
}

const help = examples(
  ['runbook exec labs/lab2.md', 'on your clusters if all are there, else on the sandbox'],
  ['runbook exec labs', 'every runbook of a folder, one after another in one run'],
  ["runbook exec 'labs/*.md' --jobs 4", 'each by itself, four at once; a port is used by one at a time'],
  ['runbook exec labs --shard 1/4 --retries 1', 'in CI: a quarter of them; what fails runs once more'],
  ['runbook exec labs/lab2.md --from verify', 'begin in the middle'],
  ['runbook exec labs/lab2.md --cluster CLUSTER1=my-east', 'another context than the one declared'],
  ['runbook exec labs/lab2.md --update', 'fix the checks that fail and fill empty outputs'],
  [
    'runbook exec failover.md --journal failover.ndjson',
    'keep what happens, and go on from it after a crash:',
  ],
  ['runbook exec failover.md --resume failover.ndjson', 'with what that run had done'],
  ['runbook exec labs --record', 'keep what came out beside the pages, for the site and later runs'],
  ['runbook exec labs/lab2.md --reporter text --reporter ndjson=run.ndjson', 'keep the events too'],
  ['runbook exec labs --reporter github --reporter junit=out/junit.xml', 'in CI'],
);
