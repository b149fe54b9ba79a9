// settings: an identifier and a name that turn what stands behind them
// ends: REFUSED

export const workflowSettings = { id: "x\u202e", name: "x\u2028y", trigger: "m2m:token_generation" };

export default async function () {}
