import { posixTools } from './binaries.ts';
import type { Workload } from './workload.ts';

type Base = {
  readonly repositories: readonly string[];
  readonly shell: readonly string[];
  readonly more?: readonly string[];
  readonly hasTag?: (tag: string) => boolean;
};

/** Of a repository that counts its versions: none is beyond what there can be. */
const upTo =
  (major: number, minor: number) =>
  (tag: string): boolean => {
    const [, one, other = '0'] = /^(\d+)\.(\d+)/.exec(tag) ?? [];
    return one === undefined || Number(one) < major || (Number(one) === major && Number(other) <= minor);
  };

const images: readonly Base[] = [
  {
    repositories: ['library/busybox', 'busybox', 'e2e-test-images/busybox', 'google-containers/busybox'],
    shell: ['sh', 'ash'],
    hasTag: upTo(1, 40),
  },
  { repositories: ['library/alpine', 'alpine/git', 'alpine/k8s'], shell: ['sh', 'ash'], hasTag: upTo(3, 30) },
  { repositories: ['library/ubuntu', 'library/debian'], shell: ['sh', 'bash'], more: ['perl'] },
];

/** Images of a whole system, which do nothing but what a container's command says. */
export const baseImages: readonly Workload[] = images.map(({ repositories, shell, more = [], hasTag }) => ({
  repositories,
  user: 0,
  binaries: [...shell, ...more, ...posixTools],
  ...(hasTag ? { hasTag } : {}),
  entrypoint: (args) => ({
    kind: 'command',
    argv: args.length ? args : [shell.at(-1) === 'bash' ? 'bash' : 'sh'],
  }),
}));
