// loading: import() of a file
// ends: COMPLETED, REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

import("file:///etc/passwd");

export default async function () {}
