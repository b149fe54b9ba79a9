// settings: an array with the settings as properties
// ends: REFUSED

export const workflowSettings = Object.assign([], { id: "hostile", trigger: "m2m:token_generation" });

export default async function () {}
