// modules: a file outside the project
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

import secret from "../../../../../../etc/passwd";
export { secret };

export default async function () {}
