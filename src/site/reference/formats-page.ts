import type { PageFormName } from '../../cli/page-forms.ts';
import type { ExporterName } from '../../engine/export/registry.ts';
import type { ImportFormat } from '../../engine/import/format.ts';
import { importFormats } from '../../engine/import/registry.ts';
import { block, code, pageOf, type ReferencePage, table } from './markdown.ts';

const forms: Readonly<Record<ExporterName | PageFormName, string>> = {
  bash: 'a script that runs and checks the same with bash, kubectl and curl, without runbook and without Node',
  'kubernetes-job':
    'an Indexed Job and ConfigMaps for a cluster, whose pods share the runbooks; their image has runbook in it',
  markdown:
    'pages in plain Markdown as readers see them: checks in words, evidence below its commands; for Hugo, MkDocs, VitePress',
  html: 'the same as HTML pages that need nothing else, with diagrams drawn and styles in the page',
};

/** The reference of what documents come from and can be made into, with the examples that the formats are tested by. */
export function formatsPage(): ReferencePage {
  const formats: readonly ImportFormat[] = Object.values(importFormats);
  const head = {
    title: 'Import and export',
    description: 'The formats that documents are imported from, and the forms that runbooks are exported to.',
  };
  return pageOf('reference/formats', head, [
    '## Exported forms',
    'Names for `runbook export FILE… --to NAME`. [The guide](../guide/export.md) says what such a file does.',
    table(
      ['Name', 'Is'],
      Object.entries(forms).map(([name, is]) => [code(name), is]),
    ),
    '## Imported formats',
    'Names for `runbook import FILE --from NAME`; without one, the format is found out. [The guide](../guide/import.md) says what becomes of what can only be guessed.',
    table(
      ['Name', 'Is'],
      formats.map(({ name, summary }) => [`[${code(name)}](#${name})`, summary]),
    ),
    ...formats.flatMap(section),
  ]);
}

function section({ name, summary, examples }: ImportFormat): readonly string[] {
  return [
    `### \`${name}\``,
    capitalised(summary),
    ...examples.flatMap(({ title, source, runbook, remarks = [] }) => [
      `#### ${title}`,
      block('markdown', source.trimEnd()),
      'becomes',
      block('markdown', runbook.trimEnd()),
      ...(remarks.length > 0
        ? ['and this is said of it:', remarks.map((each) => `- ${each}`).join('\n')]
        : []),
    ]),
  ];
}

function capitalised(text: string): string {
  const first = text.replace(/^./u, (letter) => letter.toUpperCase());
  return first.endsWith('.') ? first : `${first}.`;
}
