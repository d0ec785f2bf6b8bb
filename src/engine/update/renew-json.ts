import { parseJson } from '../expectations/json-number.ts';
import { parsePath, valuesAt } from '../expectations/json-path.ts';
import { type Difference, differenceOf } from '../expectations/json-subset.ts';
import { readWrittenJson, valueEnd } from '../expectations/json-written.ts';
import type { JsonOutputArgs } from '../expectations/kinds/json-output.ts';
import { readable } from '../expectations/readable.ts';
import type { Edit } from '../format/edits.ts';
import { joinStreams } from '../judge/join-streams.ts';
import type { Json } from '../model/json.ts';
import { secretMask } from '../model/mask.ts';
import type { Expectation } from '../model/runbook.ts';
import { wholeBody } from './fence-body.ts';
import { holedJson } from './holed-json.ts';
import type { Why } from './proposal.ts';
import type { Seen } from './seen.ts';

type RenewedJson = { readonly edits: readonly Edit[] } | Why;

/** Values that are changed in one fence at most. */
const mostChanges = 500;

/** The values of a `json output` fence as the document has them now; its keys, its order and its layout stay. */
export function renewJsonOutput(expectation: Expectation, text: string, seen: Seen): RenewedJson {
  const documents = documentsOf(seen);
  if ('why' in documents) return documents;
  const { exact, unordered = false } = expectation.args as JsonOutputArgs;
  const how = { variables: seen.variables, exact, unordered };
  let body = expectation.text;
  for (let changes = 0; ; changes += 1) {
    const difference = differenceOf(parseJson(body), documents.now, how);
    if (difference === undefined) break;
    const next =
      changes < mostChanges ? changed(body, difference, documents) : { why: 'too much is different' };
    if (typeof next !== 'string') return next;
    body = next;
  }
  if (body.includes(secretMask)) return { why: 'one of the values is masked' };
  const edits = wholeBody(expectation, text, body.replace(/\n$/, '').split('\n'));
  return edits === undefined ? { why: 'nothing closes the fence' } : { edits };
}

type Documents = { readonly now: Json; readonly others: readonly Json[] };

function documentsOf({ streams, others }: Seen): Documents | Why {
  if (streams.some(({ truncated }) => truncated)) return { why: 'the output is too long to be kept whole' };
  const read = (each: Seen['streams']): Json => parseJson(readable(joinStreams(each).text));
  try {
    return { now: read(streams), others: others.map(read) };
  } catch {
    return { why: 'standard output is not JSON' };
  }
}

/** The text with the value that differs replaced. */
function changed(body: string, difference: Difference, { now, others }: Documents): string | Why {
  const { path, wantedPath, expected, actual, list } = difference;
  if (list !== undefined) return { why: `no item of ${list} has it all: ${actual}` };
  const steps = parsePath(path || '.')?.steps ?? [];
  const [found] = valuesAt(now, steps);
  // Otherwise it is about a key or an item that should not be there.
  const isValue = expected.startsWith(`${path || '.'} `);
  if (!isValue || found === undefined || 'missing' in found) return { why: actual };
  const read = readWrittenJson(body);
  const from = 'places' in read ? read.places.get(wantedPath || '.') : undefined;
  if (from === undefined) return { why: actual };
  const before = others.flatMap((other) => {
    const [there] = valuesAt(other, steps);
    return there && 'value' in there ? [there.value] : [];
  });
  const to = valueEnd(body, from);
  return body.slice(0, from) + written(holedJson(found.value, before), body, from) + body.slice(to);
}

/** A value as the text around it is laid out: on one line, or indented from where its line begins. */
function written(value: Json, body: string, from: number): string {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || (!body.includes('\n') && flat.length < 80)) return flat;
  const line = body.slice(body.lastIndexOf('\n', from - 1) + 1, from);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return JSON.stringify(value, null, 2).replace(/\n/g, `\n${indent}`);
}
