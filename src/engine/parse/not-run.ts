import type { Html } from 'mdast';
import type { NotRun } from '../model/runbook.ts';
import { isForeignCommand, isOurShell, otherSpelling } from './command-languages.ts';
import type { ContainerFence } from './container-fences.ts';
import { type CodeBlock, isYaml, plainWords } from './fence.ts';
import { isNotRun } from './foreign-options.ts';
import { type InfoString, type InfoWord, parseInfoString } from './info-string.ts';
import { type Lines, lineText, pointAt, spanOf } from './lines.ts';
import type { Section } from './markdown.ts';

type Sources = {
  readonly lines: Lines;
  readonly sections: readonly Section[];
  readonly shown: readonly ContainerFence[];
  readonly inert: readonly CodeBlock[];
};

/** The commands of a page that nothing runs, in order. */
export function findNotRun({ lines, sections, shown, inert }: Sources): readonly NotRun[] {
  const found = [
    ...inert.flatMap(inertCommands),
    ...shown.flatMap(({ info, span }) => {
      const ours = fenceOfOurs(info);
      if (ours) return [{ ...ours, ...skipOf(info), span, why: 'container' as const }];
      return foreignCommands(info).map((named) => ({ ...named, span }));
    }),
    ...sections.flatMap(({ html }) => html.flatMap((node) => fencesInHtml(lines, node))),
    ...shortcodes(lines, sections),
  ];
  return found.toSorted((one, other) => one.span.start.offset - other.span.start.offset);
}

/** A block of another language, or of ours in another spelling. */
function inertCommands({ fenced, info, span }: CodeBlock): readonly NotRun[] {
  if (!fenced) return [];
  const spelt = otherSpelling(info);
  if (spelt && isOurShell(spelt.name)) return [{ ...spelt, ...skipOf(info), span, why: 'spelling' }];
  return foreignCommands(info).map((named) => ({ ...named, span }));
}

/** The language of a block of commands that isn't ours; none of what else a block may hold. */
function foreignCommands(info: InfoString): readonly Omit<NotRun, 'span'>[] {
  const named = otherSpelling(info) ?? { language: info.language, name: info.language.toLowerCase() };
  if (!isForeignCommand(named.name) || isListing(info)) return [];
  return [{ ...named, ...skipOf(info), why: 'language' }];
}

/** What a fence runs where Markdown reads one: `bash`, `yaml apply`; undefined when it runs nothing. */
function fenceOfOurs(info: InfoString): Pick<NotRun, 'language' | 'name'> | undefined {
  const named = otherSpelling(info) ?? { language: info.language, name: info.language.toLowerCase() };
  if (isOurShell(named.name)) return named;
  const verb = isYaml(named.name)
    ? plainWords(info).find(({ key }) => key === 'apply' || key === 'assert')
    : undefined;
  return verb && { language: `${info.language} ${verb.key}`, name: 'yaml' };
}

/** A title with a dot or a slash is a file's, and the block what stands in it. */
function isListing({ words }: InfoString): boolean {
  return words.some(
    ({ key, value = '' }) => /^(?:title|file|filename|name)$/.test(key) && /[./]/.test(value),
  );
}

/** The author's word that a block is only shown, in our language or that of another tool: `bash,norun`. */
function skipOf(info: InfoString): { readonly skip?: string } {
  const word = plainWords(info).find(({ key }: InfoWord) => key === 'skip');
  if (word) return { skip: word.value ?? '' };
  const [, glued = ''] = /^\w+[,:;](.+)$/.exec(info.language) ?? [];
  return isNotRun(glued) ? { skip: '' } : {};
}

/** Commands in a shortcode of Hugo: `{{< highlight bash >}}`. @see https://gohugo.io/shortcodes/highlight/ */
function shortcodes(lines: Lines, sections: readonly Section[]): readonly NotRun[] {
  const { text } = lines;
  if (!text.includes('highlight')) return [];
  const form = /^[ \t]*(\{\{[<%][ \t]*highlight[ \t]+"?([\w-]+)[^\n]*?[>%]\}\})/gm;
  return [...text.matchAll(form)].flatMap(({ 0: whole, 1: opening = '', 2: named = '', index }) => {
    const name = named.toLowerCase();
    const why = isOurShell(name) ? 'spelling' : isForeignCommand(name) ? 'language' : undefined;
    const from = index + whole.length - opening.length;
    const span = spanOf(lines, from, index + whole.length);
    return why && !isInCode(sections, span.start.line) ? [{ language: opening, name, span, why }] : [];
  });
}

function isInCode(sections: readonly Section[], line: number): boolean {
  return sections.some(({ codes }) =>
    codes.some(({ position }) => position && position.start.line <= line && line <= position.end.line),
  );
}

/** Fences that Markdown reads as HTML, since no blank line stands between them and a tag. What is commented out is left alone. */
function fencesInHtml(lines: Lines, { value, position }: Html): readonly NotRun[] {
  if (!position || /^<(?:!--|pre|script|style|textarea)/i.test(value) || !/^\s*(?:```|~~~)/m.test(value))
    return [];
  const found: NotRun[] = [];
  for (let line = position.start.line; line <= position.end.line; line += 1) {
    const text = lineText(lines, line);
    const [, before = '', info = ''] = /^([\s>]*(?:`{3,}|~{3,})[ \t]*)(\S.*)$/.exec(text) ?? [];
    const meant = fenceOfOurs(parseInfoString(info.trimEnd(), before.length));
    if (!meant) continue;
    const start = pointAt(lines, line, before.search(/[`~]/) + 1);
    const span = { file: lines.file, start, end: pointAt(lines, line, text.length + 1) };
    found.push({ ...meant, ...skipOf(parseInfoString(info, 0)), span, why: 'html' });
  }
  return found;
}
