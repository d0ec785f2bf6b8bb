import { CompletionItemKind } from 'vscode-languageserver/node';
import { frontMatterKeys } from '../../engine/parse/front-matter-keys.ts';
import { lineText } from '../../engine/parse/lines.ts';
import type { OpenPage } from '../open-page.ts';
import { pagesBeside } from '../pages-beside.ts';
import type { Choices } from './choice.ts';

/** Keys of the front matter, and the pages that one may require. */
export function headChoices({ page, source }: OpenPage, line: number, before: string): Choices | undefined {
  const key = /^\s*([\w-]*)$/.exec(before)?.[1];
  const text = page.lines.text;
  if (key !== undefined) {
    const choices = Object.entries(frontMatterKeys)
      .filter(([name]) => !new RegExp(`^${name}:`, 'm').test(text))
      .map(([name, { sample, needs, summary }]) => ({
        label: name,
        text: `${name}: `,
        kind: CompletionItemKind.Property,
        detail: needs,
        documentation: `${summary}\n\n\`\`\`yaml\n${sample}\n\`\`\``,
      }));
    return { begun: key, choices };
  }
  const above = lineText(page.lines, line - 1);
  const [, item] = /^\s*requires:.*?([\w./-]*)$/.exec(before) ?? [];
  const listed = /^\s*(?:requires:|- )/.test(above) ? /^\s*-\s+([\w./-]*)$/.exec(before)?.[1] : undefined;
  const begun = item ?? listed;
  if (begun === undefined) return undefined;
  const choices = pagesBeside(source.path).map((name) => ({
    label: name.replace(/\.mdx?$/, ''),
    kind: CompletionItemKind.File,
  }));
  return { begun, choices };
}
