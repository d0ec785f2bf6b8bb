/** Where codes of messages are explained. */
export const documentation = 'https://istio.io/v1.29/docs/reference/config/analysis';
