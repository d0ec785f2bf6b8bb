import { Option } from 'commander';
import type { BuildSiteOptions } from '../build-site.ts';
import { type CliCommand, examples } from '../command.ts';
import { days } from '../options.ts';

/** `runbook site [FOLDER]`: pages without a generator. */
export const site: CliCommand = (program, io, exit) => {
  program
    .command('site')
    .summary('build a plain site of a folder')
    .description(
      'Build static HTML pages of all Markdown files in a folder, with their evidence, and a list of them. ' +
        'Fails where `check` finds an error.',
    )
    .argument('[folder]', 'folder of the pages', 'runbooks')
    .option('-o, --output <folder>', 'where to write it', 'site')
    .option('--title <text>', 'name of the site; else that of the folder')
    .option('--lang <tag>', 'language of the pages', 'en')
    .option('--strings <file>', 'YAML with what readers see in that language, by the keys of the table')
    .option('--require-record', 'every page that runs something must have a record')
    .addOption(new Option('--max-age <duration>', 'how old a record may be, such as `30d`').argParser(days))
    .addHelpText('after', help)
    .action(async (folder: string, options: BuildSiteOptions) => {
      const { buildSite } = await import('../build-site.ts');
      exit(buildSite(folder, options, io));
    });
};

const help = examples(
  ['runbook site', 'runbooks/ into site/'],
  ['runbook site docs -o public --title Handbook', 'another folder'],
  ['runbook site --require-record --max-age 30d', 'only with recent evidence for every page'],
);
