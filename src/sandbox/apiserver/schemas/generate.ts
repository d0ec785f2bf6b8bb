import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kindRegistry } from '../../kubernetes/registry.ts';
import type { Kind } from '../kind.ts';
import { builtInSchemas } from './generate/built-in.ts';
import { customSchema } from './generate/custom.ts';
import { gatewayOverlays } from './generate/gateway-overlays.ts';
import { istioOverlays } from './generate/istio-overlays.ts';
import { applyOverlay, type Overlay } from './generate/overlay.ts';
import { probe, type Validator } from './generate/probe.ts';
import type { Schema, SchemaDocument } from './schema.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'data');

/** The files of `data/`, made anew from the packages. Run by hand when a package or a kind changes. */
export async function generateSchemas(): Promise<Record<string, SchemaDocument>> {
  return {
    'kubernetes.json': builtInSchemas(
      kindRegistry.all.filter(({ custom }) => !custom),
      sourceOf('@kubernetes/client-node'),
    ),
    'gateway-api.json': await customSchemas(
      '@kubernetes-models/gateway-api',
      ['gateway.networking.k8s.io'],
      gatewayOverlays,
    ),
    'istio.json': await customSchemas(
      '@kubernetes-models/istio',
      ['networking.istio.io', 'security.istio.io'],
      istioOverlays,
    ),
  };
}

/** Where the files of `generateSchemas` are kept. */
export const schemaFile = (name: string): string => join(folder, name);

async function customSchemas(
  packageName: string,
  groups: readonly string[],
  overlays: Readonly<Record<string, Overlay>>,
): Promise<SchemaDocument> {
  const kinds = kindRegistry.all.filter(({ group }) => groups.includes(group));
  const definitions: Record<string, Schema> = {};
  for (const kind of kinds) {
    const structure = customSchema(`${packageName}/${kind.group}/${kind.versions[0]}/${kind.kind}`);
    const limited = probe(structure, await validatorOf(packageName, kind), new Set(['apiVersion', 'kind']));
    definitions[kind.kind] = applyOverlay(limited, overlays[kind.kind] ?? {});
  }
  const named = kinds.map(({ group, kind }) => [`${group}/${kind}`, kind]);
  return { source: sourceOf(packageName), kinds: Object.fromEntries(named), definitions };
}

/** The class hands its checks to a compiled function, which keeps the list of what is wrong. */
async function validatorOf(packageName: string, { group, versions, kind }: Kind): Promise<Validator> {
  const model = fileURLToPath(import.meta.resolve(`${packageName}/${group}/${versions[0]}/${kind}`));
  const text = readFileSync(model, 'utf8');
  const schema = new RegExp(`from ?"([^"]*_schemas/[^"]*${kind}(?:\\.js)?)"`).exec(text)?.[1];
  if (!schema) throw new Error(`${model} names no validator`);
  const url = schema.startsWith('.') ? new URL(schema, `file://${model}`).href : import.meta.resolve(schema);
  const { validate }: { validate: Validator } = await import(url.endsWith('.js') ? url : `${url}.js`);
  return validate;
}

function sourceOf(name: string): string {
  const path = fileURLToPath(import.meta.resolve(name));
  const at = path.lastIndexOf(`node_modules/${name}/`) + `node_modules/${name}/`.length;
  const { version, license }: { version: string; license: string } = JSON.parse(
    readFileSync(join(path.slice(0, at), 'package.json'), 'utf8'),
  );
  return `Generated from ${name} ${version} (${license}) by src/sandbox/apiserver/schemas/generate.ts; not to be edited.`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, document] of Object.entries(await generateSchemas())) {
    writeFileSync(schemaFile(name), `${JSON.stringify(document)}\n`);
  }
}
