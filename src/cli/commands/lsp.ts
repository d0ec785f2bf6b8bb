import { type CliCommand, examples } from '../command.ts';

/** `runbook lsp`: serves an editor by the Language Server Protocol, on standard input and output. */
export const lsp: CliCommand = (program, io, exit) => {
  program
    .command('lsp')
    .summary('language server for editors')
    .description(
      'Run a language server on standard input and output: diagnostics, completion, hover, fixes and runs. Your editor starts it; the guide has settings for common editors.',
    )
    // What most clients add to the command of a server.
    .option('--stdio', 'use standard input and output (default)')
    .addHelpText('after', examples(['runbook lsp --stdio', 'as an editor starts it']))
    .action(async () => {
      // Loaded late: no other command needs them.
      const { checkFile } = await import('../check-file.ts');
      const { serve } = await import('../../lsp/serve.ts');
      const check = ({ file, path, text }: { file: string; path: string; text: string }) =>
        checkFile({ file, path, text, listed: true, skipPlain: true, age: { now: new Date() } })
          .filter((checked) => checked.file === file)
          .flatMap(({ diagnostics }) => diagnostics);
      const runs = [process.execPath, ...process.execArgv, process.argv[1] ?? 'runbook'];
      exit(await serve({ cwd: io.cwd, check, program: runs, version: program.version() ?? '' }));
    });
};
