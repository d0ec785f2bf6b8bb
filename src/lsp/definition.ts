import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, Position } from 'vscode-languageserver/node';
import { lineText } from '../engine/parse/lines.ts';
import { isInHead } from './fences.ts';
import type { OpenPage } from './open-page.ts';

/** Where what stands at a place leads: a page that is required, included or linked, a file of a fence, a heading. */
export function definition(
  { uri, page, source }: OpenPage,
  { line, character }: Position,
): Location | undefined {
  const { lines } = page;
  const text = lineText(lines, line + 1);
  const under = wordAt(text, character);
  if (isInHead(lines, line + 1)) {
    const isRequired = requiredAt(text, line, (at) => lineText(lines, at + 1));
    return isRequired ? fileAt(source.path, [`${under}.md`, `${under}.mdx`]) : undefined;
  }
  const heading = /^#(.+)$/.exec(under)?.[1];
  const section = page.sections.find(({ id }) => heading !== undefined && id === heading);
  const at = section?.heading?.position?.start.line;
  if (at !== undefined) return located(uri, at - 1);
  const path = under.replace(/^file=/, '').replace(/^"|"$|#.*$/g, '');
  return path === '' ? undefined : fileAt(source.path, [path]);
}

/** Whether a line of the head stands in the list of what is required. */
function requiredAt(text: string, line: number, lineOf: (line: number) => string): boolean {
  if (/^\s*requires:/.test(text)) return true;
  if (!/^\s*-\s/.test(text)) return false;
  for (let at = line - 1; at > 0; at -= 1) {
    const above = lineOf(at);
    if (!/^\s*-\s/.test(above)) return /^\s*requires:\s*$/.test(above);
  }
  return false;
}

/** What stands between blanks, brackets, quotes and commas around a place. */
function wordAt(text: string, character: number): string {
  const before = /[^\s()[\]"',<>]*$/.exec(text.slice(0, character))?.[0] ?? '';
  const behind = /^[^\s()[\]"',<>]*/.exec(text.slice(character))?.[0] ?? '';
  return before + behind;
}

function fileAt(page: string, names: readonly string[]): Location | undefined {
  const found = names.map((name) => resolve(dirname(page), name)).find((path) => existsSync(path));
  return found === undefined ? undefined : located(pathToFileURL(found).href, 0);
}

function located(uri: string, line: number): Location {
  const start = { line, character: 0 };
  return { uri, range: { start, end: start } };
}
