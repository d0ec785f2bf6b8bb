import type {
  CustomResourceDefinition,
  DefinitionNames,
  DefinitionVersion,
  PrinterColumn,
} from '../../apiserver/custom/definition.ts';
import type { Schema } from '../../apiserver/schemas/schema.ts';
import { frozen } from '../../apiserver/store/frozen.ts';
import gatewayApi from './data/gateway-api.json' with { type: 'json' };
import istio from './data/istio.json' with { type: 'json' };
import { enterpriseAgentgatewayParameters } from './enterprise-agentgateway.ts';
import { rulesOf } from './rules/registry.ts';
import { withRules } from './rules/rule-table.ts';

/** A definition whose versions differ in their names only, as those of the mesh's kinds do. */
export type DefinitionData = {
  readonly group: string;
  readonly names: DefinitionNames;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly versions: readonly DefinitionVersion[];
  readonly columns: readonly PrinterColumn[];
  /** Whether the status is written through a sub-resource of its own. */
  readonly status: boolean;
  readonly schema: Schema;
};

const data = [
  ...(gatewayApi.definitions as unknown as readonly DefinitionData[]),
  ...(istio.definitions as unknown as readonly DefinitionData[]),
  enterpriseAgentgatewayParameters,
];

let made: readonly CustomResourceDefinition[] | undefined;

/**
 * The definitions of the Gateway API, of Istio and of the enterprise agentgateway, as their charts install them. They
 * are made once, and their large parts are frozen, so that clusters share them.
 */
export function meshDefinitions(): readonly CustomResourceDefinition[] {
  made ??= data.map(definition);
  return made;
}

function definition({
  group,
  names,
  scope,
  versions,
  columns,
  status,
  schema,
  ...metadata
}: DefinitionData): CustomResourceDefinition {
  const ruled = frozen(withRules(schema, rulesOf(group, names.kind)));
  const { annotations, labels } = metadata;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${names.plural}.${group}`,
      ...(annotations ? { annotations } : {}),
      ...(labels ? { labels } : {}),
    },
    spec: {
      conversion: { strategy: 'None' },
      group,
      names,
      scope,
      versions: versions.map((version) => ({
        ...version,
        schema: { openAPIV3Schema: ruled },
        ...(status ? { subresources: { status: {} } } : {}),
        ...(columns.length ? { additionalPrinterColumns: columns } : {}),
      })),
    },
  } as CustomResourceDefinition;
}
