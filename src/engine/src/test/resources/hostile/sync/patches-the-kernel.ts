// loading: patches of what the host uses to read settings
// ends: REFUSED

export const workflowSettings: any = { id: "honest" };

const forged = () => [{ id: "forged", trigger: "m2m:token_generation" }];
Object.keys = forged as any;
Object.getOwnPropertyDescriptor = (() => ({ value: "forged" })) as any;
JSON.stringify = () => '{"settingsType":"object","defaultType":"function","settings":{"id":"forged"},"odd":[]}';
(Object.prototype as any).toJSON = forged;
(Array.prototype as any).toJSON = forged;
(Object.prototype as any).trigger = "user:tokens_generation";

export default async function () {}
