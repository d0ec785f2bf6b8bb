import { posix } from 'node:path';
import type { PodObject } from '../../mesh/objects.ts';
import { FileError, type Files } from '../commands/command.ts';

/** How much one container may write, in bytes. */
const capacity = 32 * 1024 * 1024;

/**
 * The few files of a container that the sandbox knows: those that Kubernetes itself puts there, and what commands
 * write. Any other path of the image refuses by name instead of pretending to be absent.
 */
export function containerFiles(pod: () => PodObject): Files {
  const written = new Map<string, Buffer>();
  return {
    async read(path) {
      const place = posix.resolve('/', path);
      const found = written.get(place) ?? given(pod(), place);
      if (found) return found;
      if (isScratch(place)) throw new FileError('No such file or directory');
      throw new FileError(`sandbox: this file of the image is not simulated`);
    },
    async write(path, content, append) {
      const place = posix.resolve('/', path);
      if (place === '/dev/null') return;
      if (place.startsWith('/dev/') || place.startsWith('/proc/')) throw new FileError('Permission denied');
      const next = append ? Buffer.concat([written.get(place) ?? Buffer.alloc(0), content]) : content;
      if (next.length > capacity) throw new FileError('No space left on device');
      written.set(place, next);
    },
  };
}

/** Folders that are empty in an image, so that "no such file" is the truth there. */
const isScratch = (path: string): boolean => /^\/(tmp|var\/tmp|run|home)\//.test(path);

function given(pod: PodObject, path: string): Buffer | undefined {
  const { namespace = 'default' } = pod.metadata;
  const name = pod.spec?.hostname ?? pod.metadata.name;
  const text: Readonly<Record<string, string>> = {
    '/dev/null': '',
    '/etc/hostname': `${name}\n`,
    '/etc/hosts':
      '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n' +
      `${pod.status?.podIP ?? ''}\t${name}\n`,
    '/etc/resolv.conf':
      `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local\n` +
      'nameserver 10.96.0.10\noptions ndots:5\n',
    '/var/run/secrets/kubernetes.io/serviceaccount/namespace': namespace,
  };
  const found = text[path];
  return found === undefined ? undefined : Buffer.from(found);
}
