import type { PodObject } from '../../mesh/objects.ts';
import { resolverOf } from '../../mesh/resolver.ts';

/** Files that Kubernetes itself puts into every container, or that a kernel has. */
export function givenFiles(pod: PodObject): Readonly<Record<string, string>> {
  const { namespace = 'default' } = pod.metadata;
  const { hostname, subdomain, hostAliases = [] } = pod.spec ?? {};
  const name = hostname ?? pod.metadata.name;
  const full = subdomain ? `${name}.${subdomain}.${namespace}.svc.cluster.local\t${name}` : name;
  const aliases = hostAliases.map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}\n`).join('');
  return {
    '/etc/hostname': `${name}\n`,
    '/etc/hosts':
      '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n' +
      'fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n' +
      `${pod.status?.podIP ?? ''}\t${full}\n` +
      (aliases ? `\n# Entries added by HostAliases.\n${aliases}` : ''),
    '/etc/resolv.conf': resolvConf(pod),
  };
}

function resolvConf(pod: PodObject): string {
  const { servers, searches, options } = resolverOf(pod);
  return [
    ...(searches.length ? [`search ${searches.join(' ')}`] : []),
    ...servers.map((server) => `nameserver ${server}`),
    ...(options.length ? [`options ${options.join(' ')}`] : []),
    '',
  ].join('\n');
}
