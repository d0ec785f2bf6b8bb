import type { AstroIntegration } from 'astro';

type Render = (content: string, options?: { readonly fileURL?: URL }) => Promise<unknown>;

/**
 * A build bundles every page twice, for two environments, and would render it anew for each. The second time it takes
 * what came out the first time. Not while developing, where a record may change under an unchanged page.
 */
export function renderOnce(): AstroIntegration {
  return {
    name: 'render-once',
    hooks: {
      'astro:config:setup': ({ command, config }) => {
        if (command !== 'build') return;
        const { processor } = config.markdown;
        const create = processor.createRenderer.bind(processor);
        const rendered = new Map<string, Promise<unknown>>();
        processor.createRenderer = async (shared) => {
          const renderer = await create(shared);
          const render = renderer.render.bind(renderer) as Render;
          return { ...renderer, render: remember(render, rendered) as typeof renderer.render };
        };
      },
    },
  };
}

function remember(render: Render, rendered: Map<string, Promise<unknown>>): Render {
  return (content, options) => {
    const key = `${options?.fileURL?.href}\n${content}`;
    const result = rendered.get(key) ?? render(content, options);
    rendered.set(key, result);
    return result;
  };
}
