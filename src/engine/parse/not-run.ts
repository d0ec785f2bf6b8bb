import type { Html } from 'mdast';
import type { NotRun } from '../model/runbook.ts';
import { isForeignCommand, isOurShell, otherSpelling } from './command-languages.ts';
import { fencesInContainers } from './container-fences.ts';
import { type CodeBlock, isYaml, plainWords } from './fence.ts';
import { type InfoString, type InfoWord, parseInfoString } from './info-string.ts';
import { type Lines, lineText, pointAt } from './lines.ts';
import type { Section } from './markdown.ts';

type Sources = {
  readonly lines: Lines;
  readonly sections: readonly Section[];
  readonly inert: readonly CodeBlock[];
};

/** The commands of a page that nothing runs, in order. */
export function findNotRun({ lines, sections, inert }: Sources): readonly NotRun[] {
  const found = [
    ...inert.flatMap(inertCommands),
    ...fencesInContainers(lines, sections).flatMap(({ info, span }) => {
      const meant = fenceOfOurs(info);
      return meant ? [{ ...meant, ...skipOf(info), span, why: 'container' as const }] : [];
    }),
    ...sections.flatMap(({ html }) => html.flatMap((node) => fencesInHtml(lines, node))),
  ];
  return found.toSorted((one, other) => one.span.start.offset - other.span.start.offset);
}

/** A block of another language, or of ours in another spelling. */
function inertCommands({ fenced, language, info, span }: CodeBlock): readonly NotRun[] {
  if (!fenced) return [];
  const named = otherSpelling(info) ?? { language: info.language, name: language };
  if (isOurShell(named.name)) return [{ ...named, ...skipOf(info), span, why: 'spelling' }];
  if (!isForeignCommand(named.name) || isListing(info)) return [];
  return [{ ...named, ...skipOf(info), span, why: 'language' }];
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

/** The author's word that a block is only shown. */
function skipOf(info: InfoString): { readonly skip?: string } {
  const word = plainWords(info).find(({ key }: InfoWord) => key === 'skip');
  return word ? { skip: word.value ?? '' } : {};
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
