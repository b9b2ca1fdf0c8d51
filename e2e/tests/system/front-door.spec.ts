import { signedIn, userPool, WEB_CLIENT } from "../../support/cognito.js";
import { expect, newPerson, test } from "../../support/fixtures.js";

test("a token from the AWS CLI's password flow lists to-dos through the front door", async ({ addresses, person }) => {
  const { AccessToken } = await signedIn(addresses, person);

  const answer = await fetch(`${addresses.app}/todos`, { headers: { Authorization: `Bearer ${AccessToken}` } });

  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual([]);
});

test("without a valid access token the front door refuses as API Gateway does", async ({ addresses, person }) => {
  const { IdToken } = await signedIn(addresses, person);
  const ask = async (authorization?: string) => {
    const answer = await fetch(
      `${addresses.app}/todos`,
      authorization ? { headers: { Authorization: authorization } } : {},
    );
    return { status: answer.status, body: (await answer.json()) as unknown };
  };

  expect(await ask()).toEqual({ status: 401, body: { message: "Unauthorized" } });
  expect(await ask("Bearer garbage")).toEqual({ status: 401, body: { message: "Unauthorized" } });
  expect(await ask(`Bearer ${IdToken}`)).toEqual({ status: 403, body: { message: "Forbidden" } });
});

test("a to-do of one person is a 404 for another", async ({ addresses, person }) => {
  const { AccessToken: hers } = await signedIn(addresses, person);
  const { AccessToken: his } = await signedIn(addresses, newPerson());
  const created = await fetch(`${addresses.app}/todos`, {
    method: "POST",
    headers: { Authorization: `Bearer ${hers}`, "Content-Type": "application/json" },
    body: JSON.stringify({ title: "Hers" }),
  });
  expect(created.status).toBe(201);
  const url = ((await created.json()) as { url: string }).url;
  expect(url.startsWith(`${addresses.app}/todos/`)).toBe(true);

  expect((await fetch(url, { headers: { Authorization: `Bearer ${hers}` } })).status).toBe(200);
  expect((await fetch(url, { headers: { Authorization: `Bearer ${his}` } })).status).toBe(404);
});

test("the password flow is refused for the browser's client", async ({ addresses, person }) => {
  await signedIn(addresses, person);
  const answer = await userPool(addresses, "InitiateAuth", {
    ClientId: WEB_CLIENT,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: person.email, PASSWORD: person.password },
  });
  expect(answer.status).toBe(400);
});

test("the website comes with the strict policy of the template", async ({ addresses }) => {
  const answer = await fetch(`${addresses.app}/some/deep/link`);
  const policy = answer.headers.get("content-security-policy") ?? "";

  expect(answer.status).toBe(200);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain("unsafe");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});
