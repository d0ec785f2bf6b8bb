import { type CliCommand, examples } from '../command.ts';
import type { NotesOptions } from '../notes/show-notes.ts';

/** `runbook notes`: what pages tell their presenters. */
export const notes: CliCommand = (program, io, exit) => {
  program
    .command('notes')
    .summary('show the speaker notes of a page, or of where a run is')
    .description(
      'Print the speaker notes of pages, comments such as `<!-- note: Ask who has seen this before. -->`. With --follow, in a second terminal: those of the step at which a run is, and what comes next.',
    )
    .argument('[page...]', 'Markdown files, as given or under runbooks/')
    .option('--follow <journal>', 'follow the run that writes this journal, `runbook exec --journal`')
    .addHelpText(
      'after',
      examples(
        ['runbook notes labs/lab2.md', 'all notes of a page'],
        ['runbook exec labs/lab2.md --step --journal talk.ndjson', 'in the terminal that is shown,'],
        ['runbook notes --follow talk.ndjson', 'and in yours'],
      ),
    )
    .action(async (pages: readonly string[], options: NotesOptions) => {
      const { showNotes } = await import('../notes/show-notes.ts');
      exit(await showNotes(pages, options, io));
    });
};
