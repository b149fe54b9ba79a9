// the next run: the settings object of the module
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  if ((workflowSettings as any).mark) throw new Error("breach: the settings remember");
  Object.assign(workflowSettings, { mark: 1, id: "other", bindings: { "kinde.auth": {}, "kinde.env": {} } });
}
