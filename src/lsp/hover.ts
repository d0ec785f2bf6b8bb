import type { Hover, Position } from 'vscode-languageserver/node';
import { explanations } from '../engine/diagnostics/explanations/table.ts';
import { kindByName } from '../engine/expectations/registry.ts';
import type { RunRecord } from '../engine/model/record.ts';
import type { Span } from '../engine/model/source.ts';
import { placedStatementsOf } from '../engine/model/statements.ts';
import { frontMatterKeys } from '../engine/parse/front-matter-keys.ts';
import { lineText } from '../engine/parse/lines.ts';
import { optionTable } from '../engine/parse/option-table.ts';
import { meaningOfWord } from './completion/comments.ts';
import { isInHead } from './fences.ts';
import type { OpenPage } from './open-page.ts';
import { isIn, offsetOf, rangeOf } from './ranges.ts';
import { recordedLines, recordedOf } from './recorded.ts';

/** What is known of a place: what is wrong there, what an expectation or a word means, what a command printed last. */
export function hover(open: OpenPage, position: Position): Hover | undefined {
  const { lines } = open.page;
  const offset = offsetOf(lines, position);
  const told = isInHead(lines, position.line + 1)
    ? aboutKey(open, position)
    : (aboutOption(open, offset) ?? aboutExpectation(open, offset) ?? aboutCommand(open, offset));
  const wrong = open.diagnostics.filter(({ span }) => span !== undefined && isIn(span, offset));
  const parts = [
    ...wrong.map(({ code }) => `**${code}**: ${explanations[code].means}\n\n${explanations[code].why}`),
    ...(told === undefined ? [] : [told.text]),
  ];
  if (parts.length === 0) return undefined;
  const span = told?.span ?? wrong[0]?.span;
  return {
    contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') },
    ...(span === undefined ? {} : { range: rangeOf(span) }),
  };
}

type Told = { readonly text: string; readonly span?: Span };

function aboutKey({ page }: OpenPage, { line }: Position): Told | undefined {
  const key = /^\s*([\w-]+):/.exec(lineText(page.lines, line + 1))?.[1] ?? '';
  const rule = Object.hasOwn(frontMatterKeys, key) ? frontMatterKeys[key] : undefined;
  return rule && { text: `${rule.summary} Takes ${rule.needs}.\n\n\`\`\`yaml\n${rule.sample}\n\`\`\`` };
}

function aboutOption({ page }: OpenPage, offset: number): Told | undefined {
  for (const { fence } of page.fences) {
    if (!isIn(fence.opening, offset)) continue;
    const word = fence.info.words.find((each) => isIn(fence.spanOfWord(each), offset));
    const rule = word && Object.hasOwn(optionTable, word.key) ? optionTable[word.key] : undefined;
    if (word && rule) return { text: `\`${word.key}\` ${rule.summary}.`, span: fence.spanOfWord(word) };
  }
  return undefined;
}

function aboutExpectation({ page }: OpenPage, offset: number): Told | undefined {
  const found = page.directives.find(({ span }) => isIn(span, offset));
  if (found) {
    const { kind, source } = found.directive;
    const rule = kindByName(kind);
    const words = source.slice(0, source.indexOf(':')).split(/\s+/).slice(2);
    const others = words.filter((word) => word !== rule?.word).flatMap((word) => meaning(word));
    const summary = `\`${rule?.syntax ?? ''}\`\n\n${rule?.summary ?? ''}`;
    return { text: [summary, ...others].join('\n\n'), span: found.span };
  }
  const fence = page.fences.find(({ fence: each }) => each.kind === 'output' && isIn(each.opening, offset));
  const kind = fence?.fence.language === 'json' ? 'json-output' : 'output';
  return fence && { text: kindByName(kind)?.summary ?? '', span: fence.fence.opening };
}

function meaning(word: string): readonly string[] {
  const found = meaningOfWord(word);
  return found === undefined ? [] : [`\`${word}\`: ${found}`];
}

function aboutCommand({ page, record }: OpenPage, offset: number): Told | undefined {
  const placed = placedStatementsOf(page.runbook).find(
    ({ block, statement }) => block.from === undefined && isIn(statement.span, offset),
  );
  const recorded = placed && recordedOf(record, placed.statement);
  if (!placed || !recorded || !record) return undefined;
  const lines = recordedLines(recorded);
  const code = recorded.exitCode === undefined ? '' : `, exit code ${recorded.exitCode}`;
  const printed = lines.length === 0 ? 'It printed nothing.' : fenced(lines);
  return { text: `${verified(record)}${code}\n\n${printed}`, span: placed.statement.span };
}

/** When and against what a page was verified last. */
export function verified({ verified: day, target }: RunRecord): string {
  return `Verified on ${day} on ${target.simulated ? `the ${target.name} (simulated)` : target.name}`;
}

/** Lines as a code block that none of them can close. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.map((line) => /^`*/.exec(line.trimStart())?.[0].length ?? 0));
  const marks = '`'.repeat(longest + 1);
  return `${marks}text\n${lines.join('\n')}\n${marks}`;
}
