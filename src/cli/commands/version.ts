import { type CliCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { say } from '../say.ts';

/** `runbook version`: the same as `--version`, which other programs have as a command. */
export const version: CliCommand = (program, io, exit) => {
  program
    .command('version')
    .summary('print the version')
    .description('Print the version of runbook.')
    .addHelpText('after', examples(['runbook version', 'as `runbook --version`']))
    .action(() => {
      say(io.out, program.version() ?? '');
      exit(exitCodes.passed);
    });
};
