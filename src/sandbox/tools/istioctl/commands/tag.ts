import type { KubeObject } from '../../../apiserver/store/object.ts';
import { labelOf, resources } from '../../../mesh/resources.ts';
import type { World } from '../../../world.ts';
import { type Command, CommandError } from '../command.ts';
import { goValue, listOf, type Shape, struct, text } from '../output/shape.ts';
import { table } from '../output/table.ts';
import { jsonText, yamlText } from '../output/write.ts';

type Tag = { readonly tag: string; readonly revision: string; readonly namespaces: readonly string[] };

/** @see https://github.com/istio/istio/blob/1.29.3/istioctl/pkg/tag/tag.go */
const shape: Shape = listOf(
  struct(
    { name: 'tag', shape: text },
    { name: 'revision', shape: text },
    { name: 'namespaces', shape: listOf(text) },
  ),
);

const list: Command = {
  names: ['list', 'show'],
  about: 'List tags, with the namespaces that use them',
  passedOn: [{ name: 'output', letter: 'o', type: 'string', default: 'table', help: 'table, json or yaml' }],
  check: ({ positionals }) => (positionals.length ? 'tag list command does not accept arguments' : undefined),
  run({ flags, io, world }) {
    const tags = tagsOf(world(), flags.text('istioNamespace'));
    const format = flags.text('output');
    if (!tags.length) io.stdout.write('No Istio revision tags found.\n');
    else if (format === 'json') io.stdout.write(`${jsonText(goValue(shape, tags), 2)}\n`);
    else if (format === 'yaml') io.stdout.write(yamlText(goValue(shape, tags)));
    else if (format === 'table') io.stdout.write(tagsTable(tags));
    else throw new CommandError(`unknown format: ${format}`);
    return 0;
  },
};

const tagsTable = (tags: readonly Tag[]): string =>
  table([
    ['TAG', 'REVISION', 'NAMESPACES'],
    ...tags.map(({ tag, revision, namespaces }) => [tag, revision, namespaces.join(',')]),
  ]);

/** Tags that webhooks and Services carry; a revision that has a tag is not listed without one. */
function tagsOf(world: World, system: string): readonly Tag[] {
  const carriers = [
    ...world.store.list<KubeObject>('mutatingwebhookconfigurations.admissionregistration.k8s.io'),
    ...world.store.list<KubeObject>(resources.services, { namespace: system }),
  ];
  const pairs = carriers.flatMap((object) => {
    const [tag, revision] = [labelOf(object, 'istio.io/tag') ?? '', labelOf(object, 'istio.io/rev') ?? ''];
    return tag ? [`${revision}\0${tag}`] : [];
  });
  return [...new Set(pairs)].toSorted().map((pair) => {
    const [revision = '', tag = ''] = pair.split('\0');
    return { tag, revision, namespaces: namespacesOf(world, tag) };
  });
}

function namespacesOf(world: World, tag: string): readonly string[] {
  const uses = (object: KubeObject): boolean =>
    labelOf(object, 'istio.io/rev') === tag ||
    (tag === 'default' && labelOf(object, 'istio-injection') === 'enabled');
  return world.store.list(resources.namespaces, { where: uses }).map(({ metadata }) => metadata.name);
}

/** `istioctl tag`: names for revisions of the control plane. */
export const tag: Command = {
  names: ['tag'],
  about: 'Names for revisions of the control plane',
  commands: [
    { names: ['generate'], about: 'Print what would make a tag' },
    list,
    { names: ['remove'], about: 'Remove a tag' },
    { names: ['set'], about: 'Make or change a tag' },
  ],
};
