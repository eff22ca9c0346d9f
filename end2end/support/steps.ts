// What people do again and again.
import { expect, type Page } from "@playwright/test";
import type { Exchange } from "./recorder";

export const SCIM = "/de/benutzerverwaltung/scim";
export const USERS = "/de/nutzerverwaltung";
export const LICENCES = "/de/benutzerverwaltung/lizenzen";
export const METHODS = "/de/kontoeinstellungen/anmeldemethoden";

/** Long, and made of words that mean nothing here. */
export const PASSWORD = "Regenschirm fliegt quer 47";

export async function signIn(page: Page, email: string, password: string, to?: string): Promise<void> {
  await page.goto(to ?? "/");
  await expect(page).toHaveURL(/\/de\/anmelden/);
  await page.getByLabel("E-Mail-Adresse").fill(email);
  await page.getByLabel("Passwort", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Anmelden", exact: true }).click();
  await expect(page).not.toHaveURL(/\/de\/anmelden/);
}

/** The newest session cookie of this browser. */
export async function sessionOf(page: Page, name = "einlass"): Promise<string> {
  const cookies = await page.context().cookies();
  const found = cookies.find((cookie) => cookie.name === name);
  if (!found) throw new Error(`no cookie ${name}`);
  return found.value;
}

/** Sets a password at the invitation that is open. */
export async function accept(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel("Neues Passwort", { exact: true }).fill(password);
  await page.getByLabel("Neues Passwort wiederholen").fill(password);
  await page.getByRole("button", { name: "Einladung annehmen" }).click();
}

/** A row of the list of people. */
export function row(page: Page, name: string) {
  return page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
}

/** The figures of the licence page. */
export async function licences(page: Page): Promise<{ total: number; used: number; reserved: number; free: number }> {
  await page.goto(LICENCES);
  const figure = async (label: string) =>
    Number(await page.locator(".figures > div").filter({ hasText: label }).locator("dd").innerText());
  return {
    total: Number((/(\d+) Lizenz/.exec(await page.locator("main").innerText()) ?? ["", "NaN"])[1]),
    used: await figure("In Benutzung"),
    reserved: await figure("Für Einladungen reserviert"),
    free: await figure("Frei"),
  };
}

/** The answers that hold a text anywhere, head or body. */
export function holding(exchanges: Exchange[], text: string): Exchange[] {
  return exchanges.filter((one) => one.body.includes(text) || JSON.stringify(one.headers).includes(text));
}
