// Faults that the types must find: where one of them compiles, `@ts-expect-error` is the error.
// Bodies are typed by name, because openapi-fetch infers a body from its argument, and TypeScript
// then looks for no fields too many.

import createClient from "openapi-fetch";
import type { paths } from "./api.js";

type Body<Path extends "/v1/stance" | "/v1/analyze"> =
  paths[Path]["post"]["requestBody"]["content"]["application/json"];

// @ts-expect-error The field is named `targets`.
export const misnamed: Body<"/v1/stance"> = { text: "", target: ["a"] };
// @ts-expect-error A text is a string.
export const mistyped: Body<"/v1/stance"> = { text: 1 };
// @ts-expect-error A batch has objects as its documents.
export const untitled: Body<"/v1/stance"> = { documents: ["text"] };
// @ts-expect-error Only an analysis of several tasks has tasks.
export const misplaced: Body<"/v1/stance"> = { text: "", tasks: ["stance"] };
// @ts-expect-error There is no such task.
export const unknown: Body<"/v1/analyze"> = { text: "", tasks: ["emotion"] };

export async function misuse(): Promise<void> {
  const client = createClient<paths>({});
  // @ts-expect-error A request has a body.
  await client.POST("/v1/stance", {});
  // @ts-expect-error A text is a string here as well.
  const { data } = await client.POST("/v1/stance", { body: { text: 1 } });
  // @ts-expect-error The answer may be that of a batch, or none.
  data.stance;
  if (data && "stance" in data) {
    // @ts-expect-error A target has no such field.
    data.stance.targets[0]?.verdict;
  }
}
