// compiling: code that tries to close the function around it
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

})(); for (;;); (function () {

export default async function () {}
