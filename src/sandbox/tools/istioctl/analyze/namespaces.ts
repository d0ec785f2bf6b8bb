import { resources } from '../../../mesh/resources.ts';
import type { Analyzer, Message } from './message.ts';

const labelsOfMesh = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];

/**
 * Namespaces that are in no mesh, and those whose labels contradict each other. No sidecars are injected here, so that
 * none can be missing.
 * @see https://github.com/istio/istio/blob/1.29.3/pkg/config/analysis/analyzers/injection/injection.go
 */
export const namespaces: Analyzer = {
  name: 'injection.Analyzer',
  look: ({ store }) =>
    store.list(resources.namespaces).flatMap((object): Message[] => {
      const { name, labels = {} } = object.metadata;
      if (name === 'istio-system') return [];
      const injection = labels['istio-injection'];
      const given = labelsOfMesh.filter((label) => labels[label] !== undefined);
      const contradict = given.length > 1 && (injection === undefined || injection === 'enabled');
      const several: Message[] = contradict
        ? [
            {
              level: 'Warning',
              code: 'IST0123',
              object,
              text: `The namespace has more than one type of injection labels [${given.map((label) => `${label}=${labels[label]}`).join(' ')}], which may lead to undefined behavior. Make sure only one injection label exists.`,
            },
          ]
        : [];
      if (
        labels['istio.io/dataplane-mode'] === 'ambient' ||
        injection ||
        labels['istio.io/rev'] !== undefined
      )
        return several;
      const text = `The namespace is not enabled for Istio injection. Run 'kubectl label namespace ${name} istio-injection=enabled' to enable it, or 'kubectl label namespace ${name} istio-injection=disabled' to explicitly mark it as not needing injection.`;
      return [...several, { level: 'Info', code: 'IST0102', object, text }];
    }),
};
