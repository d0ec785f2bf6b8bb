import { isMap, isScalar, parseDocument, parse as parseYaml } from 'yaml';
import { parseDuration } from '../../parse/duration.ts';
import { quote } from '../../shell/quote.ts';
import type { FenceSource } from '../fence-source.ts';
import type { Conversion } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { backgroundHint, convertFences, type Dialect, type FencePlan, infoNote } from './dialect.ts';
import { readExchanges } from './exchange.ts';
import { readScrutLine } from './expected-line.ts';
import { inOwnShell, withLastStatus } from './own-shell.ts';
import { testFolder } from './test-folder.ts';
import { skipUntested } from './untested.ts';

/**
 * scrut: blocks of the language `scrut`, one command each, whose standard output is compared line by line.
 * @see https://facebookincubator.github.io/scrut/docs/reference/formats/markdown-format/
 */
export const scrut: Dialect = {
  name: 'scrut',
  clue: ({ fences }) => {
    const first = fences.find(isScrut);
    return first && { strength: 'sure', at: first.range.from, what: 'a `scrut` block' };
  },
  convert,
};

function convert(source: ImportSource): Conversion {
  const { settings: defaults, remarks: left } = ofDocument(source);
  const bare = source.fences.map((fence) => (isScrut(fence) ? withoutSettings(fence) : fence));
  const { edits, remarks } = convertFences({ ...source, fences: bare }, (fence) =>
    isScrut(fence) ? planOf(fence, { ...defaults, ...settingsOf(fence, source) }) : undefined,
  );
  const untested = skipUntested(source.fences, 'scrut', () => false);
  const folder = testFolder(source, source.fences.filter(isScrut), 'TMPDIR');
  return {
    edits: [...folder.edits, ...edits, ...untested.edits],
    remarks: [...left, ...folder.remarks, ...remarks],
  };
}

function isScrut({ language }: FenceSource): boolean {
  return language === 'scrut';
}

type Settings = Readonly<Record<string, unknown>>;

const rules = { continuation: 'always', statuses: true, single: true } as const;

function planOf(fence: FenceSource, settings: Settings): FencePlan {
  const { timeout, detached, output_stream: stream, environment, ...others } = settings;
  const ms = typeof timeout === 'string' ? parseDuration(timeout) : undefined;
  const left = [...Object.keys(others), ...(timeout !== undefined && ms === undefined ? ['timeout'] : [])];
  const background = detached === true ? backgroundHint(fence) : { tail: [], remarks: [] };
  return {
    ...rules,
    fix: (command) => inOwnShell(withLastStatus(command).command),
    meaning: 'exact',
    readLine: readScrutLine,
    silence: detached !== true,
    ...(stream === 'combined' ? {} : { stream: stream === 'stderr' ? 'stderr' : 'stdout' }),
    anyStatus: false,
    language: 'bash',
    options: ms === undefined ? {} : { timeout: String(timeout) },
    others: [],
    head: exportsOf(environment),
    tail: background.tail,
    remarks: [
      ...left.map((key) =>
        infoNote(fence, `The setting \`${key}\` of scrut has no counterpart and is left out.`),
      ),
      ...background.remarks,
      ...excuseNote(fence),
    ],
  };
}

function exportsOf(environment: unknown): readonly string[] {
  if (typeof environment !== 'object' || environment === null) return [];
  return Object.entries(environment).map(([name, value]) => `export ${name}=${quote(String(value))}`);
}

function excuseNote(fence: FenceSource): FencePlan['remarks'] {
  const excused = readExchanges(fence.rows, rules).some(
    (part) => part.kind === 'exchange' && withLastStatus(part.command).excused,
  );
  if (!excused) return [];
  const message =
    'Of several commands scrut looks at the status of the last one: the others may fail here too (`|| true`).';
  return [{ kind: 'note', at: { from: fence.range.from, to: fence.range.from }, message }];
}

/** Lines `% timeout: 10s` above a command are settings as well. */
function withoutSettings(fence: FenceSource): FenceSource {
  const prompt = fence.rows.findIndex(({ text }) => text.startsWith('$ '));
  return { ...fence, rows: fence.rows.filter(({ text }, at) => at >= prompt || !text.startsWith('% ')) };
}

/** The settings of a block: in braces behind its language, and in lines that begin with `% `. Both are YAML. */
function settingsOf({ infoAt, range }: FenceSource, { fences }: ImportSource): Settings {
  const [braces = '{}'] = /\{.*\}/s.exec(infoAt.text) ?? [];
  const rows = fences.find((fence) => fence.range.from === range.from)?.rows ?? [];
  const prompt = rows.findIndex(({ text }) => text.startsWith('$ '));
  const lines = rows.slice(0, Math.max(0, prompt)).filter(({ text }) => text.startsWith('% '));
  return { ...mapOf(braces), ...mapOf(lines.map(({ text }) => text.slice(2)).join('\n')) };
}

function mapOf(yaml: string): Settings {
  try {
    const value: unknown = parseYaml(yaml, { logLevel: 'error' });
    return typeof value === 'object' && value !== null ? (value as Settings) : {};
  } catch {
    return {};
  }
}

/** What the front matter says of all tests; what has no counterpart is listed. */
function ofDocument({ tree, lines }: ImportSource): { settings: Settings; remarks: FencePlan['remarks'] } {
  const head = tree.children.find((node) => node.type === 'yaml');
  const { contents } = parseDocument(head?.type === 'yaml' ? head.value : '', { logLevel: 'silent' });
  if (!isMap(contents)) return { settings: {}, remarks: [] };
  const known = new Set(['append', 'prepend', 'shell', 'total_timeout', 'language_markers']);
  const names = contents.items.flatMap(({ key }) => (isScalar(key) ? String(key.value) : []));
  const left = names.filter((name) => known.has(name));
  const named = left.map((name) => `\`${name}\``).join(', ');
  const from = lines.starts[0] ?? 0;
  const message = `What scrut's front matter says by ${named} has no counterpart: it stays there and does nothing.`;
  return {
    settings: mapOf(String(contents.get('defaults') ?? '{}')),
    remarks: left.length === 0 ? [] : [{ kind: 'note', at: { from, to: from }, message }],
  };
}
