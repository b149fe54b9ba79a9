(host, kernel) => ({
  call: (what, text) => host.call(what, text),
  begin: (what, text) => kernel.call(host.begin(what, text), ["text"], (answer) => ({ text: answer })),
})
