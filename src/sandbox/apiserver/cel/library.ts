import type { Environment } from '@marcbachmann/cel-js';
import { formatFunctions } from './functions/format.ts';
import { ipFunctions } from './functions/ip.ts';
import { listFunctions } from './functions/lists.ts';
import { quantityFunctions } from './functions/quantity.ts';
import { stringFunctions } from './functions/strings.ts';
import { urlFunctions } from './functions/url.ts';

/** The parts of the CEL library that are used; it is loaded when a rule has to be read. */
export type Library = typeof import('@marcbachmann/cel-js');

export type Registrar = InstanceType<typeof Environment>;

let loaded: Library | undefined;

/** Loads the library, so that rules can be read and evaluated from then on. */
export async function loadCel(): Promise<void> {
  loaded ??= await import('@marcbachmann/cel-js');
}

/** @throws Error before `loadCel` has been waited for, which is our mistake */
export function celLibrary(): Library {
  if (!loaded) throw new Error('the CEL library has not been loaded');
  return loaded;
}

/**
 * What rules may use: CEL itself and the functions that Kubernetes adds.
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export function createEnvironment(variables: readonly string[]): Registrar {
  base ??= createBase();
  const environment = base.clone();
  for (const name of variables) environment.registerVariable(name, 'dyn');
  return environment;
}

/** Made once: it has a hundred functions. */
let base: Registrar | undefined;

function createBase(): Registrar {
  const { Environment, Optional } = celLibrary();
  const environment = new Environment({
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  });
  for (const register of [stringFunctions, listFunctions, urlFunctions, ipFunctions, quantityFunctions])
    register(environment);
  formatFunctions(environment, Optional);
  return environment;
}
