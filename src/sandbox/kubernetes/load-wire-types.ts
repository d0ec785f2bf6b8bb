import type { WireTypes } from '../apiserver/protobuf/wire-types.ts';
import type { KindSchema } from '../apiserver/schemas/schema.ts';
import { definitions, schemaOfType } from './built-in-kinds.ts';

/** How the types of Kubernetes are written in protobuf. */
export async function loadWireTypes(): Promise<WireTypes> {
  const { default: data } = await import('./data/protobuf.json', { with: { type: 'json' } });
  return {
    definitions,
    numbers: data.messages as Readonly<Record<string, string>>,
    schemaOf: (apiVersion, kind) => {
      const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
      return schemaOfType({ group, version, kind }) ?? optionsOf(kind);
    },
  };
}

const deleteOptions = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';

/** Options of a request are the same in every group. */
function optionsOf(kind: string): KindSchema | undefined {
  const schema = kind === 'DeleteOptions' ? definitions[deleteOptions] : undefined;
  return schema && { name: deleteOptions, schema, definitions };
}
