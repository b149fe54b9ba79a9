(function ($module) { "use strict"; $module.define("format", () => format); $module.define("default", () => $module$default); 
const bound = ()=>{
  if (!globalThis.util) {
    throw new Error("util binding not available, please add to workflow settings to enable");
  }
  return globalThis.util;
};
       function format(...args) {
  return bound().format(...args);
}
const { default: $module$default } = { default: {
  format
} };

})