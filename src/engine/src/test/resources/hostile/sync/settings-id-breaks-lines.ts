// settings: a trigger with line breaks and terminal escapes
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m\u001b[2J\r\nINFO all is well" };

export default async function () {}
