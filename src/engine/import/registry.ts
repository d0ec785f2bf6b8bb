import type { ImportFormat } from './format.ts';
import { expectedOutput } from './formats/expected-output.ts';
import { istio } from './formats/istio.ts';
import { markdown } from './formats/markdown.ts';
import { prose } from './formats/prose.ts';
import { runme } from './formats/runme.ts';
import { transcript } from './formats/transcript.ts';

/** Every format by name. A new format is a file under `formats/` and a line here. */
export const importFormats = {
  'expected-output': expectedOutput,
  istio,
  markdown,
  prose,
  runme,
  transcript,
} satisfies Readonly<Record<string, ImportFormat>>;

export type ImportFormatName = keyof typeof importFormats;
