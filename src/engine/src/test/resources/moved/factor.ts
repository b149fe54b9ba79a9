import { createKindeAPI, getEnvironmentVariable, type MFAEnforcementPolicy, type onUserPreMFA, setEnforcementPolicy } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "factor",
  trigger: "user:pre_mfa",
  bindings: { "kinde.mfa": {}, "kinde.env": {}, "kinde.fetch": {}, url: {} },
};

export default async function (event: onUserPreMFA) {
  let policy: MFAEnforcementPolicy = "required";
  try {
    const api = await createKindeAPI(event);
    const { data } = await api.get({ endpoint: `users/${event.context.user.id}/mfa` });
    const hours = Number(getEnvironmentVariable("HOURS")?.value);
    if (Date.parse(data?.mfa?.last_used_on) + hours * 3_600_000 > Date.now()) policy = "skip";
  } catch {
    policy = "required";
  }
  setEnforcementPolicy(policy);
}
