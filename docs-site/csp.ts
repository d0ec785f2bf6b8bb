import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const inlineScript = /<script(?![^>]*\bsrc=)(?![^>]*application\/(?:ld\+)?json)[^>]*>([\s\S]*?)<\/script>/g;

/**
 * Gives each page a content security policy that allows its own inline scripts, by hash, and no others.
 * Astro's own `security.csp` isn't used: it takes the colours from code blocks, whose styles are inline.
 * Search needs `wasm-unsafe-eval`.
 */
export function contentSecurityPolicy(): AstroIntegration {
  return {
    name: 'content-security-policy',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const root = fileURLToPath(dir);
        const names = await readdir(root, { recursive: true });
        await Promise.all(names.filter((name) => name.endsWith('.html')).map((name) => protect(root + name)));
      },
    },
  };
}

async function protect(file: string): Promise<void> {
  const html = await readFile(file, 'utf8');
  const hashes = [...html.matchAll(inlineScript)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${[...new Set(hashes)].join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  await writeFile(
    file,
    html.replace('<head>', `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`),
  );
}
