(function ($module) { "use strict"; $module.define("fetch", () => fetch); $module.define("variable", () => variable); $module.define("warn", () => warn); $module.define("here", () => here); 
       const fetch = undefined;
       const variable = undefined;
       const warn = undefined;
       const here = undefined;

})