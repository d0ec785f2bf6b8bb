import { type CliCommand, examples } from '../command.ts';
import type { SandboxOptions } from '../keep-up.ts';
import { pair } from '../options.ts';
import { imagesOption, latencyOption } from '../target-options.ts';

/** `runbook sandbox`: simulated clusters for a person, or for one command. */
export const sandbox: CliCommand = (program, io, exit) => {
  program
    .command('sandbox')
    .summary('keep simulated clusters up for kubectl and istioctl')
    .description(
      'Start the sandbox and keep it running: for a command if you give one, for a shell in a terminal, or until interrupted.',
    )
    .argument('[command...]', 'a command and its arguments, after `--`')
    .option(
      '--cluster <VAR=context>',
      'a cluster to simulate (repeatable); else those of the runbooks here',
      pair,
      {},
    )
    .addOption(latencyOption())
    .addOption(imagesOption())
    .addHelpText('after', help)
    .action(async (command: readonly string[], options: SandboxOptions) => {
      const { keepUp } = await import('../keep-up.ts');
      exit(await keepUp(command, options, io));
    });
};

const help = examples(
  ['runbook sandbox', 'a shell with kubectl and istioctl pointed at it'],
  ['runbook sandbox -- kubectl get ns', 'one command; its exit code is passed on'],
  ['runbook sandbox --cluster CLUSTER1=kind-east', 'clusters of your own choice'],
);
