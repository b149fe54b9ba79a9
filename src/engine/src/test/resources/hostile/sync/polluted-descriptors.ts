// loading: a polluted prototype that every property descriptor inherits from
// ends: COMPLETED, REFUSED, EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

(Object.prototype as any).get = () => "forged";
(Object.prototype as any).value = "forged";

export default async function () {}
