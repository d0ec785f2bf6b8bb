import type { ImportFormat } from './format.ts';
import { docDetective } from './formats/doc-detective.ts';
import { educates } from './formats/educates.ts';
import { expectedOutput } from './formats/expected-output.ts';
import { innovationEngine } from './formats/innovation-engine.ts';
import { istio } from './formats/istio.ts';
import { killercoda } from './formats/killercoda.ts';
import { markdown } from './formats/markdown.ts';
import { notebook } from './formats/notebook.ts';
import { prose } from './formats/prose.ts';
import { runme } from './formats/runme.ts';
import { soloWorkshop } from './formats/solo-workshop.ts';
import { transcript } from './formats/transcript.ts';

/** Every format by name. A new format is a file under `formats/` and a line here. */
export const importFormats = {
  'doc-detective': docDetective,
  educates,
  'expected-output': expectedOutput,
  'innovation-engine': innovationEngine,
  istio,
  killercoda,
  markdown,
  notebook,
  prose,
  runme,
  'solo-workshop': soloWorkshop,
  transcript,
} satisfies Readonly<Record<string, ImportFormat>>;

export type ImportFormatName = keyof typeof importFormats;
