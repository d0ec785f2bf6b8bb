import type { Diagnostic } from '../model/diagnostic.ts';
import type { OpaqueImage } from '../model/target.ts';

/** What is wrong with a run that passed although a command asked for something that nobody could tell it. */
export const opaqueAsked = ({ image, asked, context }: OpaqueImage): Diagnostic => ({
  code: 'target/opaque-asked',
  severity: 'error',
  message: `Nothing failed, but a command asked on \`${context}\` for what nobody knows of the opaque image \`${image}\`: ${asked.join(', ')}`,
  hint: 'Describe the image in a `workloads.yaml` beside the runbook, use one that is simulated, or run on a cluster.',
});
