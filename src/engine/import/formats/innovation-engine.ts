import type { Edit } from '../../format/edits.ts';
import { type FenceSource, replaceFence } from '../fence-source.ts';
import { fenceLines, infoText, wordsThatStay } from '../fence-text.ts';
import {
  type Clue,
  type Conversion,
  type ImportExample,
  type ImportFormat,
  lines,
  type Remark,
} from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { type Expected, expectedOutputs, runLanguages } from '../innovation-engine/expected.ts';
import { example, measured } from '../innovation-engine/measured.ts';
import { prerequisites } from '../innovation-engine/prerequisites.ts';
import { infoNote } from '../transcript/dialect.ts';

const examples: readonly ImportExample[] = [
  {
    title: 'Outputs that have to be similar',
    source: lines(
      '```bash',
      'az group create --name $GROUP --location $REGION',
      '```',
      '',
      '<!-- expected_similarity=0.3 -->',
      '```json',
      '{ "name": "groupxxxx", "properties": { "provisioningState": "Succeeded" } }',
      '```',
      '',
      '```bash',
      'mytool --version',
      '```',
      '',
      '<!--expected_similarity="v\\d+\\.\\d+"-->',
      '```text',
      'v2.1',
      '```',
    ),
    runbook: lines(
      '```bash',
      'az group create --name $GROUP --location $REGION',
      '```',
      '',
      '<!-- expected_similarity=0.3 -->',
      '```json output',
      '{',
      '  "name": "...",',
      '  "properties": {',
      '    "provisioningState": "..."',
      '  }',
      '}',
      '```',
      '',
      '```bash',
      'mytool --version',
      '# expect regex: v\\d+\\.\\d+',
      '```',
      '',
      '<!--expected_similarity="v\\d+\\.\\d+"-->',
      '```output example',
      'v2.1',
      '```',
    ),
    remarks: [
      'A similarity of 0.3 is not measured: the output has to be JSON with these keys, whatever their values.',
      'A line of the output has to match the regular expression; the output itself is shown.',
    ],
  },
];

/**
 * Executable documents of Microsoft's Innovation Engine: `bash` blocks, and comments that say how similar the output has
 * to be.
 * @see https://github.com/Azure/InnovationEngine/blob/main/README.md
 */
export const innovationEngine: ImportFormat = {
  name: 'innovation-engine',
  summary: 'Executable documents of the Innovation Engine: `<!-- expected_similarity=0.3 -->` above outputs.',
  examples,
  detect: clueOf,
  convert,
};

const marks = /<!--\s*expected_(?:similarity|results)\s*=|^ms\.custom:.*\binnovation-engine\b/m;

function clueOf({ lines: { text } }: ImportSource): Clue | undefined {
  const found = marks.exec(text);
  return found
    ? { strength: 'sure', at: found.index, what: `\`${found[0].replace(/\s*=$/, '')}\`` }
    : undefined;
}

function convert(source: ImportSource): Conversion {
  const expected = expectedOutputs(source);
  const outputs = expected.map((each) => outputOf(each, source));
  const others = source.fences.filter(
    ({ marks: own, language }) => own !== '' && language.startsWith('azurecli'),
  );
  const run = others.filter(({ language }) => runLanguages.has(language));
  const links = prerequisites(source);
  const compared = new Set(expected.map(({ fence }) => fence));
  const shown = source.fences.filter((fence) => /^output$/i.test(fence.language) && !compared.has(fence));
  return {
    edits: [
      ...outputs.flatMap(({ edits }) => edits),
      ...run.map((fence) => ({ ...fence.infoAt, text: infoText('bash', {}, wordsThatStay(fence, 'shell')) })),
      ...shown.map((fence) => ({
        ...fence.infoAt,
        text: [example, ...wordsThatStay(fence, 'output')].join(' '),
      })),
      ...links.edits,
    ],
    remarks: [
      ...outputs.flatMap(({ remarks }) => remarks),
      ...links.remarks,
      ...variablesNote(source),
      ...notRun(others, run),
    ],
  };
}

function notRun(all: readonly FenceSource[], run: readonly FenceSource[]): readonly Remark[] {
  return all
    .filter((fence) => !run.includes(fence))
    .map((fence) =>
      infoNote(fence, `The engine does not run \`${fence.language}\` blocks: this one is only shown.`),
    );
}

function outputOf(expected: Expected, { lineEnd }: ImportSource): Conversion {
  const { fence, commands, measure } = expected;
  const { info, body, below, message, suggested } = measured(expected);
  const words = [info, ...wordsThatStay(fence, 'output')].join(' ');
  const edit = replaceFence(fence, fenceLines(words, body ?? fence.rows.map(({ text }) => text)), lineEnd);
  const end = commands.rows.at(-1)?.to;
  const checks = below.map((line) => `${lineEnd}${commands.prefix}${line}`).join('');
  const added: readonly Edit[] =
    end === undefined || checks === '' ? [] : [{ from: end, to: end, text: checks }];
  const remark: Remark =
    suggested === undefined
      ? { kind: 'note', at: measure.at, message }
      : { kind: 'suggestion', at: measure.at, message, suggested };
  return { edits: [edit, ...added], remarks: [remark] };
}

/** Variables in a comment, which a run of the engine asks for. */
function variablesNote({ lines: { text } }: ImportSource): readonly Remark[] {
  const found = /<!--\s*```variables/.exec(text);
  if (!found) return [];
  const message =
    'The variables in this comment are not set here: write them under `env:` in the front matter.';
  return [{ kind: 'note', at: { from: found.index, to: found.index + found[0].length }, message }];
}
