// A model that works on goals, spoken by aimock: the protocol is aimock's, the turns are these. What it
// says depends on the acts that the node names in its tool answers, so the answers are made per request.
import { LLMock } from "@copilotkit/aimock";

const CITATION = /\[act [0-9.]+\]/;

const answers = (request) => request.messages.filter((message) => message.role === "tool");
const goal = (request) => request.messages.find((message) => message.role === "user").content;
const cited = (request, place) => CITATION.exec(answers(request)[place].content)[0];
const call = (name, given) => ({ name, arguments: JSON.stringify(given) });

const exitCode = (answer) => /exit code (\d+)/.exec(answer.content)?.[1];

/** Turns of one goal by how many tool answers came back. */
const turns = {
  "Survey this repository": {
    0: () => ({
      content: "I look at the folder and its README at once.",
      toolCalls: [call("list", { path: "", depth: 2 }), call("read", { path: "README.md" })],
    }),
    2: () => ({ toolCalls: [call("exec", { argv: ["make", "test"] })] }),
    3: (request) => ({
      content: [
        "## What it is",
        `- It greets, as its README says. Größe: 漢 😀 ${cited(request, 1)}`,
        `- It holds a Makefile. ${cited(request, 0)}`,
        "## Build and tests",
        `- make test ends with exit code ${exitCode(answers(request)[2])}. ${cited(request, 2)}`,
        "- And everything else is perfect, trust me.",
      ].join("\n"),
    }),
  },
  "Where is 'greet' used?": {
    0: () => ({
      toolCalls: [call("search", { pattern: "greet" }), call("git", { args: ["log", "--oneline"] })],
    }),
    2: (request) => ({
      content: `- greet is in \`greet.sh\`. ${cited(request, 0)}\n- One commit. ${cited(request, 1)}`,
    }),
  },
  "Compose a haiku about this folder": {
    0: () => ({ toolCalls: [call("read", { path: "README.md" })] }),
    1: (request) => ({ content: `- Hello says the file. ${cited(request, 0)}` }),
  },
  "Compose a lie about this folder": {
    0: () => ({
      toolCalls: [
        call("fly", { to: "the moon" }),
        { name: "read", arguments: '{"path": "README.md' },
        call("read", { file: "README.md" }),
        call("read", { path: "../../../../etc/passwd" }),
        call("read", { path: "/etc/passwd" }),
        call("list", { path: "" }),
      ],
    }),
    6: (request) => ({ content: `- The folder can be listed. ${cited(request, 5)}` }),
  },
};

const mock = new LLMock({ host: "127.0.0.1", port: Number(process.argv[2]), chunkSize: 7, logLevel: "warn" });
mock.addFixture({
  match: { predicate: (request) => Object.keys(turns).some((text) => goal(request).includes(text)) },
  response: (request) => {
    const [, script] = Object.entries(turns).find(([text]) => goal(request).includes(text));
    return script[answers(request).length](request);
  },
});
await mock.start();
