// loading: a text that is doubled
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

let text = "x";
for (;;) {
  text += text;
  text.charCodeAt(text.length >> 1);
}

export default async function () {}
