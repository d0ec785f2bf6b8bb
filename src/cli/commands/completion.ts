import { Argument } from 'commander';
import { type CliCommand, examples } from '../command.ts';
import type { shells } from '../completion/shells.ts';
import { exitCodes } from '../exit-codes.ts';

/** `runbook completion SHELL`: what a shell needs to complete our commands, and what it asks then. */
export const completion: CliCommand = (program, io, exit) => {
  program
    .command('completion')
    .summary('print what a shell needs to complete commands')
    .description(
      'Print a script that completes commands, options and their values, files and steps, for bash, zsh or fish.',
    )
    .addArgument(new Argument('<shell>', 'the shell it is for').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', help)
    .action(async (shell: keyof typeof shells) => {
      const scripts = await import('../completion/shells.ts');
      io.out.write(scripts.shells[shell]);
      exit(exitCodes.passed);
    });
  program
    .command('__complete', { hidden: true })
    .description('Print what may stand where the cursor is, for the scripts of `runbook completion`.')
    .argument('[word...]', 'what is typed behind the name of the program, up to the cursor, after `--`')
    .action(async (words: readonly string[]) => {
      const { candidateLines, complete } = await import('../completion/complete.ts');
      io.out.write(candidateLines(await complete(program, words, io)));
      exit(exitCodes.passed);
    });
};

const help = examples(
  ['source <(runbook completion bash)', 'in ~/.bashrc'],
  ['source <(runbook completion zsh)', 'in ~/.zshrc, below compinit'],
  ['runbook completion fish > ~/.config/fish/completions/runbook.fish', 'once'],
);
