import type { FlagSpec } from '../command.ts';

export const revisionFlag: FlagSpec = {
  name: 'revision',
  letter: 'r',
  type: 'string',
  help: 'revision of the control plane',
};
