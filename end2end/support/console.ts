// The vendor's support staff.
import { expect, type Page } from "@playwright/test";
import type { Installation } from "./installation";
import { totp } from "./totp";

/** Somebody of the support. */
export interface Member {
  email: string;
  password: string;
  /** Of their authenticator app. */
  secret: string;
}

/** A new member of the support staff, signed in with both factors. */
export async function desk(page: Page, installation: Installation): Promise<Member> {
  const email = `sven.${process.pid}-${Date.now()}@vendor.example`;
  const { password } = await installation.cli("support", "create", "--email", email, "--name", "Sven Support");
  await page.goto("/support-konsole");
  await firstFactor(page, { email, password });
  const secret = await page.locator("#schluessel").innerText();
  await page.getByLabel("Einmalcode").fill(totp(secret));
  await page.getByRole("button", { name: "Einrichten" }).click();
  await page.getByRole("link", { name: "Ich habe sie gespeichert" }).click();
  await expect(page).toHaveURL("/support-konsole");
  return { email, password, secret };
}

/** The first factor, at the console's sign-in page. */
export async function firstFactor(page: Page, member: { email: string; password: string }): Promise<void> {
  await page.getByLabel("E-Mail-Adresse").fill(member.email);
  await page.getByLabel("Passwort").fill(member.password);
  await page.getByRole("button", { name: "Weiter" }).click();
}
