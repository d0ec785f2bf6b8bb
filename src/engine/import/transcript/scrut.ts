import { parse as parseYaml } from 'yaml';
import { parseDuration } from '../../parse/duration.ts';
import type { FenceSource } from '../fence-source.ts';
import { backgroundHint, convertFences, type Dialect, type FencePlan, infoNote } from './dialect.ts';
import { readScrutLine } from './expected-line.ts';
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
  convert: (source) => {
    const { edits, remarks } = convertFences(source, (fence) => (isScrut(fence) ? planOf(fence) : undefined));
    const untested = skipUntested(source.fences, 'scrut', () => false);
    return { edits: [...edits, ...untested.edits], remarks };
  },
};

function isScrut({ language }: FenceSource): boolean {
  return language === 'scrut';
}

type Settings = Readonly<Record<string, unknown>>;

function planOf(fence: FenceSource): FencePlan {
  const { timeout, detached, output_stream: stream, ...others } = settingsOf(fence);
  const ms = typeof timeout === 'string' ? parseDuration(timeout) : undefined;
  const left = [...Object.keys(others), ...(timeout !== undefined && ms === undefined ? ['timeout'] : [])];
  const background = detached === true ? backgroundHint(fence) : { tail: [], remarks: [] };
  return {
    continuation: 'always',
    statuses: true,
    meaning: 'exact',
    readLine: readScrutLine,
    silence: detached !== true,
    ...(stream === 'combined' ? {} : { stream: stream === 'stderr' ? 'stderr' : 'stdout' }),
    anyStatus: false,
    language: 'bash',
    options: ms === undefined ? {} : { timeout: String(timeout) },
    others: [],
    tail: background.tail,
    remarks: [
      ...left.map((key) =>
        infoNote(fence, `The setting \`${key}\` of scrut has no counterpart and is left out.`),
      ),
      ...background.remarks,
    ],
  };
}

/** The settings in braces behind the language, which are YAML. */
function settingsOf({ infoAt }: FenceSource): Settings {
  const [braces] = /\{.*\}/s.exec(infoAt.text) ?? [];
  if (braces === undefined) return {};
  try {
    const value: unknown = parseYaml(braces, { logLevel: 'error' });
    return typeof value === 'object' && value !== null ? (value as Settings) : {};
  } catch {
    return {};
  }
}
