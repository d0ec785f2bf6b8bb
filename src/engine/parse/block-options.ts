import { nearest } from '../diagnostics/nearest.ts';
import type { DiagnosticCode } from '../model/codes.ts';
import type { BlockOptions } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { parseDuration } from './duration.ts';
import { hintForForeign } from './foreign-options.ts';
import type { InfoWord } from './info-string.ts';
import { type FenceKind, misfit, optionTable, rendererOptions } from './option-table.ts';
import type { Report } from './report.ts';

/** An option as written, with its place. */
type Option = { readonly value?: string; readonly span: Span };

export type Options = ReadonlyMap<string, Option>;

type Place = { readonly kind: FenceKind; readonly span: (word: InfoWord) => Span; readonly report: Report };

/** Checks the words behind a fence's language against the options there are; the wrong ones are reported and left out. */
export function readOptions(words: readonly InfoWord[], place: Place): Options {
  const options = new Map<string, Option>();
  for (const word of joinBlanks(words, place)) {
    if (word.form === 'marker' || (word.form === 'plain' && rendererOptions.has(word.key))) continue;
    const problem = problemOf(word, place.kind, options);
    if (problem) place.report({ severity: 'error', span: place.span(word), ...problem });
    else
      options.set(word.key, {
        ...(word.value === undefined ? {} : { value: word.value }),
        span: place.span(word),
      });
  }
  return options;
}

/** `timeout = 30s` is three words: one complaint is enough. */
function joinBlanks(words: readonly InfoWord[], place: Place): readonly InfoWord[] {
  const at = words.findIndex(({ key }, index) => index > 0 && key === '=');
  const [name, sign, value] = words.slice(Math.max(0, at - 1), at + 2);
  if (at < 0 || !name || !sign || !value) return words;
  const { start } = place.span(name);
  const span = { ...place.span(value), start };
  const message = `Blanks stand around the \`=\` of \`${name.key}\`.`;
  const hint = `Write \`${name.key}=${value.key}\`.`;
  place.report({ code: 'parse/bad-option-value', severity: 'error', message, hint, span });
  return [...words.slice(0, at - 1), ...words.slice(at + 2)];
}

/** The options that any block has; those of manifests are read by the manifest itself. */
export function blockOptions(options: Options): BlockOptions {
  const value = (key: string) => options.get(key)?.value;
  const name = value('name');
  const timeoutMs = parseDuration(value('timeout') ?? '');
  const withinMs = parseDuration(value('within') ?? '');
  const dir = value('dir');
  return {
    ...(name === undefined ? {} : { name }),
    ...(options.has('skip') ? { skip: value('skip') ?? '' } : {}),
    cleanup: options.has('cleanup'),
    manual: options.has('manual'),
    tty: options.has('tty'),
    ...(options.has('varies') ? { varies: true } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(withinMs === undefined ? {} : { withinMs }),
    ...(dir === undefined ? {} : { dir }),
  };
}

type Problem = { readonly code: DiagnosticCode; readonly message: string; readonly hint?: string };

function problemOf(word: InfoWord, kind: FenceKind, known: Options): Problem | undefined {
  if (word.form === 'braces') return bracesProblem(word);
  if (word.form === 'unclosed') return unreadable(word);
  const rule = Object.hasOwn(optionTable, word.key) ? optionTable[word.key] : undefined;
  if (!rule) return unknown(word, kind);
  if (!rule.on.includes(kind)) {
    const where = rule.on.map((each) => fenceNames[each]).join(' and ');
    return {
      code: 'parse/unknown-option',
      message: `\`${word.key}\` works on ${where} only.`,
      hint: 'Remove it.',
    };
  }
  if (known.has(word.key)) {
    return {
      code: 'parse/duplicate-option',
      message: `\`${word.key}\` is given twice.`,
      hint: 'Keep one of them.',
    };
  }
  const reason = misfit(rule.form, word.value);
  if (!reason) return undefined;
  const written = word.value === undefined ? '' : `, not \`${word.value}\``;
  const message = `\`${word.key}\` ${reason}${rule.form === 'flag' ? '' : written}.`;
  return { code: 'parse/bad-option-value', message, hint: `Write ${sample(word.key, rule.form)}.` };
}

const fenceNames: Readonly<Record<FenceKind, string>> = {
  shell: 'shell blocks',
  manifest: '`yaml apply` blocks',
  assert: '`yaml assert` blocks',
  output: '`output` fences',
};

function sample(key: string, form: string): string {
  const values: Record<string, string> = { text: '…', duration: '30s', name: 'verify' };
  return values[form] ? `\`${key}=${values[form]}\`` : `\`${key}\``;
}

function unknown(word: InfoWord, kind: FenceKind): Problem {
  const message = `Unknown option \`${word.key}\`.`;
  return { code: 'parse/unknown-option', message, hint: hintForUnknown(word.key, kind) };
}

function hintForUnknown(key: string, kind: FenceKind): string {
  const names = Object.keys(optionTable).filter((name) => optionTable[name]?.on.includes(kind));
  const [, before = '', mark = '', behind = ''] = /^([^:,]+)([:,])(.*)$/.exec(key) ?? [];
  if (names.includes(before) && mark === ':' && behind) return `Write \`${before}=${behind}\`.`;
  if (names.includes(before)) return 'Separate options by blanks alone.';
  const near = nearest(key, names);
  if (near) return `Did you mean \`${near}\`?`;
  return hintForForeign(key) ?? `Use one of ${names.map((name) => `\`${name}\``).join(', ')}.`;
}

function bracesProblem(word: InfoWord): Problem {
  const inner = word.key.replace(/^\{\s*|\s*\}?$/g, '');
  return {
    code: 'parse/braces-in-fence',
    message: `Unexpected braces \`${word.key}\`: options stand behind the language, separated by blanks.`,
    hint: /^[\w.-]+(?:=\S+)?$/.test(inner)
      ? `Write \`${inner}\`, or let \`runbook import\` do it.`
      : 'Write for example `name=verify timeout=30s`, or let `runbook import` do it.',
  };
}

function unreadable(word: InfoWord): Problem {
  const quote = /^["']/.test(word.key);
  return {
    code: 'parse/bad-option-value',
    message: quote
      ? `The quote in \`${word.key}\` is never closed.`
      : `Unexpected \`${word.key}\` behind the language.`,
    hint: quote ? 'Close the quote on the same line.' : 'Write options as `key=value` or as a bare word.',
  };
}
