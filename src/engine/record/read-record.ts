import { isNode, parseDocument } from 'yaml';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type RunRecord, recordFormat } from '../model/record.ts';
import type { Span } from '../model/source.ts';
import { readLines, spanOf } from '../parse/lines.ts';
import { recordDigest } from './record-json.ts';
import { recordOption } from './record-option.ts';
import { recordSchema } from './record-schema.ts';
import { schemaFault } from './schema-fault.ts';

/** A record's file, `file` for people; of which page it is, and under which name. */
type RecordText = {
  readonly file: string;
  readonly text: string;
  readonly page?: string;
  readonly label?: string;
};

/** Reads a record, or says where and why it is none. */
export function readRecord(
  source: RecordText,
): { readonly record: RunRecord } | { readonly diagnostic: Diagnostic } {
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch (error) {
    return { diagnostic: syntaxProblem(source, error) };
  }
  const format = formatOf(value);
  if (format !== undefined && format !== recordFormat) return { diagnostic: formatProblem(source, format) };
  const fault = schemaFault(value, recordSchema, recordSchema.$defs);
  if (fault === undefined) return sealedRecord(value as Sealed, source);
  const where = fault.path.length === 0 ? 'The record' : `\`${shown(fault.path)}\``;
  const message = `${where} has to be ${fault.wanted}.`;
  return { diagnostic: problem(source, 'record/malformed', message, spanAt(source, fault.path)) };
}

/** As it stands in the file. */
type Sealed = RunRecord & { readonly digest: string };

/** What was changed since it was recorded is no record of a run. */
function sealedRecord({ digest, ...record }: Sealed, source: RecordText): ReturnType<typeof readRecord> {
  if (recordDigest(record) === digest) return { record };
  const message = 'The record was changed after it was written: its digest is that of another text.';
  return { diagnostic: problem(source, 'record/edited', message, spanAt(source, ['digest'])) };
}

function formatOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
}

function formatProblem(source: RecordText, format: unknown): Diagnostic {
  const message = `The record is in format ${JSON.stringify(format)}; this version reads ${recordFormat}.`;
  return problem(source, 'record/other-format', message, spanAt(source, ['format']));
}

/** Not every version of the parser says where it stopped. */
function syntaxProblem(source: RecordText, error: unknown): Diagnostic {
  const { file, text } = source;
  const said = error instanceof Error ? error.message : String(error);
  const end = text.trimEnd().length;
  const at = Math.min(end, Number(/ at position (\d+)/.exec(said)?.[1] ?? conflictIn(text) ?? end));
  const reason = said
    .replace(/ ?(?:in JSON )?at position .*$/s, '')
    .replace(/, ".*" is not valid JSON$/s, '');
  const message = `The record is not valid JSON: ${reason}.`;
  return problem(
    source,
    'record/malformed',
    message,
    spanOf(readLines(file, text), at, Math.min(at + 1, text.length)),
  );
}

/** Where git left the mark of a conflict. */
function conflictIn(text: string): number | undefined {
  return /^(?:<{7}|={7}|>{7})/m.exec(text)?.index;
}

function problem(
  { page, label }: RecordText,
  code: 'record/edited' | 'record/malformed' | 'record/other-format',
  message: string,
  span: Span,
): Diagnostic {
  const of = page ?? span.file.replace(/\.record\.json$/, '.md');
  return {
    code,
    severity: 'error',
    message,
    span,
    hint: `Record it anew: \`runbook exec ${of} ${recordOption(label)}\`.`,
  };
}

function shown(path: readonly (string | number)[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
}

/** Where a value of the JSON stands, which YAML can tell. */
function spanAt({ file, text }: RecordText, path: readonly (string | number)[]): Span {
  const node = parseDocument(text, { prettyErrors: false, logLevel: 'error' }).getIn(path, true);
  const [from, to] = isNode(node) && node.range ? node.range : [0, 1];
  const end = text.indexOf('\n', from);
  return spanOf(readLines(file, text), from, end < 0 ? to : Math.min(to, end));
}
