import type { ApiClient } from './tool.ts';

/** How a kubeconfig's context reaches its server: texts in PEM, and who asks. */
export type Access = {
  readonly server: string;
  readonly authority?: string;
  /** Whether the server's certificate is taken as it is. */
  readonly insecure: boolean;
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
};

/** A client of the API server, over the wire: who may do what is decided there. @throws Error of the connection */
export const apiClient =
  (access: Access): ApiClient =>
  ({ method, path, body, contentType = 'application/json' }) =>
    new Promise((resolve, reject) => {
      const https = process.getBuiltinModule('node:https');
      const content = body === undefined ? undefined : JSON.stringify(body);
      const request = https.request(
        new URL(path, access.server),
        {
          method,
          ca: access.authority,
          cert: access.certificate,
          key: access.key,
          rejectUnauthorized: !access.insecure,
          agent: false,
          headers: {
            accept: 'application/json',
            'user-agent': 'istioctl',
            ...(access.token ? { authorization: `Bearer ${access.token}` } : {}),
            ...(content === undefined
              ? {}
              : { 'content-type': contentType, 'content-length': Buffer.byteLength(content) }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: response.statusCode ?? 0, body: parsed(text) });
          });
        },
      );
      request.on('error', reject);
      request.end(content);
    });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
