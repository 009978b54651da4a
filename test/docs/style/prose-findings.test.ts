import { expect } from "chai";
import { proseFindings } from "../../../docs/style/prose-findings.ts";
import { loadWordList } from "../../../docs/style/word-list.ts";

const words = loadWordList();
const positions = (file: string, source: string) =>
  proseFindings(file, source, words).map(({ line, column }) => `${line}:${column}`);
const longSentence = `Word ${"word ".repeat(24)}end.`;

/** A file, its text, and where the check must find something. */
const cases: readonly (readonly [title: string, file: string, source: string, places: readonly string[]])[] =
  [
    ["a word in a paragraph", "a.md", "# Title\n\nIt helps\nwhoever comes.\n", ["4:1"]],
    ["a word in a heading", "a.md", "## What stands there\n", ["1:9"]],
    ["a word in a list item", "a.md", "- One is fine.\n- It stands here.\n", ["2:6"]],
    ["a phrase over the end of a line", "a.md", "A role of\nits own is safe.\n", ["1:8"]],
    ["a long sentence", "a.md", `Short one. ${longSentence}\n`, ["1:12"]],
    ["no list as one sentence", "a.md", `${"- four words in it\n".repeat(9)}`, []],
    ["nothing in a code block", "a.md", "```sh\nwhoever\n```\n", []],
    ["nothing in a table", "a.md", "| who |\n|---|\n| whoever |\n", []],
    ["nothing in an HTML comment", "a.md", "<!-- whoever\ncomes -->\nFine.\n", []],
    ["nothing in a code span or a quoted message", "a.md", 'Run `whoever`, read "whoever".\n', []],

    ["a word in a line comment", "a.ts", "const a = 1; // whoever reads it\n", ["1:17"]],
    ["a phrase over two line comments", "a.ts", "// A role of\n// its own.\nconst a = 1;\n", ["1:11"]],
    ["a word in a docstring", "a.ts", "/**\n * One.\n *\n * It stands here.\n */\nconst a = 1;\n", ["4:7"]],
    ["a word after a tag", "a.ts", "/** The role. @default - nobody is in */\nconst a = 1;\n", ["1:26"]],
    ["a word after a parameter", "a.ts", "/**\n * @param who whoever it is\n */\nconst a = 1;\n", ["2:15"]],
    ["a word in a message", "a.ts", 'throw new Error("It stands in the file.");\n', ["1:21"]],
    ["a word in the title of a test", "a.ts", 'it("refuses whoever has no right", run);\n', ["1:13"]],
    ["a word in a template", "a.ts", `log(\`Lab \${name} stands on this machine.\`);\n`, ["1:18"]],
    [
      "a word in a template of several lines",
      "a.ts",
      "log(`# Title\n\nIt stands on this machine.`);\n",
      ["3:4"],
    ],
    ["nothing in an example", "a.ts", "/**\n * One.\n *\n * @example\n * whoever()\n */\nconst a = 1;\n", []],
    ["nothing in code", "a.ts", `const whoever = "thing"; run(\`a => \${things} && b\`);\n`, []],
    ["nothing in a directive", "a.ts", "// biome-ignore lint: whoever\nconst a = 1;\n", []],

    ["a word in a YAML comment", "a.yaml", "a: 1 # whoever\n# It stands.\n", ["1:8", "2:6"]],
    ["nothing in YAML values", "a.yaml", 'a: whoever\nb: "#whoever"\n', []],
    ["nothing in a YAML directive", "a.yaml", "# yaml-language-server: $schema=things\n", []],
    ["a word in a Go comment", "a.go", "// It tells.\npackage main\n", ["1:7"]],
  ];

describe("the prose check finds", () => {
  for (const [title, file, source, places] of cases) {
    it(title, () => {
      expect(positions(file, source)).to.deep.equal(places);
    });
  }

  it("the sentence as written, with what to write instead", () => {
    const [finding] = proseFindings("a.md", "Fine. Run `up`,\nwhoever you are.\n", words);
    expect(finding?.sentence).to.equal("Run `up`, whoever you are.");
    expect(finding?.suggestion).to.include('"whoever"').and.to.include("users who");
  });
});
