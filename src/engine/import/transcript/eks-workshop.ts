import { suggestionLine } from '../directive-line.ts';
import type { FenceSource } from '../fence-source.ts';
import { type FenceOptions, wordsThatStay } from '../fence-text.ts';
import type { Remark } from '../format.ts';
import { convertFences, type Dialect, type FencePlan, fenceValues, infoNote } from './dialect.ts';
import { isTranscript } from './exchange.ts';
import { readLiteral } from './expected-line.ts';

const words: ReadonlySet<string> = new Set(['expectError', 'hook', 'hookTimeout', 'raw', 'test', 'wait']);

/**
 * EKS Workshop: `bash` fences whose words its test tool reads. The tool runs what stands behind `$ ` and looks at exit
 * statuses and at scripts called hooks, never at the output.
 * @see https://github.com/aws-samples/eks-workshop-v2/blob/main/docs/automated_tests.md
 */
export const eksWorkshop: Dialect = {
  name: 'EKS Workshop',
  clue: ({ fences }) => {
    const first = fences.find(isMarked);
    return first && { strength: 'sure', at: first.infoAt.from, what: `the fence \`${first.infoAt.text}\`` };
  },
  convert: (source) => {
    const { edits, remarks } = convertFences(source, (fence) =>
      fence.language === 'bash' ? planOf(fence) : undefined,
    );
    const raw = source.fences.filter(
      (fence) => fence.language === 'bash' && !isTranscript(fence.rows) && isMarked(fence),
    );
    const infos = raw.map((fence) => {
      const plan = planOf(fence);
      const options = Object.entries(plan.options).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
      return {
        edit: { ...fence.infoAt, text: ['bash', ...options, ...plan.others].join(' ') },
        remarks: plan.remarks,
      };
    });
    return {
      edits: [...edits, ...infos.map(({ edit }) => edit)],
      remarks: [...remarks, ...infos.flatMap((info) => info.remarks)],
    };
  },
};

function isMarked(fence: FenceSource): boolean {
  const values = fenceValues(fence);
  const known = [...values.keys()].some((key) => words.has(key)) || /^\d+$/.test(values.get('timeout') ?? '');
  return fence.language === 'bash' && known;
}

function planOf(fence: FenceSource): FencePlan {
  const values = fenceValues(fence);
  const hook = values.get('hook');
  const wait = Number(values.get('wait') ?? 0);
  const tail: string[] = [];
  const remarks: Remark[] = [];
  if (hook !== undefined) {
    const script = `tests/hook-${hook}.sh`;
    tail.push(suggestionLine(`what ${script} checks, as expectations`));
    remarks.push(
      infoNote(fence, `The checks of the hook \`${script}\` are in that file: write them as expectations.`),
    );
  }
  if (wait > 0) {
    tail.push(suggestionLine(`expect within ${wait}s: … on what the ${wait} seconds are for`));
    remarks.push(
      infoNote(
        fence,
        `The fixed wait of ${wait} s is not taken over: give the check it is for \`within ${wait}s\`.`,
      ),
    );
  }
  return {
    continuation: 'while-open',
    statuses: false,
    meaning: 'example',
    readLine: readLiteral,
    silence: false,
    anyStatus: values.get('expectError') === 'true',
    language: 'bash',
    options: optionsOf(values),
    others: wordsThatStay(fence, 'shell').filter((word) => !word.startsWith('timeout=')),
    tail,
    remarks,
  };
}

function optionsOf(values: ReadonlyMap<string, string>): FenceOptions {
  const timeout = values.get('timeout');
  return {
    ...(values.get('test') === 'false' ? { skip: 'test=false in EKS Workshop' } : {}),
    ...(timeout && /^[1-9]\d*$/.test(timeout) ? { timeout: `${timeout}s` } : {}),
  };
}
