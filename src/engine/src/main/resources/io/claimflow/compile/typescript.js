// Reads one module with the TypeScript compiler, where SWC has no library: see PortableCompiler.
(function (ts) {
  "use strict";

  const { SyntaxKind } = ts;
  const LOCATIONS = 2000;
  const DEPTH = 16;

  const options = (request, module, classic) => ({
    allowJs: true,
    esModuleInterop: false,
    importHelpers: false,
    isolatedModules: true,
    jsx: classic ? ts.JsxEmit.React : ts.JsxEmit.ReactJSX,
    module,
    noEmitHelpers: false,
    removeComments: false,
    sourceMap: true,
    // Decorators are turned into calls; what GraalJS knows of newer syntax stays.
    target: ts.ScriptTarget.ES2022,
    useDefineForClassFields: true,
  });

  const emit = (request, module, classic) => ts.transpileModule(request.text, {
    compilerOptions: options(request, module, classic),
    fileName: request.file,
    reportDiagnostics: true,
  });

  const parse = (file, text, kind) => ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, kind);

  const bare = (node) => {
    while (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)
        || ts.isNonNullExpression(node) || ts.isTypeAssertionExpression(node)) {
      node = node.expression;
    }
    return node;
  };

  const has = (node, kind) => ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((one) => one.kind === kind);

  const bound = (name, names) => {
    if (ts.isIdentifier(name)) {
      names.push(name.text);
    }
    else {
      name.elements.forEach((element) => element.name && bound(element.name, names));
    }
  };

  /** What JavaScript imports and exports. */
  const names = (tree) => {
    const found = { specifiers: [], imports: [], local: [], forwarded: [], stars: [], hasDefault: false };
    const imported = new Map();
    const require = (specifier) => {
      if (!found.specifiers.includes(specifier.text)) {
        found.specifiers.push(specifier.text);
      }
      return specifier.text;
    };
    const lists = [];
    for (const item of tree.statements) {
      if (ts.isImportDeclaration(item)) {
        const specifier = require(item.moduleSpecifier);
        const clause = item.importClause;
        const add = (local, name) => {
          imported.set(local, { specifier, name });
          found.imports.push({ specifier, name });
        };
        if (clause?.name) {
          add(clause.name.text, "default");
        }
        if (clause?.namedBindings && ts.isNamespaceImport(clause.namedBindings)) {
          add(clause.namedBindings.name.text, "*");
        }
        else {
          clause?.namedBindings?.elements.forEach((one) => add(one.name.text, (one.propertyName ?? one.name).text));
        }
      }
      else if (ts.isExportDeclaration(item)) {
        const specifier = item.moduleSpecifier ? require(item.moduleSpecifier) : undefined;
        if (!item.exportClause) {
          found.stars.push(specifier);
        }
        else if (ts.isNamespaceExport(item.exportClause)) {
          found.forwarded.push({ as: item.exportClause.name.text, specifier, name: "*" });
        }
        else {
          lists.push([specifier, item.exportClause.elements]);
        }
      }
      else if (ts.isExportAssignment(item)) {
        found.hasDefault = true;
      }
      else if (has(item, SyntaxKind.ExportKeyword)) {
        if (has(item, SyntaxKind.DefaultKeyword)) {
          found.hasDefault = found.hasDefault || !item.name;
          if (item.name) {
            found.local.push("default");
          }
        }
        else if (ts.isVariableStatement(item)) {
          item.declarationList.declarations.forEach((one) => bound(one.name, found.local));
        }
        else if (item.name) {
          found.local.push(item.name.text);
        }
      }
    }
    for (const [specifier, elements] of lists) {
      for (const one of elements) {
        const local = (one.propertyName ?? one.name).text;
        const from = specifier !== undefined ? { specifier, name: local } : imported.get(local);
        if (from) {
          found.forwarded.push({ as: one.name.text, ...from });
        }
        else {
          found.local.push(one.name.text);
        }
      }
    }
    return found;
  };

  const isFunction = (node) => ts.isFunctionLike(node) && node.kind !== SyntaxKind.FunctionType;

  const forbidden = (tree) => {
    const found = {};
    const note = (kind, node) => found[kind] ??= node.getStart(tree);
    const visit = (node, depth) => {
      if (ts.isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) {
        note("DYNAMIC_IMPORT", node);
      }
      if (ts.isMetaProperty(node) && node.keywordToken === SyntaxKind.ImportKeyword) {
        note("IMPORT_META", node);
      }
      if (!depth && (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier))) {
        note("TOP_LEVEL_AWAIT", node);
      }
      if (!depth && ts.isReturnStatement(node)) {
        note("RETURN", node);
      }
      if ((ts.isExportAssignment(node) && node.isExportEquals)
          || (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))) {
        note("COMMON_JS", node);
      }
      const deeper = depth + (isFunction(node) || ts.isClassLike(node) ? 1 : 0);
      ts.forEachChild(node, (child) => visit(child, deeper));
    };
    visit(tree, 0);
    return found;
  };

  const key = (property) => property.name && (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name))
    ? property.name.text : undefined;

  const settings = (tree, wanted) => {
    const found = [];
    let declared;
    for (const item of tree.statements) {
      for (const one of ts.isVariableStatement(item) ? item.declarationList.declarations : []) {
        const bindings = [];
        bound(one.name, bindings);
        if (!declared && bindings.includes(wanted)) {
          declared = one;
        }
      }
    }
    const add = (node, path) => {
      if (!ts.isObjectLiteralExpression(node) || path.length >= DEPTH) {
        return;
      }
      const members = new Map();
      node.properties.forEach((one) => key(one) !== undefined && members.set(key(one), one));
      members.forEach((property, name) => {
        const inner = [...path, name];
        const value = ts.isPropertyAssignment(property) ? bare(property.initializer) : undefined;
        if (found.length < LOCATIONS) {
          found.push({ path: inner, at: (value ?? property).getStart(tree) });
          if (value) {
            add(value, inner);
          }
        }
      });
    };
    if (declared) {
      found.push({ path: [], at: declared.name.getStart(tree) });
      if (declared.initializer) {
        add(bare(declared.initializer), []);
      }
    }
    return found;
  };

  const defaultExport = (tree) => {
    for (const item of tree.statements) {
      if (ts.isExportAssignment(item) || (has(item, SyntaxKind.ExportKeyword) && has(item, SyntaxKind.DefaultKeyword))) {
        return item.getStart(tree);
      }
      if (ts.isExportDeclaration(item) && item.exportClause && ts.isNamedExports(item.exportClause)) {
        const named = item.exportClause.elements.find((one) => one.name.text === "default");
        if (named) {
          return named.getStart(tree);
        }
      }
    }
    return 0;
  };

  /** Where the source names modules, and what it takes of them. */
  const places = (tree) => {
    const found = [];
    for (const item of tree.statements) {
      if ((ts.isImportDeclaration(item) || ts.isExportDeclaration(item)) && item.moduleSpecifier) {
        const specifier = item.moduleSpecifier.text;
        found.push({ specifier, name: specifier, at: item.moduleSpecifier.getStart(tree) });
        const clause = item.importClause;
        if (clause?.name) {
          found.push({ specifier, name: "default", at: clause.name.getStart(tree) });
        }
        const elements = (clause?.namedBindings ?? item.exportClause)?.elements;
        elements?.forEach((one) => found.push({ specifier, name: (one.propertyName ?? one.name).text, at: one.getStart(tree) }));
      }
    }
    return found;
  };

  const types = (tree) => tree.statements
    .filter((item) => ts.isInterfaceDeclaration(item) || ts.isTypeAliasDeclaration(item))
    .map((item) => item.name.text);

  const texts = (tree) => {
    const found = new Set();
    const visit = (node) => {
      if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isTemplateHead(node)
          || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
        found.add(node.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
    return [...found];
  };

  const CLASSIC = /@jsx(Frag)?\s|@jsxRuntime\s+classic/;

  const isClassic = (tree) => {
    let found = CLASSIC.test(tree.text);
    const visit = (node) => {
      found = found || (ts.isIdentifier(node) && node.text === "React");
      return found || ts.forEachChild(node, visit);
    };
    visit(tree);
    return found;
  };

  const message = (text) => typeof text === "string" ? text : text.messageText;

  const errors = (diagnostics) => diagnostics
    .filter((one) => one.category === ts.DiagnosticCategory.Error && one.start !== undefined)
    .map((one) => ({ at: one.start, message: message(one.messageText) }));

  /** Names of the function that the module becomes. */
  const taken = (tree) => {
    const found = [];
    const note = (name) => {
      if (ts.isIdentifier(name) && ["exports", "require", "$module"].includes(name.text)) {
        found.push({ at: name.getStart(tree), message: `The name '${name.text}' is taken at the top level of a module` });
      }
    };
    for (const item of tree.statements) {
      if (ts.isVariableStatement(item)) {
        item.declarationList.declarations.forEach((one) => note(one.name));
      }
      else if ((ts.isFunctionDeclaration(item) || ts.isClassDeclaration(item)) && item.name) {
        note(item.name);
      }
    }
    return found;
  };

  return (text) => {
    const request = JSON.parse(text);
    const tree = parse(request.file, request.text);
    const syntax = [...errors(tree.parseDiagnostics), ...taken(tree)];
    if (syntax.length) {
      return JSON.stringify({ errors: syntax.slice(0, 20) });
    }
    const stopped = forbidden(tree);
    if (stopped.COMMON_JS !== undefined) {
      return JSON.stringify({ errors: [], forbidden: { COMMON_JS: stopped.COMMON_JS } });
    }
    const classic = isClassic(tree);
    const modern = emit(request, ts.ModuleKind.ESNext, classic);
    if (errors(modern.diagnostics).length) {
      return JSON.stringify({ errors: errors(modern.diagnostics).slice(0, 20) });
    }
    const common = emit(request, ts.ModuleKind.CommonJS, classic);
    const emitted = parse("module.js", modern.outputText, ts.ScriptKind.JS);
    return JSON.stringify({
      errors: [],
      forbidden: stopped,
      names: names(emitted),
      code: common.outputText.replace(/\r?\n?\/\/# sourceMappingURL=.*\s*$/, ""),
      map: common.sourceMapText,
      places: places(tree),
      types: types(tree),
      settings: settings(tree, request.settings),
      defaultExport: defaultExport(tree),
      texts: texts(emitted),
    });
  };
})
