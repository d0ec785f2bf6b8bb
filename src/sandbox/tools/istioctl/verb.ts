import type { World } from '../../world.ts';
import type { ToolIo } from '../tool.ts';
import type { FlagSpec, Flags } from './flags.ts';

/** A command of istioctl, or of a group such as `ztunnel-config`. */
export type Verb = {
  readonly names: readonly [string, ...string[]];
  readonly flags: readonly FlagSpec[];
  readonly run: (call: VerbCall) => Promise<number> | number;
};

type VerbCall = {
  readonly flags: Flags;
  readonly io: ToolIo;
  /** The cluster of a context; of the flags' own without one. @throws ContextError */
  readonly world: (context?: string) => World;
};
