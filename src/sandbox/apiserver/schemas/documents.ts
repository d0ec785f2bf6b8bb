import type { Kind } from '../kind.ts';
import gatewayApi from './data/gateway-api.json' with { type: 'json' };
import istio from './data/istio.json' with { type: 'json' };
import kubernetes from './data/kubernetes.json' with { type: 'json' };
import { enterpriseAgentgateway } from './enterprise-agentgateway.ts';
import type { Schema, SchemaDocument } from './schema.ts';

/** A kind's schema and what its references lead to. */
export type KindSchema = {
  readonly name: string;
  readonly schema: Schema;
  readonly definitions: Readonly<Record<string, Schema>>;
};

const documents = [
  kubernetes,
  gatewayApi,
  istio,
  enterpriseAgentgateway,
] as unknown as readonly SchemaDocument[];

/** The schema of a kind; all its versions share it. @throws Error for a kind without one, which is our mistake */
export function schemaOf({ group, kind }: Pick<Kind, 'group' | 'kind'>): KindSchema {
  const type = `${group}/${kind}`;
  const document = documents.find(({ kinds }) => type in kinds);
  const name = document?.kinds[type] ?? '';
  const schema = document?.definitions[name];
  if (!document || !schema) throw new Error(`there is no schema of ${type}`);
  return { name, schema, definitions: document.definitions };
}

/** Follows a reference; other schemas are themselves. */
export const resolved = (schema: Schema, definitions: KindSchema['definitions']): Schema =>
  schema.$ref ? (definitions[schema.$ref] ?? {}) : schema;
