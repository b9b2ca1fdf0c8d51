import { expect } from "@playwright/test";
import type { Person } from "./fixtures.js";
import type { Addresses } from "./system.js";

interface Mail {
  readonly to: string;
  readonly code: string;
}

export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
}

/** The clients, as infra/parameters/local.yaml names them. */
export const WEB_CLIENT = "localwebclient000000000000";
export const CLI_CLIENT = "localcliclient000000000000";

/** The newest code that was sent to someone, as the outbox shows it. */
export async function codeFor(addresses: Addresses, email: string): Promise<string> {
  let code: string | undefined;
  await expect(async () => {
    const mails = (await (await fetch(`${addresses.cognito}/outbox.json`)).json()) as Mail[];
    code = mails.find((mail) => mail.to === email)?.code;
    expect(code).toMatch(/^\d{6}$/);
  }).toPass();
  return code ?? "";
}

/** A call of the user-pool API, as the AWS CLI and SDKs make them. */
export async function userPool(addresses: Addresses, action: string, body: object): Promise<Response> {
  return fetch(`${addresses.cognito}/`, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify(body),
  });
}

/** The tokens of someone who has an account, by the password flow. */
export async function signIn(addresses: Addresses, person: Person): Promise<Tokens> {
  const auth = await userPool(addresses, "InitiateAuth", {
    ClientId: CLI_CLIENT,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: person.email, PASSWORD: person.password },
  });
  expect(auth.status, await auth.clone().text()).toBe(200);
  return ((await auth.json()) as { AuthenticationResult: Tokens }).AuthenticationResult;
}

/** Someone who is signed up, confirmed and signed in, without a browser. */
export async function signedIn(addresses: Addresses, person: Person): Promise<Tokens> {
  const signUp = await userPool(addresses, "SignUp", {
    ClientId: CLI_CLIENT,
    Username: person.email,
    Password: person.password,
    UserAttributes: [{ Name: "email", Value: person.email }],
  });
  expect(signUp.status, await signUp.clone().text()).toBe(200);
  const confirm = await userPool(addresses, "ConfirmSignUp", {
    ClientId: CLI_CLIENT,
    Username: person.email,
    ConfirmationCode: await codeFor(addresses, person.email),
  });
  expect(confirm.status, await confirm.clone().text()).toBe(200);
  return signIn(addresses, person);
}
