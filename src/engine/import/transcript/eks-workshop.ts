import type { Edit } from '../../format/edits.ts';
import type { FenceSource } from '../fence-source.ts';
import { type FenceOptions, infoText, wordsThatStay } from '../fence-text.ts';
import type { Remark } from '../format.ts';
import { suggestionLine } from '../suggestion-line.ts';
import { convertFences, type Dialect, type FencePlan, fenceValues, infoNote, shells } from './dialect.ts';
import { isTranscript } from './exchange.ts';
import { readLiteral } from './expected-line.ts';
import { skipUntested } from './untested.ts';

const words: ReadonlySet<string> = new Set(['expectError', 'hook', 'hookTimeout', 'raw', 'test', 'wait']);

/**
 * EKS Workshop: `bash` fences whose words its test tool reads. The tool runs what stands behind `$ `, or with `raw=true`
 * all of it, and looks at exit statuses and at scripts called hooks, never at the output.
 * @see https://github.com/aws-samples/eks-workshop-v2/blob/main/docs/automated_tests.md
 */
export const eksWorkshop: Dialect = {
  name: 'EKS Workshop',
  clue: ({ fences }) => {
    const first = fences.find(isMarked);
    return first && { strength: 'sure', at: first.infoAt.from, what: `the fence \`${first.infoAt.text}\`` };
  },
  convert: (source) => {
    const sessions = convertFences(source, (fence) =>
      shells.has(fence.language) ? planOf(fence) : undefined,
    );
    const raw = source.fences.filter(isRaw).map((fence) => ({ fence, plan: planOf(fence) }));
    const rawEdits = raw.map(({ fence, plan: { options, others } }): Edit => {
      return { ...fence.infoAt, text: infoText('bash', options, others) };
    });
    const untested = skipUntested(source.fences, 'EKS Workshop', isRaw);
    return {
      edits: [...sessions.edits, ...rawEdits, ...untested.edits],
      remarks: [...sessions.remarks, ...raw.flatMap(({ plan }) => plan.remarks)],
    };
  },
};

function isRaw(fence: FenceSource): boolean {
  return fence.language === 'bash' && !isTranscript(fence.rows) && fenceValues(fence).get('raw') === 'true';
}

function isMarked(fence: FenceSource): boolean {
  const values = fenceValues(fence);
  const known = [...values.keys()].some((key) => words.has(key)) || /^\d+$/.test(values.get('timeout') ?? '');
  return fence.language === 'bash' && known;
}

function planOf(fence: FenceSource): FencePlan {
  const values = fenceValues(fence);
  const anyStatus = values.get('expectError') === 'true';
  const hints = [
    ...(anyStatus ? [errorHint(fence)] : []),
    ...hookHint(values.get('hook'), fence),
    ...waitHint(values.get('wait'), fence),
  ];
  return {
    continuation: 'while-open',
    statuses: false,
    comments: 'prose',
    meaning: 'example',
    readLine: readLiteral,
    silence: false,
    anyStatus,
    language: fence.language,
    options: optionsOf(fence, values),
    others: wordsThatStay(fence, 'shell').filter((word) => !word.startsWith('timeout=')),
    tail: hints.map(({ line }) => suggestionLine(line)),
    remarks: hints.map(({ remark }) => remark),
  };
}

type Hint = { readonly line: string; readonly remark: Remark };

/** The tool ignores errors here; the page most likely shows one. */
function errorHint({ infoAt }: FenceSource): Hint {
  const message = 'The source lets these commands fail (`expectError`): the last one probably has to.';
  const suggested = '# expect exit: nonzero';
  return { line: suggested, remark: { kind: 'suggestion', at: infoAt, message, suggested } };
}

function hookHint(hook: string | undefined, fence: FenceSource): readonly Hint[] {
  if (hook === undefined) return [];
  const script = `tests/hook-${hook}.sh`;
  const message = `The checks of the hook \`${script}\` are in that file: write them as expectations.`;
  return [{ line: `what ${script} checks, as expectations`, remark: infoNote(fence, message) }];
}

function waitHint(wait: string | undefined, fence: FenceSource): readonly Hint[] {
  const seconds = Number(wait ?? 0);
  if (!(seconds > 0)) return [];
  const message = `The fixed wait of ${seconds} s is not taken over: give the check it is for \`within ${seconds}s\`.`;
  return [
    { line: `expect within ${seconds}s: … on what the wait was for`, remark: infoNote(fence, message) },
  ];
}

function optionsOf({ language }: FenceSource, values: ReadonlyMap<string, string>): FenceOptions {
  const timeout = values.get('timeout');
  return {
    ...(values.get('test') === 'false' ? { skip: 'test=false in EKS Workshop' } : {}),
    ...(language === 'bash' ? {} : { skip: 'not run by EKS Workshop' }),
    ...(timeout && /^[1-9]\d*$/.test(timeout) ? { timeout: `${timeout}s` } : {}),
  };
}
