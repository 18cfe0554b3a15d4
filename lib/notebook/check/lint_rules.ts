/**
 * Rules for notebook cells, as a plugin of Deno's linter; every rule reads the
 * syntax tree of one cell.
 * @module
 */

type Context = Deno.lint.RuleContext;
type Node = Deno.lint.Node;

function isCallOf(node: Node, name: string): boolean {
  return node.type === "CallExpression" && node.callee.type === "Identifier" &&
    node.callee.name === name;
}

/** A last expression is shown by the kernel's own rules, which lose some values. */
function bareExpression(context: Context): Deno.lint.LintVisitor {
  return {
    Program(program) {
      const last = program.body.at(-1);
      if (last?.type !== "ExpressionStatement") return;
      const { expression } = last;
      const isShow = expression.type === "AwaitExpression" &&
        isCallOf(expression.argument, "show");
      if (isShow || expression.type === "AssignmentExpression") return;
      context.report({
        node: last,
        message:
          "a cell shows results with `await show(…)`, not by a last expression",
      });
    },
  };
}

function missingAwait(context: Context): Deno.lint.LintVisitor {
  return {
    ExpressionStatement(statement) {
      if (!isCallOf(statement.expression, "show")) return;
      context.report({
        node: statement,
        message: "`show(…)` needs `await`, or its output may be lost",
      });
    },
  };
}

function kernelSpecific(context: Context): Deno.lint.LintVisitor {
  return {
    MemberExpression(member) {
      if (member.object.type !== "Identifier") return;
      if (!["Deno", "tslab", "process"].includes(member.object.name)) return;
      context.report({
        node: member,
        message: `\`${member.object.name}\` is not the same in every kernel`,
      });
    },
  };
}

function relativeImport(context: Context): Deno.lint.LintVisitor {
  return {
    ImportDeclaration(declaration) {
      const from = declaration.source.value;
      if (!/^(\.|\/|file:|https?:)/.test(from)) return;
      context.report({
        node: declaration,
        message: `import "${from}" by a package name, e.g. "laeringsrapport"`,
      });
    },
  };
}

function chanceOrTime(context: Context): Deno.lint.LintVisitor {
  return {
    MemberExpression(member) {
      const { object, property } = member;
      if (object.type !== "Identifier" || property.type !== "Identifier") {
        return;
      }
      const name = `${object.name}.${property.name}`;
      if (!["Math.random", "Date.now", "performance.now"].includes(name)) {
        return;
      }
      context.report({
        node: member,
        message: `\`${name}\` gives another result in every run`,
      });
    },
  };
}

/** What depends on how often a cell has run is hidden state. */
function changesOtherCell(context: Context): Deno.lint.LintVisitor {
  const changes: { readonly name: string; readonly node: Node }[] = [];
  const declared = new Set<string>();
  const note = (target: Node, node: Node) => {
    if (target.type === "Identifier") changes.push({ name: target.name, node });
  };
  return {
    "VariableDeclarator Identifier"(node: Deno.lint.Identifier) {
      declared.add(node.name);
    },
    "ArrowFunctionExpression > Identifier, FunctionDeclaration > Identifier, FunctionExpression > Identifier"(
      node: Deno.lint.Identifier,
    ) {
      declared.add(node.name);
    },
    AssignmentExpression(node) {
      note(node.left, node);
    },
    UpdateExpression(node) {
      note(node.argument, node);
    },
    "Program:exit"() {
      for (const { name, node } of changes) {
        if (declared.has(name)) continue;
        context.report({
          node,
          message:
            `\`${name}\` belongs to another cell; declare a new name with const`,
        });
      }
    },
  };
}

const plugin: Deno.lint.Plugin = {
  name: "notebook",
  rules: {
    "bare-expression": { create: bareExpression },
    "missing-await": { create: missingAwait },
    "kernel-specific": { create: kernelSpecific },
    "relative-import": { create: relativeImport },
    "chance-or-time": { create: chanceOrTime },
    "changes-other-cell": { create: changesOtherCell },
  },
};

export default plugin;
