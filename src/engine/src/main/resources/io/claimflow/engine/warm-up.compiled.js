(function ($module) { "use strict"; $module.define("workflowSettings", () => workflowSettings); $module.define("default", () => $module$default); const $module0 = $module.require("@kinde/infrastructure"); 
                                                                                                            
       const workflowSettings = {
  id: "warm-up",
  trigger: $module0.WorkflowTrigger.M2MTokenGeneration,
  bindings: {
    "kinde.m2mToken": {},
    "kinde.env": {},
    "kinde.auth": {},
    url: {},
    util: {}
  }
};
const { default: $module$default } = { default: async function(event) {
  const token = (0, $module0.m2mTokenClaims)();
  token.client = event.context.application.clientId;
  token.nested = {
    list: [
      1,
      2.5,
      null,
      {
        a: new Date(0)
      }
    ]
  };
  token.scope = [
    ...token.scope
  ].join(" ");
  delete token.client;
  await Promise.all([
    (0, $module0.getEnvironmentVariable)("WARM_UP").value
  ]);
  console.log("warm-up", token.scope);
  (0, $module0.denyAccess)("warm-up");
  if (event.request.path === "thorough") {
    console.log("%s of %j", token.nested, event, new URL("https://example.com/?a=b").searchParams.get("a"));
    throw new Error("warm-up");
  }
} };

})