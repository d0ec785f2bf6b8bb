import { frontMatterKeys } from '../../engine/parse/front-matter-keys.ts';
import { frontMatterDetails } from './front-matter-details.ts';
import { block, code, pageOf, type ReferencePage, table } from './markdown.ts';

/** The reference of the front matter: every key, what it takes, and how it is written. */
export function frontMatterPage(): ReferencePage {
  const head = { title: 'Front matter', description: 'The keys in the head of a runbook.' };
  const keys = Object.entries(frontMatterKeys);
  return pageOf('reference/front-matter', head, [
    'A runbook may begin with YAML between two lines of `---`, or TOML between two lines of `+++`. Every key is optional.',
    table(
      ['Key', 'Is for', 'Takes', 'For example'],
      keys.map(([key, { needs, sample, summary }]) => [code(key), summary, needs, code(sample)]),
    ),
    ...keys.flatMap(([key]) => [`## ${code(key)}`, frontMatterDetails[key] ?? '']),
    '## All of them together',
    block('yaml', ['---', ...keys.map(([, { sample }]) => sample), '---'].join('\n')),
    '## Keys of other tools',
    'Keys of other tools (`weight`, `tags`, `sidebar_position`) are left to them; one that is nearly one of these is an error. Where a key means something else to another tool, ours stand under `runbook:`, and what is wrong beside it is not ours:',
    block(
      'yaml',
      ['---', 'title: Canary releases', 'env: production', 'runbook:', '  env: { NAME: value }', '---'].join(
        '\n',
      ),
    ),
  ]);
}
