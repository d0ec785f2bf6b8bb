import { frontMatterKeys } from '../../engine/parse/front-matter-keys.ts';
import { block, code, pageOf, type ReferencePage, table } from './markdown.ts';

/** The reference of the front matter: every key, what it takes, and how it is written. */
export function frontMatterPage(): ReferencePage {
  const head = { title: 'Front matter', description: 'The keys in the head of a runbook.' };
  const keys = Object.entries(frontMatterKeys);
  return pageOf('reference/front-matter', head, [
    'A runbook may begin with YAML between two lines of `---`. Every key is optional; an unknown one is an error.',
    table(
      ['Key', 'Takes', 'For example'],
      keys.map(([key, { needs, sample }]) => [code(key), needs, code(sample)]),
    ),
    'All of them together:',
    block('yaml', ['---', ...keys.map(([, { sample }]) => sample), '---'].join('\n')),
  ]);
}
