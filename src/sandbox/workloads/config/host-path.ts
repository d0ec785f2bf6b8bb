/** Folders that every node of Linux with a kubelet and containerd has. */
const folders = [
  ...[
    '/',
    '/bin',
    '/boot',
    '/dev',
    '/dev/shm',
    '/etc',
    '/etc/kubernetes',
    '/etc/kubernetes/manifests',
    '/etc/ssl',
  ],
  ...[
    '/etc/ssl/certs',
    '/etc/cni/net.d',
    '/opt/cni/bin',
    '/home',
    '/lib',
    '/lib/modules',
    '/media',
    '/mnt',
    '/opt',
  ],
  ...[
    '/proc',
    '/root',
    '/run',
    '/run/containerd',
    '/sbin',
    '/srv',
    '/sys',
    '/sys/fs/cgroup',
    '/tmp',
    '/usr',
    '/usr/lib',
  ],
  ...[
    '/usr/local',
    '/usr/share',
    '/usr/src',
    '/var',
    '/var/lib',
    '/var/lib/containerd',
    '/var/lib/kubelet',
    '/var/log',
  ],
  ...[
    '/var/lib/kubelet/pods',
    '/var/lib/kubelet/plugins',
    '/var/log/containers',
    '/var/log/pods',
    '/var/run',
    '/var/tmp',
  ],
  ...[
    '/var/lib/kubelet/plugins_registry',
    '/var/lib/kubelet/device-plugins',
    '/var/lib/etcd',
    '/etc/kubernetes/pki',
  ],
];
const files = [
  '/etc/hostname',
  '/etc/hosts',
  '/etc/machine-id',
  '/etc/os-release',
  '/etc/passwd',
  '/etc/resolv.conf',
];
const sockets = ['/run/containerd/containerd.sock', '/var/run/containerd/containerd.sock'];
const characters = ['/dev/null', '/dev/random', '/dev/tty', '/dev/urandom', '/dev/zero', '/dev/kmsg'];

/** What has to be there for a type of volume, and what the kubelet says of something else. */
const wanted: Readonly<Record<string, readonly [there: readonly string[], what: string]>> = {
  Directory: [folders, 'directory'],
  File: [files, 'file'],
  Socket: [sockets, 'socket'],
  CharDevice: [characters, 'character device'],
  BlockDevice: [[], 'block device'],
};

/** Folders in which a new node has nothing. */
const empty = ['/home', '/media', '/mnt', '/opt', '/srv', '/tmp', '/var/tmp'];

const withoutSlash = (path: string): string => path.replace(/(.)\/+$/, '$1');

/** Whether a folder of a node holds what nobody here knows. */
export const isFullOfFiles = (path: string): boolean =>
  folders.includes(withoutSlash(path)) && !empty.includes(withoutSlash(path));

/**
 * Why the kubelet doesn't mount a path of its node as a type says; undefined if it does. Of a node there is what all have.
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
 */
export function whyNotThere(path: string, type: string): string | undefined {
  const [there, what] = wanted[type] ?? [];
  if (!there || there.includes(withoutSlash(path))) return undefined;
  return `hostPath type check failed: ${path} is not a ${what}`;
}
