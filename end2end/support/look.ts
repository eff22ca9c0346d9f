// Looks at the page as it stands: its frame, its behaviour at 320 px, and with scripts WCAG 2.2 AA by axe in light and dark,
// wide and narrow; English pages look the same, so half of that is enough for them, but no German may be left. With EINLASS_SCREENSHOTS set it takes pictures of the same four instead, for people to look at.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import path from "node:path";
import { BRAND, CONTACT } from "./installation";

const PICTURES = process.env.EINLASS_SCREENSHOTS;
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export type Language = "de" | "en";
/** Words that stand in almost every German sentence, and in no English one. */
const GERMAN = /(?<!\p{L})(aber|auf|bei|dein|deine|deinem|deinen|deiner|dem|den|der|dich|die|du|ein|eine|einen|für|hat|ist|kein|keine|mit|nach|nicht|noch|oder|schon|sich|sind|uhr|und|vom|von|wird|zum|zur|anmelden|benutzer|einladung|konto|lizenz|lizenzen|nutzer|personen)(?!\p{L})/iu;

/** `name` names the pictures. */
export async function look(page: Page, name: string, scripts: boolean, language: Language = "de"): Promise<void> {
  await expect(page.locator("h1"), `${name}: one H1`).toHaveCount(1);
  await expect(page.locator("html"), name).toHaveAttribute("lang", language);
  if (language === "en") expect(await words(page), `${name}: German on an English page`).not.toMatch(GERMAN);
  await expect(page, name).toHaveTitle(new RegExp(`.+ · ${BRAND}$`));
  await expect(page.locator("main#inhalt"), name).toHaveCount(1);
  await expect(page.locator("body > :first-child"), `${name}: skip link first`).toHaveAttribute("href", "#inhalt");
  await expect(page.locator("footer").getByRole("link", { name: CONTACT, includeHidden: true }), `${name}: contact`).toHaveCount(1);
  if (scripts) await awake(page);

  const kept = page.viewportSize() ?? WIDE;
  if (!PICTURES) {
    await page.setViewportSize({ width: 320, height: 640 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `${name} scrolls sideways at 320 px`).toBeLessThanOrEqual(320);
  }
  if (scripts || PICTURES) {
    for (const viewport of [WIDE, NARROW]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"] as const) {
        if (language === "en" && !PICTURES && (viewport === WIDE) === (colorScheme === "dark")) continue;
        // Transitions would show axe colours that stand for a tenth of a second only.
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        if (PICTURES) {
          const file = path.join(PICTURES, `${name}-${viewport.width}-${colorScheme}.png`);
          await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
        } else {
          const told = await violations(page);
          expect(told, `${name} at ${viewport.width} px, ${colorScheme}`).toEqual([]);
        }
      }
    }
    await page.emulateMedia({ colorScheme: "light", reducedMotion: null });
  }
  await page.setViewportSize(kept);
}

/** Everything people read or hear on a page, but for what says of itself that it is German. */
async function words(page: Page): Promise<string> {
  return page.evaluate(() => {
    const told = ["aria-label", "title", "placeholder", "alt"];
    const named = [...document.body.querySelectorAll("*")].filter((one) => !one.closest("[lang=de]"));
    const texts = named.flatMap((one) => [...one.childNodes]).filter((node) => node.nodeType === Node.TEXT_NODE && !node.parentElement?.closest("script, style"));
    return [document.title, ...texts.map((node) => node.textContent), ...named.flatMap((one) => told.map((name) => one.getAttribute(name)))].join("\n");
  });
}

type Violation = { id: string; help: string; nodes: { html: string; failureSummary?: string }[] };

/** What axe finds, in sentences. The builder brings axe into the page; once it is there, asking it again is four times faster. */
async function violations(page: Page): Promise<string[]> {
  const there = await page.evaluate(() => "axe" in window);
  const found: Violation[] = there
    ? await page.evaluate(async (rules) => {
        const { axe } = window as unknown as { axe: { run: (where: Document, how: object) => Promise<{ violations: Violation[] }> } };
        return (await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })).violations;
      }, RULES)
    : (await new AxeBuilder({ page }).withTags(RULES).setLegacyMode(true).analyze()).violations;
  return found.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.html}\n  ${node.failureSummary}`).join("\n")}`);
}

/** The islands have come alive. */
export async function awake(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-islands", "awake");
}
