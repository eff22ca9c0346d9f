## Mail

mail-greeting = Hallo { $name },
mail-greeting-plain = Hallo,
mail-link-fallback = Falls der Knopf nicht funktioniert, kopiere diese Adresse in deinen Browser:
mail-contact = Fragen? Unser Support-Team hilft dir gern: { $contact }
mail-automatic = Diese Nachricht wurde automatisch verschickt.

mail-method = { $method ->
    [google] Google
    [microsoft] Microsoft
    [oidc] OpenID Connect
    [saml] SAML
   *[password] E-Mail & Passwort
}

mail-invitation-subject = { $company } lädt dich zu { $brand } ein
mail-invitation-by-company = dein Unternehmen { $company } hat für dich einen Zugang zu { $brand } eingerichtet. Nimm die Einladung an, dann kannst du die App herunterladen und loslegen.
mail-invitation-by-person = { $inviter } hat dich eingeladen, bei { $brand } im Konto von { $company } mitzumachen. Nimm die Einladung an, dann kannst du die App herunterladen und loslegen.
mail-invitation-how = { $method ->
    [google] Du meldest dich mit deinem Google-Konto an.
    [microsoft] Du meldest dich mit deinem Microsoft-Konto an.
    [oidc] Du meldest dich mit der Anmeldung deines Unternehmens an.
    [saml] Du meldest dich mit der Anmeldung deines Unternehmens an.
   *[password] Beim Annehmen legst du dein eigenes Passwort fest.
}
mail-invitation-action = { $method ->
    [google] Mit Google annehmen
    [microsoft] Mit Microsoft annehmen
    [oidc] Mit Firmen-Login annehmen
    [saml] Mit Firmen-Login annehmen
   *[password] Einladung annehmen
}
mail-invitation-until = Die Einladung gilt bis { $date }. Danach kannst du über denselben Link eine neue anfordern.
mail-invitation-unexpected = Du hast diese Einladung nicht erwartet? Dann ignoriere diese Nachricht; ohne dein Zutun passiert nichts.

mail-password-reset-subject = Neues Passwort für { $brand }
mail-password-reset-intro = du hast für dein Konto bei { $company } ein neues Passwort angefordert.
mail-password-reset-action = Neues Passwort festlegen
mail-password-reset-until = Der Link gilt bis { $date } und funktioniert einmal.
mail-password-reset-unexpected = Du hast nichts angefordert? Dann ignoriere diese Nachricht; dein Passwort bleibt, wie es ist.

mail-password-changed-subject = Dein Passwort wurde geändert
mail-password-changed-intro = das Passwort für dein Konto bei { $company } wurde gerade geändert. Alle bisherigen Sitzungen sind beendet.
mail-password-changed-unexpected = Das warst nicht du? Dann wende dich bitte sofort an deine Admins oder an unser Support-Team.

mail-address-changed-subject = Deine Kontaktadresse wurde geändert
mail-address-changed-intro = der Identity Provider von { $company } hat deine Kontaktadresse auf { $address } geändert.
mail-address-changed-sign-in = Deine Anmeldung bleibt unverändert: Du meldest dich weiterhin mit dieser Adresse an, und Nachrichten zu deinem Zugang kommen weiterhin hierher.
mail-address-changed-unexpected = Das ist nicht richtig? Dann wende dich bitte an deine Admins.

mail-token-created-subject = Neues SCIM Access Token für { $company }
mail-token-created-intro = für die Anmeldemethode { $method } wurde ein SCIM Access Token erzeugt (endet auf …{ $last4 }). Angelegt von: { $actor }.
mail-token-created-next = Mit diesem Token verwaltet dein Identity Provider ab jetzt Personen im Konto von { $company }.
mail-token-created-unexpected = Das hast du nicht erwartet? Dann wende dich bitte an unser Support-Team, damit wir das Token widerrufen.

mail-token-revoked-subject = SCIM Access Token von { $company } wurde widerrufen
mail-token-revoked-intro = das SCIM Access Token für die Anmeldemethode { $method } (endet auf …{ $last4 }) wurde widerrufen. Von: { $actor }.
mail-token-revoked-reason = Grund: { $reason }
mail-token-revoked-ticket = Vorgang: { $ticket }
mail-token-revoked-next = Personen behalten ihren Zugang, aber Änderungen aus deinem Identity Provider kommen nicht mehr an, bis du im Kundenportal ein neues Token erzeugst. Die SCIM Base URL bleibt gleich.
mail-portal-action = Zum Kundenportal
