import { type CliCommand, examples } from '../command.ts';

/** `runbook report JOURNAL`: what happened in a run. */
export const report: CliCommand = (program, io, exit) => {
  program
    .command('report')
    .summary('say what happened in a run, from its journal')
    .description(
      'Print the journal of a run as Markdown: who ran what, where and when, with which inputs, and each command with its outcome and its output. The journal may be that of a run that was killed.',
    )
    .argument('<journal>', 'a file that `runbook exec --journal` wrote')
    .addHelpText(
      'after',
      examples(
        ['runbook exec failover.md --journal failover.ndjson', 'keep a journal'],
        ['runbook report failover.ndjson > incident.md', 'what happened, for the incident'],
      ),
    )
    .action(async (journal: string) => {
      const { reportJournal } = await import('../journal/report-journal.ts');
      exit(reportJournal(journal, io));
    });
};
