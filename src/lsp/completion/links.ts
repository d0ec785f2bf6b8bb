import { CompletionItemKind } from 'vscode-languageserver/node';
import type { OpenPage } from '../open-page.ts';
import { pagesBeside } from '../pages-beside.ts';
import type { Choices } from './choice.ts';

/** Where a link leads: to a heading of this page, or to a page beside it; and the page that is included. */
export function linkChoices({ page, source }: OpenPage, before: string): Choices | undefined {
  const [, anchor] = /\]\((#[\w-]*)$/.exec(before) ?? [];
  if (anchor !== undefined) {
    const choices = page.sections
      .filter(({ id }) => id !== '')
      .map(({ id, title }) => ({ label: `#${id}`, kind: CompletionItemKind.Reference, detail: title }));
    return { begun: anchor, choices };
  }
  const [, file] = /(?:\]\(|(?:<!--|\{\/\*)\s*include:\s*)([\w./-]*)$/.exec(before) ?? [];
  if (file === undefined) return undefined;
  const pages = pagesBeside(source.path).map((label) => ({ label, kind: CompletionItemKind.File }));
  return { begun: file, choices: pages };
}
