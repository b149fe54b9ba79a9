// logs: format strings of other languages
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  console.log("{} {0} %n %s ${jndi:ldap://127.0.0.1/x} #{7*7} %x %1$s", "${env:PATH}");
  console.log("%s".repeat(10_000));
}
