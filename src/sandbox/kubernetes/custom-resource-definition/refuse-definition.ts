import { missingFunctions } from '../../apiserver/cel/check.ts';
import { textAt } from '../../apiserver/fields.ts';
import type { Schema } from '../../apiserver/schemas/schema.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { versionsOf } from './versions-of.ts';

/** What of a definition isn't simulated: conversion by a webhook, and functions of CEL that aren't there. */
export function refuseDefinition(object: KubeObject): ApiError | undefined {
  if (textAt(object, 'spec.conversion.strategy') === 'Webhook')
    return notSimulated('conversion of custom resources by a webhook');
  const [missing] = versionsOf(object).flatMap(({ schema }) => missingIn(schema?.openAPIV3Schema ?? {}));
  return missing === undefined ? undefined : notSimulated(`the CEL function ${missing}`);
}

const notSimulated = (what: string): ApiError =>
  new ApiError(501, 'NotImplemented', `sandbox: ${what} is not simulated`);

function missingIn(schema: Schema): readonly string[] {
  const { properties, items, additionalProperties } = schema;
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap(({ rule, messageExpression }) => [
    ...missingFunctions(rule),
    ...(messageExpression ? missingFunctions(messageExpression) : []),
  ]);
  const inner = [...Object.values(properties ?? {}), items, additionalProperties];
  return [...own, ...inner.flatMap((one) => (typeof one === 'object' ? missingIn(one) : []))];
}
