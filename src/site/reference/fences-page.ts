import {
  type FenceKind,
  type OptionForm,
  optionTable,
  rendererOptions,
} from '../../engine/parse/option-table.ts';
import { code, pageOf, type ReferencePage, table } from './markdown.ts';

/** The reference of fences: which run, and what their options do. */
export function fencesPage(): ReferencePage {
  const head = {
    title: 'Fences',
    description: 'Which blocks of a page run, and the options behind their language.',
  };
  const rows = Object.entries(optionTable).map(([name, { form, on, summary }]) => [
    sample(name, form),
    on.map((kind) => kindNames[kind]).join(', '),
    `${summary}.`,
  ]);
  return pageOf('reference/fences', head, [
    intro,
    '## Options',
    table(['Option', 'On', 'Does'], rows),
    'A word that is nearly an option is an error that names it. Other words are left to what renders the page, in braces too; these are not even noted: ' +
      `${[...rendererOptions].map(code).join(', ')}, \`{1,3}\`, \`"text"\` and \`/re/\`.`,
  ]);
}

const intro = `Blocks in \`bash\`, \`sh\` and \`shell\` run, in order, in one bash. \`yaml apply\` blocks are applied to a
cluster, \`yaml assert\` blocks say which objects must be there. \`output\` and \`json output\` blocks are the expected output of the block above. A block with \`file=\` is written to a file, one with \`exec=\` is handed to an interpreter. All others are only shown. Options follow the language, separated by spaces: \`key=value\`,
\`key="some words"\` or a bare word.`;

const kindNames: Readonly<Record<FenceKind, string>> = {
  shell: 'shell',
  program: '`exec=`',
  manifest: '`yaml apply`',
  assert: '`yaml assert`',
  file: '`file=`',
  output: '`output`',
};

/** How an option is written. */
export function sample(name: string, form: OptionForm): string {
  switch (form) {
    case 'flag':
      return code(name);
    case 'reason':
      return `${code(name)}, ${code(`${name}="why"`)}`;
    case 'duration':
      return code(`${name}=30s`);
    case 'name':
      return code(`${name}=verify`);
    case 'boolean':
      return code(`${name}=false`);
    case 'os':
      return code(`${name}=linux`);
    case 'choice':
      return code(`${name}="cloud=aws"`);
    case 'path':
      return code(`${name}=pod.yaml`);
    case 'any':
      return code(`${name}="…"`);
    case 'text':
      return code(`${name}=…`);
    default:
      return form satisfies never;
  }
}
