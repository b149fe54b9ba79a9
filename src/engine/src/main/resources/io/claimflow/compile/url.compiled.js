(function ($module) { "use strict"; $module.define("URL", () => URL); $module.define("URLSearchParams", () => URLSearchParams); $module.define("default", () => $module$default); 
const bound = (name)=>{
  if (!globalThis[name]) {
    throw new Error("url binding not available, please add to workflow settings to enable");
  }
  return globalThis[name];
};
const constructor = (name)=>new Proxy(function() {}, {
    construct: (_, args)=>Reflect.construct(bound(name), args),
    get: (_, key)=>bound(name)[key],
    has: (_, key)=>key in bound(name)
  });
const URL = constructor("URL");
const URLSearchParams = constructor("URLSearchParams");
                                
const { default: $module$default } = { default: {
  URL,
  URLSearchParams
} };

})