import type { Tool } from './tool.ts';

const istioctl: Tool = {
  name: 'istioctl',
  run: async (...call) => {
    const { istioctl } = await import('./istioctl/istioctl.ts');
    return istioctl.run(...call);
  },
};

const curl: Tool = {
  name: 'curl',
  run: async (...call) => {
    const { curlTool } = await import('./curl/curl-tool.ts');
    return curlTool.run(...call);
  },
};

/** Commands for the session's PATH, whatever the machine has. They are loaded when they are called. */
export const tools: readonly Tool[] = [istioctl];

/** Commands that only stand in for what the machine lacks. */
export const standIns: readonly Tool[] = [curl];
