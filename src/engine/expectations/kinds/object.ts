import { parseDocument } from 'yaml';
import type { ObjectArgs } from '../../model/runbook.ts';
import { isMap, type JsonMap } from '../json-map.ts';
import { claims } from '../json-show.ts';
import type { ExpectationKind } from '../kind.ts';
import { unsetIn } from '../missing-pattern.ts';
import { calledOf, readObjectDocument } from '../object-document.ts';
import { findObject, firstOf } from '../object-finding.ts';
import { patternsOfObject } from '../object-match.ts';
import { readReport, writeReport } from '../object-report.ts';
import { variablesIn } from '../pattern.ts';

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } };

function fence(more: string, words = ''): string {
  return `\`\`\`yaml assert${words}\napiVersion: v1\nkind: Pod\nmetadata: { name: web }\n${more}\n\`\`\``;
}

function printed(more: JsonMap): string {
  return writeReport([{ asked: 'Pod web', found: [{ ...pod, ...more }] }]);
}

/** A document of a `yaml assert` block: an object that has this part must be there, or with `absent` must not be. */
export const object: ExpectationKind<ObjectArgs> = {
  name: 'object',
  syntax: '```yaml assert',
  summary:
    'An object with these values is on the cluster; it may have others. Of a list each item must be there, in this ' +
    'order, and others may stand between; with `unordered` in any order. `...` is any value, and anything within a text; `x` any number of an address.',
  readsOutput: true,
  stream: 'stdout',
  examples: [
    {
      fence: fence('status: { phase: Running }'),
      output: printed({ status: { phase: 'Running' } }),
      met: true,
    },
    {
      fence: fence('status: { phase: Running }'),
      output: printed({ status: { phase: 'Pending' } }),
      met: false,
    },
    {
      fence: fence('status: { podIP: 10.x.x.x }'),
      output: printed({ status: { podIP: '10.1.2.3' } }),
      met: true,
    },
    {
      fence: fence('status:\n  conditions:\n  - { type: Ready, status: "True" }'),
      output: printed({
        status: {
          conditions: [
            { type: 'Initialized', status: 'True' },
            { type: 'Ready', status: 'True' },
          ],
        },
      }),
      met: true,
    },
    { fence: fence('spec: { nodeName: ... }'), output: printed({ spec: {} }), met: false },
    { fence: fence('spec: { priority: 1 }'), output: printed({ spec: { priority: '1' } }), met: false },
    { fence: fence(''), output: writeReport([{ asked: 'Pod web', found: [] }]), met: false },
    { fence: fence('', ' absent'), output: writeReport([{ asked: 'Pod web', found: [] }]), met: true },
    { fence: fence('', ' absent'), output: printed({}), met: false },
  ],
  parse: (text) => {
    const read = readObjectDocument(parseDocument(text, { prettyErrors: false, logLevel: 'error' }));
    if ('problem' in read) return read;
    return { args: { document: 1, called: calledOf(read.document), ...read.document } };
  },
  watch: (args, asked) => {
    const unset = patternsOfObject(args)
      .map((pattern) => unsetIn(pattern, asked.variables))
      .find((finding) => finding);
    if (unset) return { take: () => true, finding: () => unset };
    let text = '';
    return {
      take: ({ shown }) => {
        text += shown;
        return false;
      },
      finding: () => findObject(args, readReport(text)[args.document - 1], asked),
    };
  },
  describe: ({ called, object: wanted }) => {
    const all = claims(beyondIdentity(wanted));
    return all.length === 0 ? called : `${called} with ${firstOf(all)}`;
  },
  variables: (args) => [...new Set(patternsOfObject(args).flatMap(variablesIn))],
};

/** What a document asks for beside its kind, name and namespace. */
function beyondIdentity({ apiVersion: _, kind: __, metadata, ...rest }: JsonMap): JsonMap {
  if (!isMap(metadata)) return rest;
  const { name: ___, namespace: ____, ...more } = metadata;
  return Object.keys(more).length === 0 ? rest : { metadata: more, ...rest };
}
