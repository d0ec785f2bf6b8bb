import { invalid } from '../../apiserver/admission/field-error.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const levels = ['privileged', 'baseline', 'restricted'] as const;
type Level = (typeof levels)[number];

/** A policy in one version; `latest` is the server's own. */
export type LevelVersion = { readonly level: Level; readonly version: number | 'latest' };

/** What a namespace does about pods that break a policy: refuse them, note them, warn of them. */
export type Policy = {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
};

type Labels = Readonly<Record<string, string>>;

const prefix = 'pod-security.kubernetes.io/';

/**
 * The policy that a namespace's labels ask for; what can't be read of them counts as `restricted` where it is enforced.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
 */
export function policyOf(labels: Labels = {}): { policy: Policy; errors: readonly FieldError[] } {
  const errors = (['enforce', 'audit', 'warn'] as const).flatMap((mode) => [
    ...(isLevel(labels[prefix + mode]) ? [] : [wrong(labels, mode, `must be one of ${levels.join(', ')}`)]),
    ...(versionOf(labels[`${prefix}${mode}-version`]) === undefined
      ? [wrong(labels, `${mode}-version`, 'must be "latest" or "v1.x"')]
      : []),
  ]);
  const enforce = modeOf(labels, 'enforce', 'restricted');
  const warn = modeOf(labels, 'warn', 'privileged');
  const audit = modeOf(labels, 'audit', 'privileged');
  const isEnforcedAlone =
    labels[`${prefix}warn`] === undefined && labels[`${prefix}enforce`] === enforce.level;
  return {
    policy: { enforce, audit, warn: isEnforcedAlone ? warnedOf(labels, enforce, warn) : warn },
    errors,
  };
}

/** What is enforced is warned of too, unless the labels say something about warnings. */
const warnedOf = (labels: Labels, enforce: LevelVersion, warn: LevelVersion): LevelVersion =>
  enforce.level === 'privileged'
    ? warn
    : {
        level: enforce.level,
        version: labels[`${prefix}warn-version`] === undefined ? enforce.version : warn.version,
      };

function modeOf(labels: Labels, mode: string, otherwise: Level): LevelVersion {
  const level = labels[prefix + mode] ?? 'privileged';
  return {
    level: levels.find((one) => one === level) ?? otherwise,
    version: versionOf(labels[`${prefix}${mode}-version`]) ?? 'latest',
  };
}

const isLevel = (level: string | undefined): boolean =>
  level === undefined || levels.some((one) => one === level);

function versionOf(text: string | undefined): LevelVersion['version'] | undefined {
  if (text === undefined || text === 'latest') return 'latest';
  const [, minor] = /^v1\.(\d|[1-9]\d*)$/.exec(text) ?? [];
  return minor === undefined ? undefined : Number(minor);
}

const wrong = (labels: Labels, label: string, detail: string): FieldError =>
  invalid(`metadata.labels[${prefix}${label}]`, labels[prefix + label], detail);

/** `restricted:latest`. */
export const formatPolicy = ({ level, version }: LevelVersion): string =>
  `${level}:${version === 'latest' ? version : `v1.${version}`}`;

export const samePolicy = (a: LevelVersion, b: LevelVersion): boolean =>
  a.level === b.level && a.version === b.version;

/** Whether a level allows no less than another. */
export const isRelaxed = (level: Level, before: Level): boolean =>
  levels.indexOf(level) <= levels.indexOf(before);
