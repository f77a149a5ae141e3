// The SDKs of the vendors, unmodified, with nothing but a base URL and a proxy key.

import Anthropic from "@anthropic-ai/sdk";
import { ApiError, GoogleGenAI } from "@google/genai";
import OpenAI from "openai";

const GATEWAY = process.env.GATEWAY_URL;
const KEY = process.env.GATEWAY_KEY;
const MODEL = "sim-large";
const UNKNOWN = "no-such-model";
const HELLO = "Hello from " + MODEL;
const ASKED = [{ role: "user", content: "Hi" }];

function check(step, holds) {
  if (!holds) {
    throw new Error(step);
  }
  console.log("ok " + step);
}

async function throws(step, expected, call) {
  let thrown = null;
  try {
    await call();
  } catch (error) {
    thrown = error;
  }
  check(step, thrown instanceof expected && thrown.status === 404);
}

async function collect(iterable, piece) {
  const pieces = [];
  for await (const each of iterable) {
    pieces.push(piece(each));
  }
  return pieces;
}

async function openaiChat(name, path) {
  const client = new OpenAI({ baseURL: GATEWAY + path, apiKey: KEY });
  let reply;
  for (let i = 0; i < 3; i++) {
    reply = await client.chat.completions.create({ model: MODEL, messages: ASKED });
  }
  check(name + " chat", reply.choices[0].message.content === HELLO);
  const stream = await client.chat.completions.create({ model: MODEL, messages: ASKED, stream: true });
  const pieces = await collect(stream, (chunk) => chunk.choices[0]?.delta?.content ?? "");
  check(name + " stream", pieces.join("") === HELLO && pieces.length > 1);
  check(name + " models", (await collect(client.models.list(), (model) => model.id)).includes(MODEL));
  await throws(name + " error", OpenAI.NotFoundError, () =>
    client.chat.completions.create({ model: UNKNOWN, messages: ASKED }),
  );
}

async function openaiResponses(path) {
  const client = new OpenAI({ baseURL: GATEWAY + path, apiKey: KEY });
  let reply;
  for (let i = 0; i < 3; i++) {
    reply = await client.responses.create({ model: MODEL, input: "Hi" });
  }
  check("responses chat", reply.output_text === HELLO);
  const events = await collect(
    await client.responses.create({ model: MODEL, input: "Hi", stream: true }),
    (event) => event,
  );
  const pieces = events.filter((event) => event.type === "response.output_text.delta").map((event) => event.delta);
  check("responses stream", pieces.join("") === HELLO && events.at(-1).type === "response.completed");
  check("responses models", (await collect(client.models.list(), (model) => model.id)).includes(MODEL));
  await throws("responses error", OpenAI.NotFoundError, () => client.responses.create({ model: UNKNOWN, input: "Hi" }));
}

async function anthropicMessages(path) {
  const client = new Anthropic({ baseURL: GATEWAY + path, apiKey: KEY });
  let reply;
  for (let i = 0; i < 3; i++) {
    reply = await client.messages.create({ model: MODEL, max_tokens: 50, messages: ASKED });
  }
  check("anthropic chat", reply.content[0].text === HELLO);
  const pieces = [];
  const stream = client.messages.stream({ model: MODEL, max_tokens: 50, messages: ASKED });
  stream.on("text", (text) => pieces.push(text));
  await stream.finalMessage();
  check("anthropic stream", pieces.join("") === HELLO && pieces.length > 1);
  check("anthropic models", (await collect(client.models.list(), (model) => model.id)).includes(MODEL));
  await throws("anthropic error", Anthropic.NotFoundError, () =>
    client.messages.create({ model: UNKNOWN, max_tokens: 50, messages: ASKED }),
  );
}

async function geminiNative(path) {
  const client = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: GATEWAY + path } });
  let reply;
  for (let i = 0; i < 3; i++) {
    reply = await client.models.generateContent({ model: MODEL, contents: "Hi" });
  }
  check("gemini chat", reply.text === HELLO);
  const stream = await client.models.generateContentStream({ model: MODEL, contents: "Hi" });
  const pieces = await collect(stream, (chunk) => chunk.text ?? "");
  check("gemini stream", pieces.join("") === HELLO && pieces.length > 1);
  const models = await collect(await client.models.list(), (model) => model.name);
  check("gemini models", models.includes("models/" + MODEL));
  await throws("gemini error", ApiError, () => client.models.generateContent({ model: UNKNOWN, contents: "Hi" }));
}

await openaiChat("openai", "/proxy/node-openai/v1");
await openaiResponses("/proxy/node-openai-response/v1");
await anthropicMessages("/proxy/node-anthropic");
await geminiNative("/proxy/node-gemini");
await openaiChat("gemini-openai", "/proxy/node-gemini/v1beta/openai/");
