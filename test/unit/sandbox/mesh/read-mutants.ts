import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What a page would look at: one of a command in a pod, istioctl, an object or a log; and what it expects to see. */
export type Check = {
  /** The app whose pod runs the command. */
  readonly pod?: string;
  readonly run?: string;
  readonly istioctl?: string;
  /** Resource and place of an object, such as `services shop/front`. */
  readonly get?: string;
  /** The app whose log is read: all of it, or the last line after `run` in `pod`. */
  readonly log?: string;
  /** A regular expression, which `.` takes over lines. */
  readonly prints: string;
};

/**
 * One small edit, of the objects (`from`, `to`), of a check's command (`runs`) or of what it expects (`expects`), with
 * which the check named by `breaks` must fail; with `refused` the API server turns the objects down.
 */
export type Mutant = {
  readonly breaks: string;
  readonly from?: string;
  readonly to?: string;
  readonly runs?: string;
  readonly expects?: string;
  readonly refused?: string;
};

export type Scene = {
  readonly name: string;
  /** Manifests, applied to the first cluster, where the shop of the data plane's tests is. */
  readonly objects: string;
  readonly checks: Readonly<Record<string, Check>>;
  readonly mutants: readonly Mutant[];
};

const folder = new URL('../../../fixtures/mesh-mutants/', import.meta.url);

export const scenes: readonly Scene[] = readdirSync(folder).map((file) => ({
  name: file.replace('.yaml', '').replaceAll('-', ' '),
  ...(parse(readFileSync(new URL(file, folder), 'utf8')) as Omit<Scene, 'name'>),
}));
