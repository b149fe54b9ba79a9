// modules: classes of the host
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

import System from "java.lang.System";
System.exit(1);

export default async function () {}
