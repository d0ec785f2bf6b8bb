import { curlTool } from './curl/curl-tool.ts';
import { istioctl } from './istioctl/istioctl.ts';
import type { Tool } from './tool.ts';

/** Commands for the session's PATH, whatever the machine has. */
export const tools: readonly Tool[] = [istioctl];

/** Commands that only stand in for what the machine lacks. */
export const standIns: readonly Tool[] = [curlTool];
