/**
 * What the API server knows of an object's fields: the part of OpenAPI v3 that its own documents and the structural
 * schemas of custom resources use.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export type Schema = {
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  /** `int32`, `int64`, `double`, `date-time`, `byte`, `int-or-string`. */
  readonly format?: string;
  /** Name of a definition of the same document. */
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  /** Of a map's values; keys are free. */
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly default?: unknown;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly not?: Schema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  /** Fields that no schema names are kept and are no mistake. */
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  /** How server-side apply merges a list; `atomic` when left out. */
  readonly 'x-kubernetes-list-type'?: 'map' | 'set' | 'atomic';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  /** How a strategic merge patch merges a list: `merge`, with or without a key, or `retainKeys`. */
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
};

/** A rule in CEL. @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules */
export type ValidationRule = {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
};

export type Definitions = Readonly<Record<string, Schema>>;

/** A kind's schema in one version, and what its references lead to. */
export type KindSchema = {
  /** As OpenAPI calls it: `io.k8s.api.core.v1.Pod`. */
  readonly name: string;
  readonly schema: Schema;
  readonly definitions: Definitions;
};

/** Follows a reference; other schemas are themselves. */
export const resolved = (schema: Schema, definitions: Definitions): Schema =>
  schema.$ref ? (definitions[schema.$ref] ?? {}) : schema;

/** What every kind's `metadata` refers to. */
export const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Amounts such as `100m` and `64Mi`, which may be written as numbers too. */
export const isQuantity = ({ $ref }: Schema): boolean =>
  $ref === 'io.k8s.apimachinery.pkg.api.resource.Quantity';

/** A number or a text: a port or its name, a count or a percentage. */
export const isIntOrString = (schema: Schema): boolean =>
  schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string';
