// What a caller writes with openapi-fetch and the generated types; it is type-checked, then run.
// `node caller.js ADDRESS TEXT` prints what it has read.

import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

declare const process: { argv: string[] };

type Line = components["schemas"]["AnalyzeLine"];

const [, , baseUrl = "", text = ""] = process.argv;
const client = createClient<paths>({ baseUrl });

async function stance(): Promise<string[]> {
  const { data, error } = await client.POST("/v1/stance", {
    body: { text, targets: ["Ana Duarte"] },
  });
  if (error) throw new Error(error.detail);
  if (!("stance" in data)) throw new Error("one document was answered as a batch");
  return data.stance.targets.map((target) => `${target.text}: ${target.label}`);
}

async function analyze(): Promise<string[]> {
  const { data, error } = await client.POST("/v1/analyze", {
    body: { text, targets: [{ text: "Ana Duarte", id: "mayor" }] },
  });
  if (error) throw new Error(error.detail);
  if (!("stance" in data)) throw new Error("one document was answered as a batch");
  const labels = data.stance?.targets.map((target) => `${target.text}: ${target.label}`) ?? [];
  return data.summary ? [...labels, data.summary.method] : labels;
}

async function batch(): Promise<(number | string | undefined)[]> {
  const { data, error } = await client.POST("/v1/stance", {
    body: { documents: [{ text }, { text: " " }], evidence: 1 },
  });
  if (error) throw new Error(error.detail);
  if (!("documents" in data)) throw new Error("a batch was answered as one document");
  return [data.documents.length, data.errors[0]?.errors?.[0]?.code];
}

async function lines(): Promise<(string | undefined)[]> {
  const { data, error } = await client.POST("/v1/analyze", {
    body: [{ text, tasks: ["summary"] }, { text: "" }],
    bodySerializer: (body) =>
      Array.isArray(body) ? body.map((line) => JSON.stringify(line)).join("\n") : "",
    headers: { "Content-Type": "application/x-ndjson" },
    parseAs: "text",
  });
  if (error) throw new Error(error.detail);
  const found = data.trim().split("\n").map((line) => JSON.parse(line) as Line);
  return found.map((line) => line.result?.summary?.method ?? line.error?.errors?.[0]?.code);
}

async function problem(): Promise<(number | string | undefined)[]> {
  const { error } = await client.POST("/v1/sentiment", { body: { text: "" } });
  return [error?.status, error?.errors?.[0]?.pointer];
}

async function models(): Promise<string[]> {
  const { data, error } = await client.GET("/v1/models");
  if (error) throw new Error(error.detail);
  return data.models.map((model) => model.task).sort();
}

console.log(
  JSON.stringify({
    stance: await stance(),
    analyze: await analyze(),
    batch: await batch(),
    lines: await lines(),
    problem: await problem(),
    models: await models(),
  }),
);
