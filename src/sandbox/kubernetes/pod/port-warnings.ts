import { listAt, numberAt, textAt } from '../../apiserver/fields.ts';

type Place = { readonly container: unknown; readonly here: string };

type Port = {
  readonly path: string;
  readonly key: string;
  readonly name: string;
  readonly hostPort: number;
  readonly hostIP: string;
};

/** Ports of a pod's containers that are one another's, or may be. */
export function portWarnings(containers: readonly Place[]): readonly string[] {
  const ports = containers.flatMap(({ container, here }) =>
    listAt(container, 'ports').map(
      (port, index): Port => ({
        path: `${here}.ports[${index}]`,
        key: `${numberAt(port, 'containerPort')}/${textAt(port, 'protocol')}`,
        name: textAt(port, 'name'),
        hostPort: numberAt(port, 'hostPort'),
        hostIP: textAt(port, 'hostIP'),
      }),
    ),
  );
  return [
    ...ports.flatMap((port, index) => ports.slice(0, index).flatMap((other) => clash(port, other))),
    ...ports.flatMap((port, index) => sameName(port, ports.slice(0, index))),
  ];
}

function clash(port: Port, other: Port): readonly string[] {
  if (port.key !== other.key) return [];
  const isSame = port.hostIP === other.hostIP && port.hostPort === other.hostPort;
  if (isSame) return [`${port.path}: duplicate port definition with ${other.path}`];
  if (port.hostPort === 0 || other.hostPort === 0)
    return [`${port.path}: overlapping port definition with ${other.path}`];
  const isOpen = (port.hostIP === '') !== (other.hostIP === '');
  return port.hostPort === other.hostPort && isOpen
    ? [`${port.path}: dangerously ambiguous port definition with ${other.path}`]
    : [];
}

function sameName({ name, path }: Port, before: readonly Port[]): readonly string[] {
  const first = name ? before.find((other) => other.name === name) : undefined;
  return first
    ? [
        `${path}: duplicate port name "${name}" with ${first.path}, services and probes that select ports by name will use ${first.path}`,
      ]
    : [];
}
