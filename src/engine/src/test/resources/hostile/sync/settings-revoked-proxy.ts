// settings: a revoked proxy
// ends: REFUSED

const { proxy, revoke } = Proxy.revocable({}, {});
export const workflowSettings = proxy;

revoke();

export default async function () {}
