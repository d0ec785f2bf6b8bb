import { nearest } from '../diagnostics/nearest.ts';
import type { DiagnosticCode } from '../model/codes.ts';
import type { BlockOptions } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { parseDuration } from './duration.ts';
import { braceKeys, hintForForeign, isNotRun } from './foreign-options.ts';
import type { InfoWord } from './info-string.ts';
import { type FenceKind, isCondition, misfit, optionTable, rendererOptions } from './option-table.ts';
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
    else if (Object.hasOwn(optionTable, word.key))
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
  const message = `Spaces stand around the \`=\` of \`${name.key}\`.`;
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
  const confirm = value('confirm');
  const when = value('when') ?? '';
  const input = value('input');
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
    ...(confirm === undefined ? {} : { confirm }),
    ...(isCondition(when) ? { when } : {}),
    ...(input === undefined ? {} : { input }),
  };
}

type Problem = {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
  readonly severity?: 'warning';
};

function problemOf(word: InfoWord, kind: FenceKind, known: Options): Problem | undefined {
  if (word.form === 'braces') return bracesProblem(word, kind);
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
  return { code: 'parse/bad-option-value', message, hint: `Write ${sample(word, rule.form)}.` };
}

const fenceNames: Readonly<Record<FenceKind, string>> = {
  shell: 'shell blocks',
  program: 'blocks with `exec=`',
  manifest: '`yaml apply` blocks',
  assert: '`yaml assert` blocks',
  file: 'fences with `file=`',
  output: '`output` fences',
};

function sample(word: InfoWord, form: string): string {
  const values: Record<string, string> = {
    text: '…',
    duration: '30s',
    name: 'verify',
    path: 'pod.yaml',
    os: 'linux',
    choice: '"cloud=aws"',
  };
  const value = form === 'duration' && /^[1-9]\d*$/.test(word.value ?? '') ? `${word.value}s` : values[form];
  return value === undefined ? `\`${word.key}\`` : `\`${word.key}=${value}\``;
}

/** A word that is none of ours: what it says is lost, if it is nearly one of ours or another tool's for the same. */
function unknown({ key }: InfoWord, kind: FenceKind): Problem | undefined {
  const message = `Unknown option \`${key}\`.`;
  const near = hintForNear(key, kind);
  if (near !== undefined) return { code: 'parse/unknown-option', message, hint: near };
  const hint = hintForForeign(key);
  if (hint === undefined) return undefined;
  if (isNotRun(key)) return { code: 'parse/unknown-option', message, hint };
  const unread = `\`${key}\` is another tool's word, and is not read here.`;
  return { code: 'parse/foreign-option', message: unread, hint, severity: 'warning' };
}

/** What was probably meant by a word that is nearly one of ours. */
export function hintForNear(key: string, kind: FenceKind): string | undefined {
  const names = optionsOn(kind);
  const [, before = '', mark = '', behind = ''] = /^([^:,]+)([:,])(.*)$/.exec(key) ?? [];
  if (names.includes(before) && mark === ':' && behind) return `Write \`${before}=${behind}\`.`;
  if (names.includes(before)) return 'Separate options by spaces alone.';
  const near = nearest(key, names);
  return near === undefined ? undefined : `Did you mean \`${near}\`?`;
}

function optionsOn(kind: FenceKind): readonly string[] {
  return Object.keys(optionTable).filter((name) => optionTable[name]?.on.includes(kind));
}

/** Braces are what other tools write; ours in them are lost. */
function bracesProblem(word: InfoWord, kind: FenceKind): Problem | undefined {
  const inner = word.key.replace(/^\{\s*|\s*\}?$/g, '');
  const keys = braceKeys(inner);
  const ours = keys.some((key) => optionsOn(kind).includes(key) || hintForNear(key, kind) !== undefined);
  if (ours) {
    return {
      code: 'parse/braces-in-fence',
      message: `Unexpected braces \`${word.key}\`: options stand behind the language, separated by spaces.`,
      hint: /^[\w.-]+(?:=\S+)?$/.test(inner)
        ? `Write \`${inner}\`, or let \`runbook import\` do it.`
        : 'Write for example `name=verify timeout=30s`, or let `runbook import` do it.',
    };
  }
  const foreign = keys.find((key) => hintForForeign(key) !== undefined);
  return foreign === undefined ? undefined : unknown({ ...word, key: foreign }, kind);
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
