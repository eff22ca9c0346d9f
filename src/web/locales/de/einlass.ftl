### Deutsch, du-form. Begriffe wie im Hilfeartikel: Benutzerverwaltung (Gruppe), Nutzerverwaltung (Liste),
### SCIM Access Token und SCIM Base URL bleiben englisch.

## Rahmen

layout-skip = Zum Inhalt springen
layout-menu = Menü
layout-signed-in-as = Angemeldet als { $name }
nav-label = Kundenportal
nav-dashboard = Übersicht
nav-subscription = Abonnement
nav-notifications = Benachrichtigungen
nav-support = Support
nav-user-management = Benutzerverwaltung
nav-users = Nutzerverwaltung
nav-licences = Lizenzen
nav-scim = SCIM
nav-groups = Gruppen
nav-settings = Kontoeinstellungen
nav-methods = Anmeldemethoden
nav-security = Sicherheit
nav-audit = Protokoll
export-csv = Als CSV
export-json = Als JSON
nav-profile = Mein Profil
nav-help = Hilfe
nav-start = Start
nav-download = App herunterladen
contact-lead = Fragen? Unser Support-Team hilft dir:
contact-none = Fragen? Wende dich an das Support-Team von { $brand }.
sign-in = Anmelden
sign-out = Abmelden
cancel = Abbrechen
save = Speichern
close = Schließen
continue = Weiter
none = keine
copy = Kopieren
copy-done = Kopiert
copy-refused = Markiert: kopiere mit Strg+C oder ⌘C
switched-on = eingeschaltet
switched-off = ausgeschaltet
admins-only-title = Dieser Bereich ist für Admins
admins-only-text = Nur Admins können SCIM einrichten und die Benutzerverwaltung ändern. Wende dich an die Admins deines Unternehmens.
learn-more-scim = Mehr erfahren: SCIM einrichten
learn-more-licences = Wie du deine Lizenzen erhöhen oder reduzieren kannst
form-errors = Bitte prüfe deine Eingaben
paging-label = Seiten
paging-previous = Zurück
paging-next = Weiter

## Zeit

when-stamp = { $date }, { $time }{ "\u00A0" }Uhr
when-today = { $time }{ "\u00A0" }Uhr
when-within = am { $date } um { $time }{ "\u00A0" }Uhr
when-within-today = um { $time }{ "\u00A0" }Uhr
when-now = gerade eben
when-minutes = vor { $n } Min.
when-hours = vor { $n } Std.
when-days = { $n ->
    [one] vor { $n } Tag
   *[other] vor { $n } Tagen
}

## Felder

field-email = E-Mail-Adresse
field-password = Passwort
field-current-password = Aktuelles Passwort
field-new-password = Neues Passwort
field-new-password-hint = Mindestens { $least } Zeichen. Mehrere Wörter hintereinander sind gut zu merken und schwer zu erraten.
field-repeat-password = Neues Passwort wiederholen
field-name = Name
field-company = Unternehmen
field-code = Einmalcode
field-code-hint = Sechs Ziffern aus deiner Authenticator-App oder ein Wiederherstellungscode.
error-email = Gib eine gültige E-Mail-Adresse ein, zum Beispiel name@firma.de.
password-good = Schwer zu erraten.
error-password-missing = Gib dein Passwort ein.
error-password-short = Das Passwort braucht mindestens { $least } Zeichen.
error-password-long = Das Passwort darf höchstens 1024 Bytes lang sein.
error-password-guessable = Dieses Passwort ist zu leicht zu erraten{ $why ->
    [common] : Es steht auf Listen häufiger Passwörter.
    [row] : Es folgt der Reihe der Tasten, Buchstaben oder Ziffern.
    [repeats] : Es wiederholt sich.
    [date] : Ein Datum oder Jahr ist schnell durchprobiert.
    [word] : Ein Wort oder Name allein ist schnell durchprobiert.
   *[other] .
} Nimm mehrere Wörter, die nichts mit dir oder deinem Unternehmen zu tun haben.
error-password-differs = Die beiden Eingaben stimmen nicht überein.
error-current-password = Das aktuelle Passwort stimmt nicht.
error-name = Gib einen Namen mit höchstens 256 Zeichen ein.
error-method-missing = Wähle eine Anmeldemethode aus.
error-method-not-enabled = Diese Anmeldemethode ist nicht mehr eingeschaltet. Wähle eine andere oder schalte sie wieder ein.

## Anmelden

sign-in-title = Anmelden
sign-in-heading = Bei { $brand } anmelden
sign-in-signed-out = Du bist abgemeldet.
sign-in-password-changed = Dein neues Passwort ist gespeichert. Melde dich damit an.
sign-in-session-ended = Bitte melde dich an, um fortzufahren.
sign-in-refused = E-Mail-Adresse und Passwort passen nicht zusammen.
sign-in-throttled = Zu viele Versuche. Warte ein paar Minuten und versuche es dann noch einmal.
sign-in-passkey-refused = Dieser Passkey funktioniert hier nicht. Versuche es noch einmal oder nimm dein Passwort.
forgot-link = Passwort vergessen?
sign-in-other = Ohne Passwort
sign-in-with = Mit { $method } anmelden
sign-in-company = Mit Firmen-Login
back-to-sign-in = Zurück zum Anmelden
forgot-title = Passwort vergessen
forgot-lead = Wir schicken dir einen Link, mit dem du ein neues Passwort festlegst.
forgot-send = Link schicken
forgot-sent-title = Schau in dein Postfach
forgot-sent-text = Wenn es zu dieser Adresse ein Konto mit E-Mail & Passwort gibt, ist der Link unterwegs. Er gilt 60 Minuten. Prüfe auch den Spam-Ordner.
new-password-title = Neues Passwort festlegen
new-password-lead = Danach sind alle anderen Sitzungen beendet und du meldest dich mit dem neuen Passwort an.
new-password-save = Passwort speichern
new-password-dead-title = Dieser Link gilt nicht mehr
new-password-dead-text = Er wurde schon benutzt oder ist älter als 60 Minuten.
new-password-dead-again = Neuen Link anfordern
sign-up-lead-in = Neu hier?
sign-up-link = Testkonto anlegen
sign-up-title = Testkonto anlegen
sign-up-lead = 14 Tage kostenlos, ohne Zahlungsdaten. Wir schicken dir eine E-Mail; mit ihrem Link legst du das Konto an.
sign-up-person = Dein Name
sign-up-send = Link schicken
sign-up-sent-title = Schau in dein Postfach
sign-up-sent-text = Eine E-Mail mit dem nächsten Schritt ist unterwegs. Ihr Link gilt 24 Stunden. Prüfe auch den Spam-Ordner.
sign-up-off-title = Hier kannst du dich nicht selbst registrieren
sign-up-off-text = Zugang zu { $brand } bekommst du durch eine Einladung deines Unternehmens. Für ein neues Konto wende dich an das Support-Team.
sign-up-confirm-title = Testkonto bestätigen
sign-up-confirm-lead = Lege ein Passwort fest, dann ist dein Testkonto fertig.
sign-up-dead-text = Er wurde schon benutzt oder ist älter als 24 Stunden.
sign-up-known-title = Zu dieser Adresse gibt es schon ein Konto
sign-up-known-text = Melde dich damit an.
sign-up-name-taken = Ein Konto mit diesem Namen gibt es schon. Nimm einen genaueren, zum Beispiel mit Ort oder Rechtsform.
choose-account-title = Konto wählen
choose-account-lead = Deine Anmeldung passt zu mehreren Konten. Welches möchtest du öffnen?

## Start und Übersicht

start-title = Hallo, { $name }
start-steps-left = { $n ->
    [one] Weiter einrichten: noch ein Schritt
   *[other] Weiter einrichten: noch { $n } Schritte
}
overview-scim-title = Was ist SCIM?
scim-explained = SCIM gleicht deine Benutzer automatisch mit deinem Identity Provider ab. Wer dort hinzukommt, erhält eine Einladung zu { $brand }; wer dort entfernt wird, verliert den Zugang.
overview-people = { $active } aktiv, { $invited } eingeladen
test-until = Testkonto bis { $date }
test-days-left = { $n ->
    [one] Testkonto: noch { $n } Tag, bis { $date }
   *[other] Testkonto: noch { $n } Tage, bis { $date }
}
test-over-title = Dein Test ist seit dem { $date } zu Ende
test-over-text = Alles ist noch da, und wer dabei ist, behält den Zugang. Neue Personen kannst du erst mit einem Tarif wieder einladen.
test-included = Du kannst bis zu { $people } Personen einladen, ohne Lizenzen und ohne Kosten. Der Test endet von selbst; bezahlen musst du nichts.
test-not-included = Nicht enthalten ist SCIM: Das gibt es ausschließlich mit Premium.
test-choose = Tarif wählen
test-choose-plan = { $plan } wählen
test-confirm-title = { $plan } wählen?
test-confirm-text = { $n ->
    [0] Dein Test endet sofort. Noch ist niemand App-Nutzer, also beginnst du ohne Lizenzen und fügst sie hinzu, wenn du sie brauchst.
    [one] Dein Test endet sofort. Du bekommst { $n } Lizenz, für die Person, die jetzt App-Nutzer ist. Abgerechnet wird der Rest dieses Monats.
   *[other] Dein Test endet sofort. Du bekommst { $n } Lizenzen, für alle, die jetzt App-Nutzer sind. Abgerechnet wird der Rest dieses Monats.
}
test-confirm = Jetzt { $plan } nehmen
invite-test-over = Dein Test ist zu Ende. Wähle einen Tarif, um wieder einzuladen.
invite-test-full = In einem Testkonto sind höchstens { $most } Personen möglich. Mit einem Tarif gibt es diese Grenze nicht.
effect-test = Im Testkonto kostet das nichts.
overview-licences-test = Im Testkonto braucht niemand eine Lizenz.
overview-licences-automatic = Die Zahl passt sich automatisch an.
overview-licences-free = { $n ->
    [one] { $n } Lizenz ist frei.
   *[other] { $n } Lizenzen sind frei.
}
overview-to-users = Zur Nutzerverwaltung
overview-to-licences = Zu den Lizenzen
overview-to-scim = Zur SCIM-Verbindung
overview-scim-activate = SCIM einrichten
overview-scim-off = Benutzer kommen noch nicht automatisch an.
overview-scim-waiting = Dein Identity Provider hat noch nichts geschickt.
overview-scim-connected = Benutzer kommen automatisch an.
overview-scim-revoked = Änderungen aus deinem Identity Provider kommen nicht an.
overview-scim-lapsing = Benutzer kommen noch automatisch an, aber nicht mehr lange.
overview-scim-held = Viele Entfernungen auf einmal warten auf deine Bestätigung.
overview-scim-held-chip = Notbremse
scim-off = nicht aktiv
scim-waiting = wartet
scim-connected = verbunden
scim-revoked = widerrufen

## Übersicht

dashboard-set-up = Alles ist eingerichtet. Weise jetzt Personen in deinem Identity Provider zu.
dashboard-steps-title = Deine ersten drei Schritte
dashboard-step-methods = 1. Anmeldemethode wählen
dashboard-step-methods-text = Lege fest, wie sich Personen anmelden. Davon hängt ab, welche Einladung sie bekommen.
dashboard-step-scim = 2. SCIM aktivieren
dashboard-step-scim-text = Du bekommst ein SCIM Access Token und eine SCIM Base URL für deinen Identity Provider.
dashboard-step-invite = 2. Personen einladen
dashboard-step-invite-text = Im Testkonto geht das von Hand, ohne Lizenzen und ohne Kosten.
dashboard-step-plan = 3. Tarif wählen
dashboard-step-plan-text = Wenn es dir gefällt: Mit Premium lädt dein Identity Provider Personen automatisch ein.
dashboard-step-people = 3. Personen zuweisen
dashboard-step-people-text = Wen du im Identity Provider zuweist, lädt das Kundenportal automatisch ein.
dashboard-step-people-link = Anleitung lesen
dashboard-setup-title = Einrichtung
dashboard-check-scim = SCIM aktiviert
dashboard-check-scim-text = Dazu gehört ein gültiges SCIM Access Token.
dashboard-check-request = Erste Anfrage angekommen
dashboard-check-request-text = Dein Identity Provider meldet sich zum ersten Mal mit dem Token.
dashboard-last-request = Letzte Anfrage
dashboard-people = { $n ->
    [one] { $n } Person
   *[other] { $n } Personen
}
dashboard-licences = { $taken } von { $total }
dashboard-invited = Offene Einladungen
dashboard-invited-text = { $n ->
    [one] { $n } Person ist aktiv.
   *[other] { $n } Personen sind aktiv.
}
dashboard-to-invited = Einladungen ansehen
dashboard-events-title = Zuletzt
dashboard-to-audit = Zum Protokoll

## SCIM

scim-title = Automatische Benutzerverwaltung mit SCIM
scim-s0-title = Nur Admins können SCIM einrichten.
scim-s1-title = SCIM gibt es mit Premium
scim-s1-text = SCIM gibt es ausschließlich mit Premium.
scim-s2-title = Schalte die automatische Anpassung der Lizenzen ein
scim-s2-text = Die automatische Anpassung der Lizenzen muss aktiviert sein. Jede neue Person erhöht deine Lizenzen um 1, anteilig berechnet.
scim-s3-title = Aktiviere zuerst eine Anmeldemethode
scim-s3-text = Mit ihr nehmen deine Benutzer die Einladung an und melden sich später an.
scim-s4-title = SCIM aktivieren
scim-s4-text = Wähle die Anmeldemethode, mit der deine Benutzer eingeladen werden.
scim-activate = Aktivieren
scim-change-methods = Anmeldemethoden ändern
scim-preview-methods = Anmeldemethoden und ihre Einladungen ansehen
scim-more-methods = Weitere Anmeldemethoden
scim-not-eligible = SCIM wurde nicht aktiviert, weil eine Voraussetzung fehlt. Prüfe die Liste unten.
check-label = Voraussetzungen für SCIM
check-done = Erfüllt
check-missing = Fehlt
check-premium = Premium-Konto
check-premium-text = SCIM ist im Tarif Premium enthalten.
check-automatic = Automatische Anpassung der Lizenzen
check-automatic-text = Die Zahl der Lizenzen folgt der Zahl deiner Benutzer.
check-automatic-fix = Jetzt einschalten
check-automatic-more = Mehr zu Lizenzen
check-method = Anmeldemethode
check-method-text = Mindestens eine eingeschaltete Methode, mit der man sich anmelden kann.
check-method-fix = Zu den Anmeldemethoden
plan-change = Tarif wechseln
plan-requested = Deine Anfrage #{ $reference } zum Tarifwechsel ist unterwegs. Wir melden uns bei dir.
plan-request-open = Anfrage #{ $reference } zum Tarifwechsel läuft.
plan-basic = Basic
plan-connect = Connect
plan-premium = Premium
offer-legend = Anmeldemethode
offer-preview = So sieht die Einladung aus
offer-preview-mail = In der Mail und auf der Einladungsseite steht:
offer-connected = SCIM ist dafür schon aktiv.
offer-disabled = In den Anmeldemethoden ausgeschaltet.
offer-not-offered = Nicht verfügbar: In dieser Installation ist keine Anmeldung mit { $method } eingerichtet.
offer-not-configured = Noch nicht eingerichtet: Richte { $method } zuerst in den Anmeldemethoden ein.
offer-not-usable = Mit { $method } kann man sich hier nicht anmelden. Prüfe die Anmeldemethode.
method-password = E-Mail & Passwort
method-google = Google
method-microsoft = Microsoft
method-oidc = OIDC
method-saml = SAML
accept-password = Einladung annehmen
accept-google = Mit Google annehmen
accept-microsoft = Mit Microsoft annehmen
accept-oidc = Mit Firmen-Login annehmen
accept-saml = Mit Firmen-Login annehmen
invite-by-password = Du legst ein Passwort fest und meldest dich mit deiner E-Mail-Adresse an.
invite-by-google = Du nimmst die Einladung mit deinem Google-Konto an und meldest dich damit an.
invite-by-microsoft = Du nimmst die Einladung mit deinem Microsoft-Konto an und meldest dich damit an.
invite-by-oidc = Du nimmst die Einladung mit dem Login deines Unternehmens an und meldest dich damit an.
invite-by-saml = Du nimmst die Einladung mit dem Login deines Unternehmens an und meldest dich damit an.
scim-s6-title = Richte jetzt deinen Identity Provider ein
scim-s6-text = Trage SCIM Base URL und SCIM Access Token in deinem Identity Provider ein.
scim-s7-title = Verbunden
scim-s7-title-client = Verbunden mit { $client }
scim-s7-last = Letzte Anfrage
scim-people = { $n ->
    [one] { $n } Person
   *[other] { $n } Personen
}
scim-method = Anmeldemethode
scim-managed-people = Verwaltete Personen
scim-base-url = SCIM Base URL
scim-to-guide = Anleitung öffnen
scim-settings = Einstellungen
scim-profile = Profil
scim-profile-hint = So liest diese Verbindung, was dein Identity Provider schickt. „Automatisch“ passt fast immer.
scim-linking = Personen, die es schon gibt
scim-linking-hint = Was geschieht, wenn dein Identity Provider jemanden anlegt, den es in deinem Konto schon gibt. Administratoren und Projektmanager werden nie ohne dein Ja verknüpft.
scim-inviting = Einladungen
scim-inviting-hint = „Erst auf Knopfdruck“: Neue Personen erscheinen in der Nutzerverwaltung und belegen ihre Lizenz, ihre Einladung sendest du dort, wenn es so weit ist.
connection-method = Anmeldemethode der Einladungen
connection-method-hint = So werden Personen ab jetzt eingeladen. SCIM Access Token und SCIM Base URL bleiben, und wer schon dabei ist, meldet sich an wie bisher.
connection-method-save = Methode wechseln
connection-method-only = Eine andere Anmeldemethode für die Einladungen gibt es erst, wenn in den Anmeldemethoden eine weitere eingeschaltet ist.
connection-method-taken = Für { $method } gibt es schon eine Verbindung.
connection-method-changed = Ab jetzt lädt diese Verbindung mit { $method } ein.
outdated-title = { $n ->
    [one] Eine offene Einladung gilt noch für die vorherige Anmeldemethode
   *[other] { $n } offene Einladungen gelten noch für die vorherige Anmeldemethode
}
outdated-text = { $n ->
    [one] Sie funktioniert weiter, solange die Methode eingeschaltet ist. Du kannst stattdessen neu einladen.
   *[other] Sie funktionieren weiter, solange die Methode eingeschaltet ist. Du kannst stattdessen neu einladen.
}
outdated-send = Neu einladen
outdated-confirm-title = { $n ->
    [one] Eine Person mit { $method } neu einladen?
   *[other] { $n } Personen mit { $method } neu einladen?
}
outdated-confirm-text = Jede Person bekommt eine neue Mail; ihr bisheriger Link gilt dann nicht mehr.
outdated-sent = { $n ->
    [0] Es gab niemanden neu einzuladen.
    [one] Eine Person wird neu eingeladen.
   *[other] { $n } Personen werden neu eingeladen.
}
inviting-at-once = Sofort senden
inviting-on-demand = Erst auf Knopfdruck
profile-auto = Automatisch
profile-strict = Streng nach RFC
linking-automatic = Automatisch verknüpfen
linking-ask = Nachfragen
settings-save = Speichern
settings-saved = Die Einstellungen sind gespeichert und gelten ab der nächsten Anfrage.
links-title = { $n ->
    [one] { $n } Person verknüpfen?
   *[other] { $n } Personen verknüpfen?
}
links-text = Dein Identity Provider wollte diese Personen anlegen, es gibt sie in deinem Konto aber schon. Wer verknüpft wird, behält Rechte und Anmeldung; über Name, Adresse und Zugang bestimmt ab dann dein Identity Provider.
links-decided = Verknüpfungen
links-next = Wer vorgemerkt ist, wird verknüpft, sobald dein Identity Provider die Person das nächste Mal schickt.
links-caption = Personen, die dein Identity Provider anlegen wollte
links-asked = Zuletzt angefragt
links-decision = Entscheidung
link-privileged = Administrator oder Projektmanager
link-approve = Verknüpfen
link-approve-name = { $name } verknüpfen
link-decline = Ablehnen
link-decline-name = Verknüpfung von { $name } ablehnen
link-approved = vorgemerkt
link-declined = abgelehnt
link-decided-approved = { $name } wird verknüpft, sobald dein Identity Provider die Person das nächste Mal schickt.
link-decided-declined = { $name } wird nicht verknüpft. Du kannst dich jederzeit anders entscheiden.
decided-before = Das war schon entschieden. Du siehst den neuesten Stand.
brake-title = { $n ->
    [one] Notbremse: { $n } Entfernung wartet auf dich
   *[other] Notbremse: { $n } Entfernungen warten auf dich
}
brake-text = Dein Identity Provider hat in wenigen Minuten ungewöhnlich viele Personen deaktiviert oder entfernt. Ihr Zugang ist beendet; ihre Lizenzen und die Fristen bis zum Löschen bleiben stehen, bis du bestätigst. War es ein Versehen, dann aktiviere die Personen im Identity Provider wieder.
brake-confirm = Entfernungen bestätigen
brake-confirm-title = { $n ->
    [one] { $n } Entfernung bestätigen?
   *[other] { $n } Entfernungen bestätigen?
}
brake-confirm-text = Die Lizenzen werden frei. Wer im Identity Provider entfernt wurde, wird hier in 30 Tagen endgültig gelöscht.
brake-released = { $n ->
    [one] { $n } Entfernung ist bestätigt. Die Lizenz ist frei.
   *[other] { $n } Entfernungen sind bestätigt. Die Lizenzen sind frei.
}
scim-s9-title = Anfrage #{ $reference } läuft.
scim-s9-text = Dein Token arbeitet weiter, bis wir es widerrufen. Gestellt: { $at }.
scim-s10-title = Das Token wurde widerrufen
scim-s10-support = Das Token wurde am { $at } vom Support widerrufen. Personen behalten Zugang, Änderungen aus deinem Identity Provider kommen nicht an.
scim-s10-support-reason = Das Token wurde am { $at } vom Support widerrufen (Grund: { $reason }). Personen behalten Zugang, Änderungen aus deinem Identity Provider kommen nicht an.
scim-s10-other = Das Token wurde am { $at } widerrufen. Personen behalten Zugang, Änderungen aus deinem Identity Provider kommen nicht an.
rejected-unknown = Letzter Versuch { $at }: Token unbekannt
rejected-revoked = Letzter Versuch { $at }: Token widerrufen
rejected-other = Letzter Versuch { $at }: Token einer anderen Verbindung
rejected-hint-new = Generiere ein neues Token und trage es in deinem Identity Provider ein.
rejected-hint = Prüfe, ob im Identity Provider das aktuelle SCIM Access Token vollständig eingetragen ist.
token-name = SCIM Access Token
token-created = erstellt { $at } von { $by }
token-never-used = noch nie benutzt
token-last-used = zuletzt benutzt
token-new = Neues Token generieren
token-lost = Token verlegt?
token-live = Es gibt schon ein gültiges Token. Ist es verlegt, bitte den Support über „Token verlegt?“, es zu widerrufen.
token-already-made = { $by } hat { $at } ein Token erzeugt. Es war nur einmal sichtbar.
token-dialog-title = Dein SCIM Access Token
token-dialog-once = Du siehst dieses Token nur jetzt.
token-dialog-advice = Speichere es an einem Ort, an dem du es wiederfindest, z. B. in deinem Passwort-Manager.
token-dialog-next = Wenn du dieses Fenster schließt, siehst du die SCIM Base URL.
token-dialog-saved = Ich habe das Token gespeichert
token-dialog-unsaved = Token nicht gespeichert?
token-dialog-unsaved-text = Ohne das Token kannst du deinen Identity Provider nicht einrichten. Niemand kann es noch einmal anzeigen. Trotzdem schließen?
token-dialog-unsaved-close = Ohne Speichern schließen
lost-title = Token verlegt?
lost-text = Wir schicken deine Anfrage an das Support-Team. Es widerruft das alte Token, danach kannst du hier ein neues generieren. Die SCIM Base URL bleibt gleich.
lost-send = Support anfragen
lost-requested = Anfrage #{ $reference } ist beim Support-Team.
request-withdraw = Anfrage zurückziehen
request-withdrawn = Die Anfrage ist zurückgezogen.
offer-former = War bis { $at } aktiv. Wenn du SCIM wieder aktivierst, bleibt die SCIM Base URL gleich.
scim-s8-chip = { $n ->
    [one] { $n } Hinweis
   *[other] { $n } Hinweise
}
scim-s11-title = Das Token ist abgelaufen
scim-s11-text = Das Token ist am { $at } abgelaufen. Personen behalten Zugang, Änderungen aus deinem Identity Provider kommen nicht an.
scim-s12-title = Das Token wird ersetzt
scim-s12-unused = Altes Token gilt bis { $until }. Neues Token: noch nicht benutzt.
scim-s12-used = Altes Token gilt bis { $until }. Neues Token: benutzt ✓.
scim-s13-title = SCIM ist pausiert
scim-s13-text = { $by } hat die Verbindung pausiert ({ $at }). Personen behalten Zugang, Anfragen deines Identity Providers lehnen wir so lange ab.
scim-s14-title = SCIM ist gesperrt
scim-s14-premium = SCIM gibt es ausschließlich mit Premium. Personen behalten Zugang, Anfragen deines Identity Providers lehnen wir ab.
scim-s14-automatic = Die automatische Anpassung der Lizenzen ist ausgeschaltet. Personen behalten Zugang, Anfragen deines Identity Providers lehnen wir ab.
scim-s14-grace-title = SCIM endet am { $date }
scim-s14-grace-premium = SCIM gibt es ausschließlich mit Premium. Bis { $at } arbeitet deine Verbindung weiter, danach lehnen wir Anfragen deines Identity Providers ab; Personen behalten Zugang.
scim-s14-grace-automatic = Die automatische Anpassung der Lizenzen ist ausgeschaltet. Bis { $at } arbeitet deine Verbindung weiter, danach lehnen wir Anfragen deines Identity Providers ab; Personen behalten Zugang.
scim-s15-title = SCIM deaktivieren
scim-s15-not-yet = Danke für die Bestätigung. Deine Eingaben sind noch da, geändert ist noch nichts: Klicke unten noch einmal auf „SCIM deaktivieren“.
scim-s15-text = Das Token endet sofort und niemand wird mehr automatisch verwaltet. Der Verlauf bleibt, und du kannst SCIM jederzeit wieder aktivieren.
scim-s15-people = { $n ->
    [0] Was geschieht mit den verwalteten Personen?
    [one] Was geschieht mit der verwalteten Person?
   *[other] Was geschieht mit den { $n } verwalteten Personen?
}
scim-s15-keep = Personen behalten
scim-s15-keep-hint = Sie behalten Zugang, Rechte und Lizenz. Du verwaltest sie ab dann von Hand.
scim-s15-end = Personen deaktivieren
scim-s15-end-hint = Ihr Zugang endet sofort und ihre Lizenzen werden frei. Du selbst und der letzte Admin bleiben.
scim-s15-name = Name deines Kontos
scim-s15-name-hint = Zur Bestätigung: Gib „{ $name }“ ein.
scim-deactivate = SCIM deaktivieren
scim-is-deactivated = SCIM ist deaktiviert. Der Verlauf bleibt erhalten.
error-account-name-differs = Das ist nicht der Name deines Kontos.
scim-rotating = wird ersetzt
scim-paused = pausiert
scim-grace = endet bald
scim-blocked = gesperrt
scim-lost = beim Support
scim-pause = Pausieren
scim-pause-heading = Pause
scim-pause-title = SCIM pausieren?
scim-pause-text = Personen behalten ihren Zugang. Anfragen deines Identity Providers lehnen wir ab, bis du die Verbindung fortsetzt.
scim-is-paused = Die Verbindung ist pausiert.
scim-resume = Fortsetzen
scim-resume-text = Die Verbindung ist pausiert. Sobald du sie fortsetzt, nehmen wir Anfragen wieder an.
scim-is-resumed = Die Verbindung läuft wieder.
hints-label = Hinweise
hint-fix = Beheben
hint-silent = Letzte Anfrage { $ago }
hint-silent-text = Wenn es bei euch Änderungen gab, prüfe, ob das Provisioning in deinem Identity Provider noch läuft.
hint-expiring = Das Token läuft am { $at } ab
hint-expiring-text = Ersetze es vorher. Das alte arbeitet so lange weiter.
settings-title = Einstellungen der Verbindung
settings-behaviour = Verhalten
token-valid = gültig
token-old = wird ersetzt
token-last-used-from = Zuletzt von { $from } benutzt
token-valid-until = gilt bis { $at }
token-expires = läuft am { $at } ab
token-ended-expired = abgelaufen
token-ended-replaced = ersetzt
token-ended-withdrawn = verworfen
token-ended-deactivated = deaktiviert
tokens-past = Frühere Tokens
token-rotate = Token rotieren
token-rotate-lead = Ersetze das Token, ohne dass etwas stillsteht: Altes und neues gelten eine Weile nebeneinander.
token-rotate-title = Neues Token, während das alte weiterarbeitet?
token-rotate-text = Du siehst das neue Token nur einmal. Trage es in deinem Identity Provider ein, solange das alte noch gilt. Alle Admins erhalten eine Mail.
token-support-only = Ein gültiges Token ersetzt hier das Support-Team: Es widerruft das alte, danach generierst du ein neues.
token-fresh-title = Token nicht gespeichert?
token-fresh-text = Niemand kann es noch einmal anzeigen. Bitte den Support, es zu widerrufen, dann generierst du ein neues.
overlap-label = Altes Token gilt noch
overlap-hour = 1 Stunde
overlap-day = 1 Tag
overlap-week = 7 Tage
lifetime-label = Gültigkeit des Tokens
lifetime-hint = Läuft es ab, mailen wir allen Admins 30, 7 und 1 Tag vorher.
lifetime-unlimited = Ohne Ablauf
lifetime-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}
lifetime-year = 1 Jahr
old-token-end = Altes jetzt widerrufen
old-token-end-title = Altes Token (…{ $last4 }) jetzt widerrufen?
old-token-end-used = Das neue Token ist schon in Benutzung. Ab jetzt gilt nur noch dieses.
old-token-end-unused = Das neue Token wurde noch nie benutzt. Ist es in deinem Identity Provider nicht eingetragen, kommen ab jetzt keine Änderungen mehr an.
old-token-ended = Das alte Token ist widerrufen. Ab jetzt gilt nur noch das neue.
rotation-withdraw = Abbrechen
rotation-withdraw-title = Das neue Token verwerfen?
rotation-withdraw-text = Das neue Token endet sofort. Das alte gilt weiter wie zuvor.
rotation-withdraw-do = Neues Token verwerfen
rotation-withdrawn = Das neue Token ist verworfen. Das alte gilt weiter.
rejected-expired = Letzter Versuch { $at }: Token abgelaufen
rejected-expired-on = Letzter Versuch { $at }: Token abgelaufen am { $date }
setup-no-token = Kein gültiges Token
back = Zurück

## Einrichtung

setup-back = SCIM
setup-title = Identity Provider einrichten
setup-lead = Deine Benutzer werden mit der Anmeldemethode { $method } eingeladen.
setup-live-title = Verbindung
setup-live-refresh = Jetzt nachsehen
setup-waiting = Warten auf die erste Anfrage
setup-waiting-new = Warten auf die erste Anfrage mit dem neuen Token
setup-waiting-detail = Sobald dein Identity Provider sich meldet, steht es hier.
setup-waiting-detail-onelogin = Sobald dein Identity Provider sich meldet, steht es hier. In OneLogin stehen Freigaben unter „Pending“.
setup-confirmed = Verbindung bestätigt: { $time }
setup-confirmed-client = Verbindung bestätigt: { $time } ({ $client })
setup-arrived = { $n ->
    [0] Noch keine Person angekommen
    [one] { $n } Person angekommen
   *[other] { $n } Personen angekommen
}
guide-title = { $name }, Schritt für Schritt
guide-generic = Anderer Anbieter
guide-choice = Dein Identity Provider
guide-choice-text = Die Wahl zeigt die passende Anleitung und stellt das Profil der Verbindung darauf ein.
guide-base-url-elsewhere = die SCIM Base URL aus deinem Kundenportal
guide-base-url-where = Du findest sie im Kundenportal unter Benutzerverwaltung → SCIM.
template-title = Vorlage prüfen
template-hint = Füge hier deine Vorlage aus OneLogin ein. Wir sagen dir, was wir speichern würden und was fehlt. Gespeichert wird dabei nichts.
template-check = Vorlage prüfen
template-fine = Die Vorlage ist vollständig.
template-remarks = Die Vorlage funktioniert, aber sieh dir das an:
template-refused = Mit dieser Vorlage kommt niemand an:
template-caption = Was wir aus der Vorlage speichern würden
template-column-attribute = Attribut
template-column-template = In der Vorlage
template-column-example = Beispiel
template-too-long = Die Vorlage ist länger als 20.000 Zeichen.
template-not-json = Das ist kein JSON: Fehler in Zeile { $line }, Spalte { $column }.
template-not-object = Eine Vorlage ist ein JSON-Objekt in geschweiften Klammern.
template-no-schema = „schemas“ nennt urn:ietf:params:scim:schemas:core:2.0:User nicht.
template-no-user-name = „userName“ fehlt. Ohne ihn können wir niemanden zuordnen.
template-no-emails = „emails“ fehlt oder hat keinen „value“. Ohne Adresse kann niemand eingeladen werden.
template-user-name-no-address = „userName“ ist keine E-Mail-Adresse. Setze den Parameter „scimusername“ auf „Email“.
template-no-name = Kein Name: Personen heißen dann wie ihre Adresse.
template-unknown = „{ $name }“ kennen wir nicht und überlesen es.
template-unknown-macro = { $name } kennen wir nicht. Prüfe, ob es in OneLogin einen Wert hat.
guide-1 = Melde dich bei deinem OneLogin-Konto an und öffne „Applications“ (Anwendungen).
guide-2-before = Klicke auf „Add App“ (App hinzufügen) und erstelle eine neue App mit dem Namen
guide-2-after = .
guide-3 = Gehe zum Tab „Configuration“ (Konfiguration) und trage diese SCIM Base URL ein:
guide-3-token = Trage im Feld „SCIM Bearer Token“ das SCIM Access Token ein, das du gespeichert hast.
guide-3-template = Ersetze unten im Feld „SCIM JSON Template“ die Standardvorlage durch diese. Der einzige Unterschied: Die E-Mail-Adresse ist der Benutzername, damit wir die Person zuordnen können.
guide-3-download = Vorlage als Datei herunterladen
guide-4 = Bearbeite im Tab „Parameters“ den Parameter „scimusername“ und setze ihn auf „Email“.
guide-4-phone = Du kannst auch einen Parameter mit dem Wert „Phone“ hinzufügen. Das ist nicht nötig.
guide-5 = Gehe zum Tab „Provisioning“ und stelle sicher, dass das Provisioning aktiviert ist.
guide-5-approval = Unter „Create, delete and update user“ legst du fest, welche Änderungen eine Genehmigung brauchen. Bis du sie genehmigst, kommt hier nichts an.
guide-6 = Gehe zurück zum Tab „Configuration“ und aktiviere die API-Verbindung.
guide-people-title = Benutzer hinzufügen
guide-people-existing = Hast du die Benutzer in OneLogin schon angelegt, weise ihnen nur die Rolle der SCIM-App zu. Sonst gehst du so vor:
guide-people-1 = Öffne „Users → New User“ (Neuer Benutzer) und fülle die Felder aus.
guide-people-2 = Öffne den Tab „Applications“ und setze die „Default Role“ für den Benutzer.
guide-people-3 = Klicke auf „Pending“ und genehmige „Provisioner“.
guide-people-done = Die Person erhält sofort ihre Einladung und steht in der

## Protokoll
log-title = Protokoll
log-lead = Was dein Identity Provider über diese Verbindung ({ $method }) geschickt hat und was daraus wurde. Anfragen bleiben 30 Tage, Passwörter und Tokens stehen nie darin.
log-open = Protokoll
log-all = Protokoll
log-search = Person oder Referenz
log-search-hint = Anfang von Name oder E-Mail-Adresse
log-outcome = Ergebnis
log-outcome-fine = Angenommen
log-outcome-refused = Abgelehnt
log-outcome-failed = Fehlgeschlagen
log-outcome-unchanged = Unverändert
log-operation = Art
log-changes = Nur Änderungen
log-time = Zeitraum
log-time-hour = letzte Stunde
log-time-day = letzte 24 Stunden
log-time-week = letzte 7 Tage
log-time-all = 30 Tage
log-go = Anzeigen
log-reset = Alle anzeigen
log-column-request = Anfrage
log-column-when = Zeitpunkt
log-column-took = Dauer
log-took = { $ms } ms
log-empty-title = Noch keine Anfrage
log-empty-text = Sobald sich dein Identity Provider meldet, steht hier jede Anfrage mit ihrem Ergebnis.
log-none-title = Keine Treffer
log-none-text = Keine Anfrage passt zu dieser Auswahl.
log-newest = Neueste
log-older = Ältere
log-shown = { $n ->
    [one] 1 Anfrage
   *[other] { $n } Anfragen
}
log-troubles = Abgelehnt in den letzten 24 Stunden
log-trouble = { $n ->
    [one] 1 Anfrage: { $cause }
   *[other] { $n } Anfragen: { $cause }
}
log-only-cause = Nur: { $cause }
log-results = { $n ->
    [one] 1 Treffer
   *[other] { $n } Treffer
}
log-export-csv = Als CSV
log-export-json = Als JSON
log-op-list = { $what } suchen
log-op-read = { $what } lesen
log-op-create = { $what } anlegen
log-op-replace = { $what } ersetzen
log-op-change = { $what } ändern
log-op-delete = { $what } löschen
log-op-bulk = Sammelanfrage
log-op-discovery = Beschreibung lesen
log-op-other = Andere Anfrage
log-kind-person = Person
log-kind-group = Gruppe
log-kind-entry = Eintrag
log-facts = Angaben
log-detail-text = Wortlaut der Antwort
log-status = Status
log-person = Person
log-person-all = Alle Anfragen zu dieser Person
log-client = Absender
log-ip = IP-Adresse
log-call = Aufruf
log-token = Token
log-reference = Referenz
log-asked = Geschickt
log-answered = Geantwortet
log-no-body = Ohne Inhalt.
log-not-kept = { $size } Bytes. Der Inhalt ist nicht gespeichert: Er ist zu groß, nur gelesen oder nicht lesbar und könnte ein Geheimnis enthalten.
log-support = Für Support kopieren
log-support-text = Diese Angaben helfen unserem Support; sie enthalten kein Geheimnis.
log-gone-title = Diese Anfrage ist nicht mehr da
log-gone-text = Anfragen bleiben 30 Tage. Neue stehen nach spätestens einer Sekunde hier.
log-arrived-last = Zuletzt: { $names }
rehearsal-title = Verbindung testen
rehearsal-lead = Wir spielen deinen Identity Provider: Eine Testperson wird über deine SCIM Base URL angelegt, gefunden, geändert, deaktiviert und gelöscht. Sie bekommt keine Mail, kostet keine Lizenz und erscheint nirgends.
rehearsal-speaker = Sprechen wie
rehearsal-start = Test starten
rehearsal-again = Noch einmal testen
rehearsal-fine = { $n ->
    [one] { $who }: 1 Schritt ging gut
   *[other] { $who }: { $n } Schritte gingen gut
}
rehearsal-failed = { $n ->
    [one] { $who }: 1 Schritt ging schief
   *[other] { $who }: { $n } Schritte gingen schief
}
rehearsal-nothing-stays = Von der Testperson ist nichts übrig. Die Schritte stehen als Verbindungstest im Protokoll.
rehearsal-under-way = Ein Test läuft schon
rehearsal-under-way-text = Warte einen Moment und starte ihn dann noch einmal.
rehearsal-not-asked = Der Test kam nicht zustande
rehearsal-not-asked-text = Deine SCIM Base URL war von hier aus nicht zu benutzen. Der Grund im Wortlaut:
rehearsal-steps = Schritte
rehearsal-step-column = Schritt
rehearsal-step-fine = Gut
rehearsal-step-failed = Schiefgegangen
rehearsal-step-skipped = Ausgelassen
rehearsal-why-lacks = { $what ->
    [patch] Laut Dienst gibt es kein PATCH
    [filter] Laut Dienst gibt es keine Filter
    [sort] Laut Dienst gibt es keine Sortierung
    [etag] Laut Dienst gibt es keine ETags
   *[groups] Laut Dienst gibt es keine Gruppen
}
rehearsal-why-not-given = Kein Schritt davor hat „{ $name }“ geliefert
rehearsal-why-no-answer = Keine lesbare Antwort
rehearsal-why-status = Status { $found } statt { $wanted }
rehearsal-why-redirect = Status { $found } statt { $wanted }; die Antwort verweist auf { $target }, wohin das Token nicht geht
rehearsal-why-or = { $some } oder { $one }
rehearsal-why-media-type = Content-Type „{ $found }“ statt application/scim+json
rehearsal-why-no-json = Der Inhalt ist kein JSON
rehearsal-why-no-scim-error = Der Inhalt ist keine Fehlermeldung von SCIM (RFC 7644 3.12): schemas nennt sie nicht
rehearsal-why-error-status = Im Fehler steht der Status { $found } statt "{ $wanted }"
rehearsal-why-keyword = scimType „{ $found }“ statt { $wanted }
rehearsal-why-header = Header { $name }
rehearsal-why-value = { $at } ist { $found } statt { $wanted }
rehearsal-why-kind = { $wanted ->
    [text] { $at } ist { $found }, kein Text
    [boolean] { $at } ist { $found }, nicht true oder false
    [integer] { $at } ist { $found }, keine ganze Zahl
    [list] { $at } ist { $found }, keine Liste
   *[absent] { $at } ist { $found } und sollte fehlen
}
rehearsal-why-holds-no = { $at } enthält nichts mit { $wanted }
rehearsal-why-still-holds = { $at } enthält noch etwas mit { $unwanted }
rehearsal-why-too-many = { $at } ist { $found }, mehr als { $most }
rehearsal-badge = Verbindungstest
rehearsal-step = Diese Anfrage war ein Schritt von „Verbindung testen“. Nichts davon ist geblieben.
log-last-try = Letzter Versuch { $at }: { $cause }
cause-token-missing = Kein Token mitgeschickt
fix-token-missing = Die Anfrage kam ohne SCIM Access Token an. Es gehört in das Feld für das Token; der Identity Provider schickt es dann als „Authorization: Bearer“.
cause-token-malformed = Token unvollständig
fix-token-malformed = Was mitgeschickt wurde, ist kein SCIM Access Token von uns: Oft fehlt beim Einfügen der Anfang oder das Ende. Füge das gespeicherte Token noch einmal vollständig ein, ohne „Bearer“ davor und ohne Leerzeichen.
cause-token-unknown = Token unbekannt
fix-token-unknown = Dieses Token hat nie zu deinem Konto gehört. Trage das Token ein, das beim Aktivieren angezeigt wurde. Hast du es nicht mehr, wähle auf der SCIM-Seite „Token verlegt?“.
cause-token-revoked = Token widerrufen
fix-token-revoked = Der Identity Provider benutzt noch ein Token, das widerrufen ist. Trage das aktuelle SCIM Access Token ein oder generiere auf der SCIM-Seite ein neues.
cause-token-expired = Token abgelaufen
fix-token-expired = Die Gültigkeit dieses Tokens ist vorbei. Generiere auf der SCIM-Seite ein neues und trage es ein.
cause-token-of-other-connection = Token einer anderen Verbindung
fix-token-of-other-connection = Das Token ist gültig, gehört aber zu einer anderen SCIM-Verbindung deines Kontos. SCIM Base URL und SCIM Access Token müssen von derselben Verbindung stammen.
cause-too-many-bad-tokens = Zu viele falsche Tokens
fix-too-many-bad-tokens = Von dieser Adresse kamen kurz hintereinander viele Anfragen mit falschem Token. Trage das richtige Token ein; nach einer Minute wird wieder geprüft.
cause-too-many-requests = Zu viele Anfragen auf einmal
fix-too-many-requests = Der Identity Provider war schneller, als ein Token darf. Er wiederholt die Anfrage von selbst nach der Zeit, die wir ihm nennen; du musst nichts tun.
cause-not-premium = Konto ohne Premium
fix-not-premium = SCIM gibt es ausschließlich mit Premium. Wechsle auf der SCIM-Seite den Tarif; danach werden Anfragen wieder angenommen.
cause-no-automatic-licences = Automatische Anpassung der Lizenzen ist aus
fix-no-automatic-licences = Schalte unter Lizenzen die automatische Anpassung ein; danach werden Anfragen wieder angenommen.
cause-paused = Verbindung pausiert
fix-paused = Die Verwaltung hat diese Verbindung pausiert. Setze sie auf der SCIM-Seite fort; danach werden Anfragen wieder angenommen.
cause-no-endpoint = Adresse gibt es nicht
fix-no-endpoint = Unter dieser Adresse antwortet SCIM nicht. Trage die SCIM Base URL genau so ein, wie sie auf der SCIM-Seite steht, ohne „/Users“ am Ende.
cause-bad-method = Methode wird hier nicht angenommen
fix-bad-method = Der Identity Provider hat eine Methode benutzt, die es an dieser Adresse nicht gibt. Meist ist die SCIM Base URL zu lang oder zu kurz eingetragen.
cause-not-there = Nicht gefunden
fix-not-there = Diese Verbindung verwaltet niemanden und nichts mit dieser id. Wurde die Person hier entfernt, legt der Identity Provider sie beim nächsten Abgleich neu an, sobald du sie dort neu zuweist.
cause-discovery-filtered = Filter an dieser Stelle nicht möglich
fix-discovery-filtered = Die Beschreibung der Schnittstelle kann nicht gefiltert werden. Das stört den Abgleich nicht.
cause-me-unsupported = „/Me“ gibt es nicht
fix-me-unsupported = Ein SCIM Access Token gehört zu einer Verbindung, nicht zu einer Person. Stelle den Verbindungstest deines Identity Providers auf „/Users“ oder „/ServiceProviderConfig“.
cause-too-large = Anfrage zu groß
fix-too-large = Der Inhalt ist größer als erlaubt. Stelle den Identity Provider so ein, dass er weniger Einträge je Anfrage schickt.
cause-media-type = Falscher Inhaltstyp
fix-media-type = Der Inhalt muss als „application/scim+json“ oder „application/json“ geschickt werden. Das stellst du in eigenen Headern oder Vorlagen des Identity Providers ein.
cause-not-acceptable = Keine Antwort in diesem Format
fix-not-acceptable = Der Header „Accept“ lässt JSON nicht zu. Er muss „application/scim+json“ oder „application/json“ nennen oder ganz fehlen. Das stellst du in eigenen Headern oder Vorlagen des Identity Providers ein.
cause-invalid-syntax = Inhalt nicht lesbar
fix-invalid-syntax = Was der Identity Provider geschickt hat, ist kein gültiges SCIM. Wenn du eine eigene JSON-Vorlage benutzt, fehlt darin oft ein Komma oder eine Klammer; der Wortlaut unten nennt die Stelle.
cause-changed-meanwhile = Inzwischen geändert
fix-changed-meanwhile = Jemand anderes hat den Eintrag zur selben Zeit geändert. Der Identity Provider liest ihn neu und versucht es noch einmal.
cause-email-missing = E-Mail-Adresse fehlt
fix-email-missing = Ohne E-Mail-Adresse können wir niemanden einladen. Ordne „emails“ oder „userName“ die E-Mail-Adresse der Person zu.
cause-email-invalid = E-Mail-Adresse ungültig
fix-email-invalid = Die geschickte E-Mail-Adresse ist keine. Berichtige sie bei der Person im Identity Provider oder ordne „emails“ das richtige Feld zu.
cause-attribute-missing = Pflichtangabe fehlt
fix-attribute-missing = Ein Attribut, das es geben muss, fehlt oder ist leer; der Wortlaut unten nennt es. Fülle das Feld bei der Person aus oder ergänze die Zuordnung.
cause-value-invalid = Wert passt nicht
fix-value-invalid = Ein Wert passt nicht zu seinem Attribut; der Wortlaut unten nennt es. Ändere den Wert bei der Person oder die Zuordnung.
cause-member-unknown = Mitglied unbekannt
fix-member-unknown = Der Gruppe sollte jemand beitreten, den diese Verbindung nicht verwaltet. Weise die Person zuerst der App zu; danach kann sie Mitglied werden.
cause-group-nested = Gruppe in einer Gruppe
fix-group-nested = Eine Gruppe kann hier nicht Mitglied einer Gruppe sein. Weise die Personen der inneren Gruppe direkt zu.
cause-filter-invalid = Suche nicht verstanden
fix-filter-invalid = Der Identity Provider hat nach etwas gesucht, das es so nicht gibt. Stelle als Attribut zum Abgleich „userName“ oder „externalId“ ein.
cause-filter-too-expensive = Suche dauert zu lange
fix-filter-too-expensive = Diese Suche geht durch zu viele Personen. Stelle als Attribut zum Abgleich „userName“ oder „externalId“ ein; danach wird sofort gefunden.
cause-cursor-invalid = Blättern abgebrochen
fix-cursor-invalid = Der Identity Provider wollte eine Liste an einer Stelle fortsetzen, die nicht zu dieser Suche gehört. Er fängt beim nächsten Abgleich von vorn an.
cause-cursor-expired = Blättern zu spät fortgesetzt
fix-cursor-expired = Zwischen zwei Seiten einer Liste verging zu viel Zeit. Der Identity Provider fängt beim nächsten Abgleich von vorn an.
cause-count-invalid = Seitengröße passt nicht
fix-count-invalid = Die gewünschte Zahl von Einträgen je Seite liegt außerhalb des Erlaubten. Stelle im Identity Provider höchstens 200 ein.
cause-path-invalid = Attribut gibt es nicht
fix-path-invalid = Der Identity Provider wollte ein Attribut ändern, das es hier nicht gibt; der Wortlaut unten nennt es. Entferne es aus der Zuordnung oder lege es als eigenes Attribut an.
cause-no-target = Nichts zu ändern
fix-no-target = Die Änderung meint einen Wert, den die Person nicht hat, zum Beispiel eine zweite Adresse. Prüfe die Zuordnung von Listen wie „emails“ und „phoneNumbers“.
cause-immutable = Attribut lässt sich nicht ändern
fix-immutable = Dieses Attribut legen wir selbst fest. Entferne es aus der Zuordnung.
cause-last-administrator = Letzter Administrator geschützt
fix-last-administrator = Die Person ist der letzte Administrator deines Kontos und behält deshalb ihren Zugang. Gib in der Nutzerverwaltung zuerst jemand anderem das Recht „Administrator“.
cause-already-managed = Person gibt es schon
fix-already-managed = Diese Verbindung verwaltet schon eine Person mit diesem Benutzernamen oder dieser E-Mail-Adresse. Suche im Identity Provider nach einem doppelten Eintrag und entferne einen.
cause-another-external-id = Benutzername gehörte jemand anderem
fix-another-external-id = Eine deaktivierte Person hat diesen Benutzernamen, aber eine andere externe Kennung. Aktiviere sie im Identity Provider wieder oder lösche sie dort endgültig; dann ist der Name frei.
cause-managed-elsewhere = Von anderer Verbindung verwaltet
fix-managed-elsewhere = Die Person wird von einer anderen SCIM-Verbindung deines Kontos verwaltet. Weise sie nur einer der beiden Apps zu.
cause-link-another-address = Meldet sich mit anderer Adresse an
fix-link-another-address = Die Person wurde von Hand eingeladen und meldet sich mit einer anderen E-Mail-Adresse an. Deshalb wird sie nicht verknüpft. Gleiche die Adressen an oder entferne die Person in der Nutzerverwaltung.
cause-link-not-confirmed = Einladung noch nicht angenommen
fix-link-not-confirmed = Die Person wurde von Hand eingeladen und hat noch nicht angenommen. Danach wird sie von selbst verknüpft. Soll SCIM sie neu anlegen, ziehe die Einladung in der Nutzerverwaltung zurück.
cause-link-not-active = Person ohne Zugang
fix-link-not-active = Die Person wurde von Hand eingeladen und hat keinen Zugang mehr. Entscheide in der Nutzerverwaltung, ob sie wieder Zugang bekommt oder entfernt wird.
cause-link-privileged = Wartet auf deine Entscheidung
fix-link-privileged = Die Person ist Administrator oder Projektmanager und wird nie von selbst verknüpft. Entscheide auf der SCIM-Seite; der Identity Provider versucht es danach wieder.
cause-link-asked = Wartet auf deine Entscheidung
fix-link-asked = Diese Verbindung fragt nach, bevor sie jemanden verknüpft, den es schon gibt. Entscheide auf der SCIM-Seite; der Identity Provider versucht es danach wieder.
cause-link-declined = Verknüpfung abgelehnt
fix-link-declined = Ein Admin hat abgelehnt, diese Person zu verknüpfen. Du kannst das auf der SCIM-Seite ändern oder die Zuweisung im Identity Provider zurücknehmen.
cause-external-id-taken = Externe Kennung vergeben
fix-external-id-taken = Eine andere Person hat schon diese externe Kennung („externalId“). Ordne ihr ein Feld zu, das bei jeder Person anders ist.
cause-value-taken = Name oder Adresse vergeben
fix-value-taken = Benutzername, E-Mail-Adresse oder externe Kennung gehören schon jemand anderem in deinem Konto. Suche im Identity Provider nach einem doppelten Eintrag.
cause-group-taken = Gruppe gibt es schon
fix-group-taken = Diese Verbindung verwaltet schon eine Gruppe mit diesem Namen oder dieser Kennung. Benenne eine der beiden im Identity Provider um.
cause-bulk-reference = Abhängige Anfrage fehlgeschlagen
fix-bulk-reference = Eine andere Änderung derselben Sammelanfrage wurde abgelehnt, auf die sich diese bezieht. Behebe zuerst jene.
cause-failed = Fehler bei uns
fix-failed = Das war unser Fehler, nicht deiner. Der Identity Provider versucht es später wieder. Bleibt es dabei, kopiere die Angaben unten für den Support.
cause-unavailable = Kurz nicht erreichbar
fix-unavailable = Der Dienst war für einen Moment nicht bereit. Der Identity Provider wiederholt die Anfrage von selbst.
where-token-onelogin = In OneLogin: „Applications → deine App → Configuration → SCIM Bearer Token“, dann „Save“ und die API-Verbindung neu aktivieren.
where-token-okta = In Okta: „Applications → deine App → Provisioning → Integration → Edit → API Token“, dann „Test API Credentials“.
where-token-entra = In Entra ID: „Unternehmensanwendungen → deine App → Bereitstellung → Administratoranmeldeinformationen → Geheimes Token“, dann „Verbindung testen“.
where-token-other = In deinem Identity Provider steht es bei der Bereitstellung (Provisioning) der App, im Feld für Token oder „Bearer Token“.
where-base-onelogin = In OneLogin: „Applications → deine App → Configuration → SCIM Base URL“.
where-base-okta = In Okta: „Applications → deine App → Provisioning → Integration → Base URL“.
where-base-entra = In Entra ID: „Unternehmensanwendungen → deine App → Bereitstellung → Mandanten-URL“.
where-base-other = In deinem Identity Provider heißt das Feld „SCIM URL“, „Base URL“ oder „Endpoint“.
where-mapping-onelogin = In OneLogin: „Applications → deine App → Parameters“ und die Vorlage unter „Configuration → SCIM JSON Template“.
where-mapping-okta = In Okta: „Applications → deine App → Provisioning → To App → Attribute Mappings“.
where-mapping-entra = In Entra ID: „Unternehmensanwendungen → deine App → Bereitstellung → Zuordnungen“.
where-mapping-other = In deinem Identity Provider heißt das „Attribute Mapping“ oder „Zuordnung der Attribute“.
where-person-onelogin = In OneLogin: „Users → die Person → Applications“; offene Änderungen stehen unter „Applications → deine App → Users → Pending“.
where-person-okta = In Okta: „Applications → deine App → Assignments“.
where-person-entra = In Entra ID: „Unternehmensanwendungen → deine App → Benutzer und Gruppen“.
where-person-other = In deinem Identity Provider findest du das bei den Zuweisungen der App.
where-retry-onelogin = In OneLogin wiederholst du die Anfrage unter „Applications → deine App → Users“: „Failed“ anklicken, dann „Retry“.
where-retry-okta = In Okta wiederholst du die Anfrage unter „Dashboard → Tasks“ mit „Retry Selected“.
where-retry-entra = Entra ID versucht es beim nächsten Zyklus (alle 40 Minuten) wieder; sofort geht es mit „Bei Bedarf bereitstellen“.
where-retry-other = Dein Identity Provider versucht es beim nächsten Abgleich wieder.

## Anmeldung über Identity Provider

provider-company = deinem Firmen-Login
provider-generic = dem Identity Provider
company-title = Mit Firmen-Login anmelden
company-lead = Du wirst zur Anmeldung deines Unternehmens weitergeleitet.
company-field = Kurzname oder Domain deines Unternehmens
company-hint = Deine E-Mail-Adresse genügt, wenn dein Unternehmen seine Domain eingetragen hat. Der Kurzname steht in der Anleitung, die du von deinen Admins bekommen hast, z. B. beispiel-gmbh.
company-unknown = Unter diesem Namen ist kein Firmen-Login eingerichtet. Frag die Admins deines Unternehmens.
departure-title = Weiter zu { $provider }
departure-text = Du verlässt { $brand } und kommst nach der Anmeldung bei { $provider } hierher zurück.
departure-go = Weiter zu { $provider }
provider-failed-title = Die Anmeldung hat nicht geklappt
provider-cancelled-title = Anmeldung abgebrochen
provider-cancelled-text = Du hast die Anmeldung bei { $provider } abgebrochen. Es ist nichts passiert.
provider-stale-text = Diese Anmeldung ist abgelaufen, wurde schon benutzt oder in einem anderen Browser begonnen. Bitte fang noch einmal an.
provider-unreachable-text = Von { $provider } kam keine brauchbare Antwort. Versuche es in ein paar Minuten noch einmal.
provider-not-set-up-text = Die Anmeldung mit { $provider } ist hier nicht eingerichtet.
provider-declined-text = Von { $provider } kam statt einer Anmeldung ein Fehler zurück: { $code }. Frag die Admins deines Unternehmens.
provider-refused-text = Die Antwort von { $provider } war nicht glaubwürdig, deshalb haben wir sie abgelehnt. Bitte fang noch einmal an. Passiert es wieder, wende dich an das Support-Team.
provider-not-lasting-text = In der Antwort von { $provider } steht keine Kennung, die für immer zu dir gehört (NameID im Format „persistent“). Die Admins deines Unternehmens können in den Anmeldemethoden ein Attribut dafür wählen.
provider-unknown-text = Du hast dich bei { $provider } als { $address } angemeldet. Damit kommt hier niemand hinein. Bist du eingeladen, dann öffne zuerst den Link in deiner Einladung; sonst frag die Admins deines Unternehmens.
provider-unknown-nameless = Mit dieser Anmeldung bei { $provider } kommt hier niemand hinein. Bist du eingeladen, dann öffne zuerst den Link in deiner Einladung; sonst frag die Admins deines Unternehmens.
provider-mismatch-title = Anderes Konto
provider-other-address = Du hast dich bei { $provider } als { $said } angemeldet, die Einladung gilt für { $invited }.
provider-no-address = Von { $provider } kam keine E-Mail-Adresse. Die Einladung gilt für { $invited }, deshalb brauchen wir sie einmal zum Vergleich. Frag die Admins deines Unternehmens.
provider-not-verified = Laut { $provider } ist nicht bestätigt, dass { $said } deine Adresse ist. Bestätige sie dort und versuche es dann noch einmal.
provider-somebody-else = Mit diesem Konto bei { $provider } meldet sich in deinem Unternehmen schon jemand anderes an.
provider-invitation-stays = Die Einladung gilt weiter.
provider-choose-other = Anderes Konto wählen
provider-tested-title = Die Anmeldung funktioniert
provider-tested-text = Dein Identity Provider hat geantwortet, und die Antwort ist gültig. Das hat er über dich gesagt:
provider-tested-no-address = Es fehlt die E-Mail-Adresse
provider-tested-no-address-text = Ohne den Claim „email“ kann niemand eine Einladung annehmen. Gib ihn in deinem Identity Provider für diese Anwendung frei.
provider-tested-back = Zurück zur Einrichtung
setup-saved = Gespeichert.
setup-not-yet = Danke für die Bestätigung. Deine Eingaben sind noch da (nur ein Secret gibst du noch einmal ein), gespeichert ist noch nichts: Klicke noch einmal auf „Speichern“.
setup-last-of-admins = Nichts geändert: Danach könnte sich kein Admin mehr anmelden. Richte als Admin zuerst in deinem Profil eine andere Anmeldemethode ein.
oidc-setup-title = Eigener OpenID-Provider
oidc-setup-lead = OneLogin, Okta, Entra ID, Keycloak und andere: Lege dort eine Web-Anwendung mit OpenID Connect an und trage ihre Daten hier ein.
oidc-redirect-uri = Redirect-URI (Callback)
oidc-redirect-hint = Trage diese Adresse in der Anwendung deines Identity Providers ein.
oidc-issuer = Issuer
oidc-issuer-hint = So, wie ihn dein Identity Provider nennt, z. B. https://beispiel.onelogin.com/oidc/2
oidc-issuer-wrong = Der Issuer ist eine Adresse wie https://beispiel.onelogin.com/oidc/2, ohne „?“ und „#“.
oidc-client-id = Client-ID
oidc-client-id-missing = Trage die Client-ID deiner Anwendung ein.
oidc-client-secret = Client-Secret
oidc-client-secret-hint = Wir speichern es verschlüsselt und zeigen es nicht wieder an.
oidc-secret-kept = Es ist gespeichert. Lass das Feld leer, wenn es bleiben soll.
oidc-client-secret-missing = Trage das Client-Secret deiner Anwendung ein.
oidc-client-secret-again = Zum neuen Issuer gehört ein neues Client-Secret.
oidc-short-name = Kurzname deines Unternehmens
oidc-short-name-hint = Damit melden sich deine Leute über „Mit Firmen-Login“ an: 2 bis 40 Zeichen aus a–z, 0–9 und Bindestrich.
oidc-short-name-wrong = Der Kurzname hat 2 bis 40 Zeichen aus a–z, 0–9 und einzelnen Bindestrichen dazwischen.
oidc-short-name-taken = Dieser Kurzname ist schon vergeben.
oidc-unreachable = Der Identity Provider war nicht erreichbar oder antwortete nicht wie ein OpenID-Provider. Es wurde nichts gespeichert.
oidc-test-title = Anmeldung testen
oidc-test-text = Du meldest dich einmal bei deinem Identity Provider an und siehst, was er über dich sagt. Sonst ändert sich nichts.
oidc-tested = Zuletzt erfolgreich getestet: { $at }
oidc-untested = Noch nicht getestet.
oidc-test = Anmeldung testen

## SAML
saml-setup-title = SAML
saml-setup-lead = Entra ID, Okta, OneLogin, Shibboleth und andere: Lege dort eine Anwendung mit SAML 2.0 an und bring die Metadaten beider Seiten zusammen.
saml-ours = Für deinen Identity Provider
saml-ours-text = Trage diese beiden Adressen in der Anwendung deines Identity Providers ein oder lade unsere Metadaten dort hoch.
saml-acs = ACS-URL (Assertion Consumer Service)
saml-entity-id = Entity-ID (Audience)
saml-signed-hint = Die Assertion selbst muss mit SHA-256 oder stärker signiert und darf nicht verschlüsselt sein.
saml-metadata-download = Metadaten herunterladen
saml-theirs = Von deinem Identity Provider
saml-metadata-url = Adresse der Metadaten
saml-metadata-url-hint = So, wie dein Identity Provider sie nennt. Wir lesen sie einmal, beim Speichern.
saml-metadata-kept = Die Metadaten sind gespeichert. Lass beide Felder leer, wenn sie bleiben sollen.
saml-metadata = Metadaten als XML
saml-metadata-hint = Statt der Adresse: der Inhalt der Datei.
saml-metadata-missing = Gib die Adresse der Metadaten an oder füge sie als XML ein.
saml-metadata-no-xml = Das ist kein XML, oder es enthält eine Dokumenttyp-Deklaration.
saml-metadata-no-provider = Das sind nicht die Metadaten genau eines Identity Providers für SAML 2.0.
saml-metadata-no-address = In den Metadaten fehlt eine Anmeldeadresse für HTTP-Redirect.
saml-metadata-no-certificate = In den Metadaten fehlt ein Zertifikat, mit dem wir Signaturen prüfen können.
saml-address-wrong = Zu der Anmeldeadresse in den Metadaten führen wir niemanden ({ $why }).
saml-unreachable = Unter dieser Adresse kamen keine Metadaten ({ $why }). Es wurde nichts gespeichert.
saml-subject = Attribut mit der dauerhaften Kennung
saml-subject-hint = Leer: die NameID im Format „persistent“. Sonst der Name eines Attributs, das sich für eine Person nie ändert, z. B. http://schemas.microsoft.com/identity/claims/objectidentifier. Änderst du es später, braucht jede Person eine neue Einladung.
saml-email = Attribut mit der E-Mail-Adresse
saml-email-hint = Leer: die NameID im Format „emailAddress“ oder ein Attribut mit üblichem Namen. Wir brauchen sie einmal, zum Vergleich mit der Einladung.
saml-attribute-wrong = Der Name eines Attributs hat höchstens 255 Zeichen.
saml-their-entity-id = Entity-ID deines Identity Providers
saml-their-address = Anmeldeadresse
saml-their-certificates = Zertifikate (SHA-256)
saml-tested-no-address = Ohne die Adresse kann niemand eine Einladung annehmen. Gib sie in deinem Identity Provider als Attribut frei oder nenne hier das Attribut, in dem sie steht.
microsoft-setup-title = Microsoft einrichten
microsoft-setup-lead = Nur Konten aus eurem eigenen Verzeichnis (Microsoft Entra ID) dürfen sich anmelden.
microsoft-tenant = Verzeichnis-ID (Mandanten-ID)
microsoft-tenant-hint = Du findest sie im Microsoft Entra Admin Center unter „Übersicht“, z. B. 8f2c1d34-5b6a-4c7d-9e80-112233445566
microsoft-tenant-wrong = Die Verzeichnis-ID hat die Form 8f2c1d34-5b6a-4c7d-9e80-112233445566.

## Lizenzen

licences-total = { $n ->
    [one] Du hast { $n } Lizenz.
   *[other] Du hast { $n } Lizenzen.
}
licences-figures = Lizenzen in Zahlen
licences-used = In Benutzung
licences-reserved = Für Einladungen reserviert
licences-free = Frei
licences-explained = Eine Lizenz braucht, wer App-Nutzer ist und eingeladen oder aktiv ist.
automate = Automatisieren
automatic-title = Automatische Anpassung der Lizenzen
automatic-on-text = Jede neue Person erhöht deine Lizenzen um 1; wer geht, gibt seine Lizenz zurück.
automatic-off-state = Die Zahl deiner Lizenzen bleibt, wie sie ist. SCIM braucht die automatische Anpassung.
automatic-confirm-title = Automatische Anpassung einschalten?
automatic-cost = Jede neue Person erhöht deine Lizenzen um 1, anteilig berechnet ab dem Tag der Einladung. Wird eine Person deaktiviert oder entfernt, sinkt die Zahl wieder.
automatic-confirm = Einschalten
automatic-is-on = Die automatische Anpassung der Lizenzen ist eingeschaltet.
automatic-is-off = Die automatische Anpassung der Lizenzen ist ausgeschaltet.
automatic-switch-off = Ausschalten
automatic-off-title = Automatische Anpassung ausschalten?
automatic-off-text = Die Zahl deiner Lizenzen bleibt dann auf dem Stand von heute.
automatic-off-confirm = Ausschalten
automatic-blocked-title = Bleibt eingeschaltet, solange SCIM aktiv ist
automatic-blocked-text = SCIM braucht die automatische Anpassung der Lizenzen. Um sie auszuschalten, pausiere zuerst die Verbindung unter SCIM → Einstellungen.
ledger-title = Verlauf
ledger-empty-title = Noch keine Änderung
ledger-empty-text = Sobald sich deine Lizenzen ändern, steht hier, wann, warum und durch wen.
ledger-when = Zeitpunkt
ledger-cause = Grund
ledger-in-use = Belegt
ledger-by = Durch
cause-invited = Person eingeladen
cause-invitation-renewed = Einladung erneuert
cause-reactivated = Person wieder aktiviert
cause-deactivated = Person deaktiviert
cause-removed = Person entfernt
cause-invitation-expired = Einladung abgelaufen
cause-invitation-revoked = Einladung zurückgezogen
cause-removal-held = Entfernung wartet auf Bestätigung
cause-right-given = Recht App-Nutzer gegeben
cause-right-taken = Recht App-Nutzer genommen
cause-adjustment-switched = Automatische Anpassung umgeschaltet
licences-change-title = Lizenzen hinzufügen oder kündigen
licences-change-text = { $free ->
    [0] Zurzeit ist keine Lizenz frei.
    [one] Zurzeit ist { $free } Lizenz frei.
   *[other] Zurzeit sind { $free } Lizenzen frei.
} Bevor etwas geschieht, siehst du den Preis.
licences-change-number = Anzahl
licences-add = Lizenzen hinzufügen
licences-cancel = Lizenzen kündigen
licences-add-title = { $n ->
    [one] { $n } Lizenz hinzufügen?
   *[other] { $n } Lizenzen hinzufügen?
}
licences-add-confirm = { $n ->
    [one] { $n } Lizenz kaufen
   *[other] { $n } Lizenzen kaufen
}
licences-cancel-title = { $n ->
    [one] { $n } Lizenz kündigen?
   *[other] { $n } Lizenzen kündigen?
}
licences-cancel-confirm = { $n ->
    [one] { $n } Lizenz jetzt kündigen
   *[other] { $n } Lizenzen jetzt kündigen
}
licences-terms-share = { $n } × { $unit } im Monat, anteilig für { $left } von { $days } Tagen
billing-tax = { $percent } % USt.
licences-terms-credit-used = Mit Guthaben verrechnet
licences-terms-credit-gained = Gutschrift auf dein Guthaben
licences-terms-due = Auf der nächsten Rechnung
licences-terms-after = Lizenzen danach
licences-added = { $n ->
    [one] { $n } Lizenz ist hinzugefügt.
   *[other] { $n } Lizenzen sind hinzugefügt.
}
licences-cancelled = { $n ->
    [one] { $n } Lizenz ist gekündigt. Die Gutschrift steht in deinem Guthaben.
   *[other] { $n } Lizenzen sind gekündigt. Die Gutschrift steht in deinem Guthaben.
}
licences-changed-title = Die Zahl deiner Lizenzen ist inzwischen eine andere
licences-changed-text = Jemand hat sie geändert, oder du hast das Formular zweimal gesendet. Es wurde nichts weiter gekauft oder gekündigt. Prüfe die Zahl und beginne bei Bedarf neu.
licences-are-automatic = Die Zahl passt sich automatisch an; von Hand ist nichts zu ändern.
licences-not-a-number = Gib eine ganze Zahl von 1 bis 1.000.000 ein.
licences-in-use = { $n ->
    [one] Weniger geht nicht: { $n } Lizenz ist belegt oder reserviert.
   *[other] Weniger geht nicht: { $n } Lizenzen sind belegt oder reserviert.
}
automatic-price = Eine neue Person kostet von heute bis zum Monatsende { $today } und danach { $unit } im Monat, jeweils zuzüglich Umsatzsteuer.
billing-test = Testabrechnung
billing-test-text = Testabrechnung: Alle Preise sind Beispiele, und niemandem wird etwas berechnet.
limits-title = Grenze und Warnung
limits-text = Die Grenze hält die automatische Anpassung an: Aus dem Identity Provider warten Personen dann auf eine Lizenz, von Hand wird niemand mehr eingeladen. Die Warnung zeigt dir rechtzeitig, dass sie näher kommt.
limits-limit = Höchstens so viele Lizenzen
limits-limit-hint = Leer: keine Grenze.
limits-warning = Warnen ab so vielen Lizenzen
limits-warning-hint = Leer: keine Warnung.
limits-crossed = Die Warnung darf nicht über der Grenze liegen.
limits-set = Grenze und Warnung sind gespeichert.
limits-reached = { $n ->
    [one] Die Grenze von { $n } Lizenz ist erreicht
   *[other] Die Grenze von { $n } Lizenzen ist erreicht
}
limits-reached-text = { $n ->
    [one] { $n } Person wartet auf eine Lizenz. Erhöhe die Grenze, oder gib eine Lizenz frei.
   *[other] { $n } Personen warten auf eine Lizenz. Erhöhe die Grenze, oder gib Lizenzen frei.
}
limits-warned = Die Warnschwelle von { $n } Lizenzen ist erreicht
limits-warned-text = Neue Personen bekommen weiter eine Lizenz. Du kannst Grenze und Warnung auf dieser Seite ändern.
licences-chart-title = Die letzten 90 Tage
licences-chart-spoken = Belegte Lizenzen: { $from } am { $first }, { $to } am { $last }, höchstens { $most }. Die Tabelle darunter nennt jeden Tag mit einer Änderung.
licences-chart-most = höchstens { $n }
licences-chart-legend = Fläche: belegt oder reserviert. Gestrichelte Linie: Lizenzen insgesamt.
licences-chart-table = Als Tabelle
licences-day = Tag
licences-taken = Belegt oder reserviert
licences-file = lizenzen
ledger-request = { $cause }: Einträge dieser Anfrage im Protokoll
cause-bought = Lizenzen hinzugefügt
cause-plan-chosen = Tarif gewählt
cause-cancelled = Lizenzen gekündigt
cause-limit-reached = Grenze erreicht: Person wartet
cause-seat-granted = Lizenz für eine wartende Person

## Anmeldemethoden

methods-lead = Womit sich die Personen deines Kontos anmelden und wie sie eingeladen werden.
methods-back-to-scim = Zurück zu SCIM
method-enable = Einschalten
method-disable = Ausschalten
method-enable-named = { $method } einschalten
method-disable-named = { $method } ausschalten
method-switched-on = { $method } ist eingeschaltet.
method-switched-off = { $method } ist ausgeschaltet.
method-last = Bleibt eingeschaltet: Es ist die letzte Methode, mit der sich jemand anmelden kann.
method-last-of-admins = Bleibt eingeschaltet: Danach könnte sich kein Admin mehr anmelden. Richte als Admin zuerst in deinem Profil eine andere Anmeldemethode ein.
method-used-by-scim = Bleibt eingeschaltet: SCIM lädt Personen damit ein.
method-scim-badge = von SCIM benutzt
method-people = { $n ->
    [0] niemand damit eingeladen
    [one] { $n } Person damit eingeladen
   *[other] { $n } Personen damit eingeladen
}
method-not-offered = In dieser Installation ist keine Anmeldung mit { $method } eingerichtet.
method-not-configured = Richte { $method } ein, bevor du die Methode einschaltest.
method-setup = Einrichten
method-change = Ändern
method-setup-named = { $method } einrichten

## Domains

nav-domains = Domains
domains-lead = Wer bei „Mit Firmen-Login“ eine dieser Domains oder eine Adresse damit eingibt, kommt zum Identity Provider deines Unternehmens.
domains-empty-title = Noch keine Domain
domains-empty-text = Füge eine Domain hinzu und zeige mit einem Eintrag in ihrem DNS, dass sie euch gehört.
domain-add-title = Domain hinzufügen
domain-field = Domain
domain-field-hint = Der Teil eurer E-Mail-Adressen nach dem @, z. B. beispiel.de.
domain-add = Domain hinzufügen
domain-added = Die Domain steht in der Liste. Lege jetzt den TXT-Eintrag in ihrem DNS an.
domain-invalid = Gib eine Domain wie beispiel.de ein, ohne @ und ohne https://.
domain-there = Diese Domain steht schon in der Liste.
domain-too-many = Mehr als 20 Domains hat ein Konto nicht. Entferne zuerst eine andere.
domain-not-yet = Danke für die Bestätigung. Deine Eingabe ist noch da, gespeichert ist noch nichts: Klicke noch einmal auf „Domain hinzufügen“.
domain-waiting = wartet auf den Eintrag
domain-waiting-text = Lege diesen TXT-Eintrag im DNS deiner Domain an und prüfe dann. Bis er überall zu sehen ist, können Stunden vergehen.
domain-verified = bestätigt
domain-verified-text = Die Domain führt zum Firmen-Login deines Unternehmens. Lass den Eintrag stehen: Wir sehen alle paar Stunden nach.
domain-missing = Eintrag fehlt
domain-missing-text = Der TXT-Eintrag ist nicht mehr da. Kommt er nicht zurück, führt die Domain nur noch bis { $until } zum Firmen-Login.
domain-host = Name des TXT-Eintrags
domain-record = Inhalt des TXT-Eintrags
domain-checked = Zuletzt geprüft
domain-check = Jetzt prüfen
domain-check-named = { $domain } jetzt prüfen
domain-now-verified = { $domain } ist bestätigt.
domain-not-found = Im DNS von { $domain } war der Eintrag nicht zu sehen.
domain-taken = { $domain } führt schon zu einem anderen Konto. Dort muss sie zuerst entfernt werden; wende dich sonst an das Support-Team.
domain-no-answer = Vom DNS kam keine Antwort. Versuche es in ein paar Minuten noch einmal.
domain-remove = Entfernen
domain-remove-title = { $domain } entfernen?
domain-remove-text = Die Domain führt dann nicht mehr zum Firmen-Login. Niemand wird abgemeldet.
domain-removed = Die Domain ist entfernt.

## Nutzerverwaltung

users-count = { $n ->
    [one] { $n } Person
   *[other] { $n } Personen
}
users-search = Name oder E-Mail-Adresse
users-search-go = Suchen
users-status = Status
users-origin = Herkunft
users-any = alle
users-show-all = Alle anzeigen
users-back = Nutzerverwaltung
users-scim-active = Diese Verbindung verwaltet neue Nutzer automatisch: Füge sie in deinem Identity Provider hinzu.
users-empty-title = Noch niemand hier
users-empty-text = Aktiviere SCIM, dann kommen deine Benutzer automatisch an.
users-empty-scim = Sobald dein Identity Provider Personen schickt, stehen sie hier.
users-empty-fix = Zu SCIM
users-no-hit-title = Keine Treffer
users-no-hit-text = Niemand passt zu deiner Suche.
column-person = Person
column-rights = Rechte
column-licence = Lizenz
column-actions = Aktionen
licence-held = 1{ "\u00A0" }Lizenz
licence-none = keine
right-app-user = App-Nutzer
right-administrator = Administrator
right-project-manager = Projektmanager
origin-scim = SCIM
origin-linked = SCIM (verknüpft)
origin-manual = manuell
managed-by-scim = Durch SCIM verwaltet
status-invited = eingeladen
status-active = aktiv
status-deactivated = deaktiviert
status-expired = abgelaufen
status-revoked = zurückgezogen
status-waiting = wartet auf Lizenz
status-undeliverable = Nicht zustellbar
mail-state-no-address = Ohne E-Mail-Adresse
mail-state-unsent = Einladung noch nicht gesendet
mail-state-later = Mail geht { $at } hinaus: An diese Adresse gingen heute schon drei.
mail-state-queued = Mail wird gesendet
mail-state-sent = Mail{ "\u00A0" }gesendet { $at }
resend = Erneut senden
invitation-send = Einladung senden
invitation-send-to = Einladung an { $name } senden
invitation-unsent-admin = Die Person weiß noch nichts von ihrem Zugang. Ihre Lizenz ist reserviert; die Einladung gilt ab dem Tag, an dem du sie sendest.
invitation-no-address = Für diese Person gibt es keine E-Mail-Adresse, deshalb haben wir keine Einladung gesendet.
invitation-no-address-managed = Dein Identity Provider nennt für diese Person keine E-Mail-Adresse. Trage dort eine ein; vorher können wir keine Einladung senden.
invitation-no-address-manual = Für diese Person gibt es keine E-Mail-Adresse, deshalb können wir keine Einladung senden. Trage sie unter „E-Mail-Adresse ändern“ ein; dann senden wir die Einladung.
invitations-unsent = { $n ->
    [one] { $n } Einladung ist noch nicht gesendet
   *[other] { $n } Einladungen sind noch nicht gesendet
}
invitations-unsent-text = So ist es in den Einstellungen der SCIM-Verbindung gewählt. Die Lizenzen sind reserviert.
people-without-address = { $n ->
    [one] { $n } Person ist ohne E-Mail-Adresse
   *[other] { $n } Personen sind ohne E-Mail-Adresse
}
people-without-address-text = Wir können sie erst einladen, wenn dein Identity Provider eine nennt. Trage sie dort ein oder ordne „emails“ das richtige Feld zu.
invitations-send-all = Alle senden
invitations-sent = { $n ->
    [0] Es war keine Einladung zu senden.
    [one] { $n } Einladung ist unterwegs.
   *[other] { $n } Einladungen sind unterwegs. Bei sehr vielen kann das einige Minuten dauern.
}
resend-to = Einladung an { $name } erneut senden
invitation-resent = Einladung erneut gesendet.
invitation-too-soon = Gerade ging schon eine Einladung hinaus. Warte eine Minute; mehr als drei Mails am Tag schicken wir nicht.
profile-title = Profil
profile-locked = Name, E-Mail-Adresse und Telefon kommen aus deinem Identity Provider und werden dort geändert.
profile-sign-in-email = Meldet sich an mit
profile-phone = Telefon
profile-method = Anmeldemethode
profile-since = Angelegt
profile-first-sign-in = Erste Anmeldung
profile-last-sign-in = Letzte Anmeldung
signed-in-never = noch nie angemeldet
signed-in-last = angemeldet { $at }
invitation-title = Einladung
invitation-expired-admin = Die Einladung ist abgelaufen. Mit „Erneut senden“ erneuerst du sie.
invitation-revoked-admin = Die Einladung wurde zurückgezogen. Mit „Erneut senden“ erneuerst du sie.
invitation-open-admin = Die Person hat ihre Einladung noch nicht angenommen. Jeder Link aus früheren Mails gilt weiter, bis er abläuft.
undeliverable-text = Der Mailserver nimmt keine Mail an { $email } an. Prüfe die Adresse im Identity Provider und sende die Einladung dann erneut.
sessions-title = Sitzungen
sessions-open = { $n ->
    [0] Gerade ist niemand angemeldet.
    [one] { $n } Sitzung ist offen.
   *[other] { $n } Sitzungen sind offen.
}
sessions-text = Beende alle Sitzungen, wenn ein Gerät verloren ging. Die Person kann sich danach wieder anmelden.
sessions-end = Alle Sitzungen beenden
sessions-end-title = Alle Sitzungen beenden?
sessions-end-text = { $name } wird überall abgemeldet und kann sich wieder anmelden.
sessions-ended = { $n ->
    [0] Es war keine Sitzung offen.
    [one] { $n } Sitzung beendet.
   *[other] { $n } Sitzungen beendet.
}
invitation-withdraw = Einladung zurückziehen
invitation-withdrawn = Die Einladung ist zurückgezogen. Kein Link aus früheren Mails gilt noch, die Lizenz ist frei.
access-title = Zugang
access-text = Wer deaktiviert oder entfernt wird, ist sofort überall abgemeldet; offene Einladungen und Passwort-Links gelten nicht mehr.
access-ended = Der Zugang dieser Person ist beendet.
access-deactivate = Person deaktivieren
access-deactivate-title = Person deaktivieren?
access-deactivate-text = { $name } verliert sofort den Zugang, die Lizenz wird frei. Du kannst die Person jederzeit wieder aktivieren.
access-deactivate-text-managed = { $name } verliert sofort den Zugang, die Lizenz wird frei. Ändere es auch in deinem Identity Provider, sonst kann er die Person wieder aktivieren.
access-deactivated = Die Person ist deaktiviert und überall abgemeldet.
access-reactivate = Person aktivieren
access-reactivated = Die Person hat wieder Zugang.
access-remove = Person entfernen
access-remove-title = Person entfernen?
access-remove-text = { $name } verliert sofort den Zugang, die Lizenz wird frei. In 30 Tagen werden die Daten endgültig gelöscht.
access-remove-text-managed = { $name } verliert sofort den Zugang, die Lizenz wird frei. In 30 Tagen werden die Daten endgültig gelöscht. Entferne die Person auch in deinem Identity Provider, sonst kann er sie neu anlegen.
access-removed = Die Person ist entfernt.
access-yourself = Deinen eigenen Zugang kann nur jemand anderes beenden.
access-last-administrator = Das ist die letzte Person mit dem Recht Administrator. Gib das Recht zuerst jemand anderem.
users-count-more = mehr als { $n } Personen
users-sort = Sortieren nach
users-page-size = Pro Seite
sort-name = Name, A bis Z
sort-name-down = Name, Z bis A
sort-email = E-Mail, A bis Z
sort-email-down = E-Mail, Z bis A
sort-newest = neueste zuerst
sort-oldest = älteste zuerst
sort-seen-last = zuletzt angemeldet zuerst
sort-seen-first = am längsten nicht angemeldet zuerst
users-file = personen
export-invited = Zuletzt eingeladen
export-accepted = Angenommen
column-right = Recht
licence-with = mit Lizenz
licence-without = ohne Lizenz
list-view = Ansicht
list-hide-expired = Abgelaufene Einladungen ausblenden
list-hide-revoked = Zurückgezogene Einladungen ausblenden
list-view-save = Ansicht speichern
list-view-kept = Die Ansicht ist gespeichert, nur für dich.
filters-saved = Gespeicherte Filter
filters-keep = Filter speichern oder entfernen
filter-name = Name des Filters
filter-name-hint = Gespeichert werden Suche, Filter und Reihenfolge von oben, nur für dich. Gibt es den Namen schon, wird der alte Filter ersetzt.
filter-name-wrong = Der Filter braucht einen Namen mit höchstens 60 Zeichen.
filter-save = Filter speichern
filter-nothing = Such oder filtere zuerst; dann kannst du das hier speichern.
filter-remove = Entfernen
filter-remove-named = Filter entfernen: { $name }
filter-kept = Der Filter ist gespeichert, nur für dich.
filter-removed = Der Filter ist entfernt.
filters-full = Du hast 20 Filter gespeichert, mehr geht nicht. Entferne zuerst einen.
status-removed = entfernt
rights-save = Rechte speichern
rights-changed = Die Rechte sind geändert.
rights-none-left = Wähle mindestens ein Recht. Wer keinen Zugang mehr haben soll, wird deaktiviert.
rights-no-licence = Es ist keine Lizenz frei. Füge unter Lizenzen eine hinzu, oder erhöhe dort die Grenze.
rights-none-now = im Moment keine
rights-from-group = Kommen aus der Gruppe
rights-by-group-locked = Diese Rechte gibt die Regel einer Gruppe. Ändere die Regel, oder nimm die Person im Identity Provider aus der Gruppe.
rights-wait-licence = App-Nutzer kommt dazu, sobald eine Lizenz frei ist.
rights-wait-administrator = Das Recht Administrator geht, sobald es jemand anderes hat: Sonst könnte niemand das Konto verwalten.
# Gruppen
groups-lead = Welche Rechte die Personen einer Gruppe aus deinem Identity Provider bekommen.
groups-empty-title = Noch keine Gruppen
groups-empty-text = Gruppen erscheinen hier, sobald dein Identity Provider sie per SCIM überträgt.
groups-empty-fix = Zu SCIM
groups-others-title = Gruppen ohne Regel
groups-all-ruled = Jede Gruppe hat eine Regel.
groups-search = Name der Gruppe
groups-no-hit-title = Keine Gruppe gefunden
groups-no-hit-text = Keine Gruppe ohne Regel heißt so.
groups-show-all = Alle zeigen
groups-column-group = Gruppe
groups-column-members = Mitglieder
groups-column-connection = Verbindung
groups-column-changed = Letzte Änderung
groups-members-more = mehr als { $n }
groups-of-connection = SCIM für { $method }
groups-since = Angekommen
groups-rests = SCIM deaktiviert
groups-rests-title = SCIM ist für diese Gruppe deaktiviert
groups-rests-text = Ihre Regel bewirkt nichts, bis die Verbindung wieder aktiviert ist und ihre Personen wieder verwaltet.
rules-title = Regeln
rules-first = Die erste Regel von oben, in deren Gruppe jemand ist, bestimmt alle Rechte dieser Person.
rules-without = Wer in keiner dieser Gruppen ist, behält die von Hand gegebenen Rechte; wer die letzte verlässt, ist danach nur noch App-Nutzer.
rules-order = Reihenfolge
rules-empty-title = Noch keine Regel
rules-empty-text = Öffne eine Gruppe und lege fest, welche Rechte ihre Personen bekommen.
rules-up = Nach oben
rules-down = Nach unten
rules-up-named = Nach oben: { $name }
rules-down-named = Nach unten: { $name }
rules-up-title = „{ $name }“ nach oben?
rules-down-title = „{ $name }“ nach unten?
rules-move-confirm = Reihenfolge ändern
rules-place = Regel { $place } von { $rules }
rules-saved = Die Regel ist gespeichert.
rules-removed = Die Regel ist entfernt.
rules-moved = Die Reihenfolge ist geändert.
rules-in-seconds = Die Rechte der Personen folgen in wenigen Sekunden.
rules-order-changed = Die Reihenfolge ist inzwischen eine andere. Es wurde nichts verschoben.
rules-under-way = Die Rechte einiger Personen werden gerade angepasst.
rules-effect-nobody = Für niemanden ändern sich dadurch die Rechte.
rules-effect-people = { $n ->
    [one] Dadurch ändern sich die Rechte von 1{ "\u00A0" }Person:
   *[other] Dadurch ändern sich die Rechte von { $n } Personen:
}
rules-effect-gain = { $n ->
    [one] 1{ "\u00A0" }Person bekommt das Recht { $right }.
   *[other] { $n } Personen bekommen das Recht { $right }.
}
rules-effect-lose = { $n ->
    [one] 1{ "\u00A0" }Person verliert das Recht { $right }.
   *[other] { $n } Personen verlieren das Recht { $right }.
}
rules-effect-seats-more = { $n ->
    [one] 1{ "\u00A0" }Lizenz wird zusätzlich belegt.
   *[other] { $n } Lizenzen werden zusätzlich belegt.
}
rules-effect-seats-less = { $n ->
    [one] 1{ "\u00A0" }Lizenz wird frei.
   *[other] { $n } Lizenzen werden frei.
}
rules-effect-seats-short = { $n ->
    [0] Im Moment ist keine Lizenz frei. App-Nutzer kommt dazu, sobald es eine gibt.
    [one] Im Moment ist nur 1{ "\u00A0" }Lizenz frei. Bei den anderen kommt App-Nutzer dazu, sobald es eine gibt.
   *[other] Im Moment sind nur { $n } Lizenzen frei. Bei den anderen kommt App-Nutzer dazu, sobald es eine gibt.
}
rules-cost-same = An deinen Kosten ändert sich dadurch nichts.
rules-cost-more = Dadurch zahlst du von heute bis zum Monatsende { $today } und danach { $month } im Monat mehr, jeweils zuzüglich Umsatzsteuer.
rules-cost-less = Dadurch zahlst du von heute bis zum Monatsende { $today } und danach { $month } im Monat weniger, jeweils ohne Umsatzsteuer.
rules-cost-missing = { $n ->
    [one] Die fehlende Lizenz kostet von heute bis zum Monatsende { $today } und danach { $month } im Monat, jeweils zuzüglich Umsatzsteuer.
   *[other] Die fehlenden { $n } Lizenzen kosten von heute bis zum Monatsende { $today } und danach { $month } im Monat, jeweils zuzüglich Umsatzsteuer.
}
rules-effect-last = Danach hätte niemand mehr das Recht Administrator. Deshalb behält es die letzte Person, bis es jemand anderes bekommt.
rules-effect-own = Du selbst verlierst das Recht Administrator.
rule-title = Regel
rule-text = Personen dieser Gruppe bekommen genau diese Rechte:
rule-none = Diese Gruppe hat noch keine Regel. Lege fest, welche Rechte ihre Personen bekommen:
rule-administrator = Gibt die Regel das Recht Administrator, dann bestimmt dein Identity Provider, wer dieses Konto verwaltet, und mit ihm alle, die das SCIM Access Token kennen.
rule-by-hand = Wer in diese Gruppe kommt, verliert von Hand gegebene Rechte, die die Regel nicht gibt, auch das Recht Administrator. Dann bekommen alle Administratoren eine E-Mail.
rule-preview = Wirkung ansehen
rule-save = Regel speichern
rule-remove = Regel entfernen
rule-set-title = Alle in dieser Gruppe: { $rights }?
rule-remove-title = Regel entfernen?
rule-no-right = Wähle mindestens ein Recht. Soll die Gruppe nichts bewirken, dann entferne ihre Regel.
rule-too-many = Mehr als { $most } Regeln gehen nicht. Entferne zuerst eine.
members-text = Wer in der Gruppe ist, bestimmt dein Identity Provider.
members-empty-title = Niemand in dieser Gruppe
members-empty-text = Personen erscheinen hier, sobald dein Identity Provider sie der Gruppe zuweist.
members-decided-by = durch „{ $name }“
right-app-user-text = Nutzt die App und braucht eine Lizenz.
right-administrator-text = Verwaltet Personen, Lizenzen und Einstellungen in diesem Portal.
right-project-manager-text = Verwaltet Projekte.
effect-automatic = Das Recht App-Nutzer belegt 1{ "\u00A0" }Lizenz; die Zahl deiner Lizenzen passt sich automatisch an.
effect-free = { $n ->
    [0] Das Recht App-Nutzer braucht eine Lizenz, gerade ist keine frei.
    [one] Das Recht App-Nutzer belegt eine Lizenz; { $n } ist frei.
   *[other] Das Recht App-Nutzer belegt eine Lizenz; { $n } sind frei.
}
effect-gives-back = Diese Person belegt 1{ " " }Lizenz. Ohne das Recht App-Nutzer wird sie frei.
effect-none = Solange die Person weder eingeladen noch aktiv ist, belegt sie keine Lizenz.
effect-each = Für jede neue Person gilt:
profile-edit = Profil bearbeiten
profile-save-button = Profil speichern
profile-language = Sprache der Mails
person-address-edit = E-Mail-Adresse ändern
person-address-new = Neue E-Mail-Adresse
person-address-invites = Diese Person hat noch keine Einladung angenommen. Ist gerade eine offen, schicken wir sie an die neue Adresse; Links in älteren Mails gelten dann nicht mehr.
person-address-confirms = Diese Person meldet sich weiter mit der bisherigen Adresse an, bis sie die neue selbst bestätigt. Die bisherige bekommt eine Nachricht.
person-address-save = Adresse ändern
person-address-wrong = Das ist keine E-Mail-Adresse.
person-address-taken = Diese Adresse hat in deinem Unternehmen schon jemand anderes.
person-address-changed = Die Adresse ist geändert. Links in älteren Mails gelten nicht mehr.
person-address-named = Die Adresse ist geändert. Angemeldet wird sich damit erst, wenn die Person sie bestätigt hat.
profile-was-saved = Das Profil ist gespeichert.
profile-name-invalid = Ein Name hat 1 bis 256 Zeichen.
profile-phone-invalid = Eine Telefonnummer hat höchstens 256 Zeichen.
detach = Vom SCIM lösen
detach-title = Vom SCIM lösen?
detach-text = Dein Identity Provider sieht und ändert { $name } dann nicht mehr; Gruppen aus dem Identity Provider gehen verloren. Rechte, Anmeldung und Lizenz bleiben. Nimm die Person dort aus der Zuweisung, sonst meldet er einen Konflikt.
detached = Die Person ist vom SCIM gelöst und wird ab jetzt hier verwaltet.
restore = Wiederherstellen
restore-text = Diese Person ist entfernt. Du kannst sie bis { $until } wiederherstellen, danach werden die Daten endgültig gelöscht.
restore-taken = Name oder E-Mail-Adresse gehören inzwischen jemand anderem in diesem Konto. Die Person bleibt entfernt.
person-restored = Die Person ist wieder da, noch ohne Zugang. Mit „Person aktivieren“ bekommt sie ihn zurück.
timeline-title = Warum?
timeline-by = durch { $name }
timeline-not-recorded = Nicht aufgezeichnet wird, was jemand in der App tut, wann jemand arbeitet und die einzelnen Anmeldungen.
timeline-licence-taken = Lizenz belegt: { $cause }
timeline-licence-given-back = Lizenz frei: { $cause }
timeline-mail-sent = Der Mailserver hat die Einladung angenommen
timeline-reminder-sent = Der Mailserver hat die Erinnerung angenommen
timeline-mail-refused = Mail nicht zustellbar: { $words }
timeline-opened = Einladungsseite zum ersten Mal geöffnet (auch Mail-Filter öffnen Links)
timeline-first-sign-in = Zum ersten Mal angemeldet
timeline-app-loaded = App geladen
deed-provisioned = Vom Identity Provider angelegt
deed-replaced = Vom Identity Provider geändert
deed-linked = Mit dem Identity Provider verknüpft
deed-restored = Vom Identity Provider neu angelegt
deed-created = Angelegt
deed-invited = Von Hand eingeladen
deed-edited = Profil geändert
deed-rights-changed = Rechte geändert: { $rights }
deed-rights-by-group = Rechte durch die Gruppe „{ $group }“: { $rights }
deed-rights-no-group = Nicht mehr in der Gruppe „{ $group }“, Rechte deshalb: { $rights }
deed-administrator-kept = Das Recht Administrator bleibt: Sonst könnte niemand das Konto verwalten
deed-no-licence = Keine Lizenz frei
deed-detached = Vom SCIM gelöst
deed-returned = Wiederhergestellt
deed-data-taken = Eigene Daten heruntergeladen
deed-deactivated = Deaktiviert
deed-reactivated = Wieder aktiviert
deed-removed = Entfernt
deed-removal-refused = Entfernen abgelehnt: letzte Person mit dem Recht Administrator
deed-left-groups = Aus allen Gruppen genommen
deed-link-requested = Der Identity Provider wollte die Person anlegen; die Entscheidung liegt bei euch
deed-link-approved = Verknüpfung erlaubt
deed-link-declined = Verknüpfung abgelehnt
deed-invitation-sent = Einladung gesendet
deed-invitation-renewed = Neue Einladung angefordert
deed-invitation-reminded = An die Einladung erinnert
deed-invitation-expired = Einladung abgelaufen
deed-invitation-withdrawn = Einladung zurückgezogen
deed-invitation-ended-without-address = Einladung beendet: Der Identity Provider nennt keine E-Mail-Adresse mehr
deed-invitation-accepted = Einladung angenommen
deed-sessions-ended = Alle Sitzungen beendet
deed-reset-requested = Link für ein neues Passwort angefordert
deed-password-changed = Passwort geändert
deed-passkey-added = Passkey hinzugefügt
deed-support-viewed = Vom Support angesehen
deed-passkey-removed = Passkey entfernt
deed-passkey-renamed = Passkey umbenannt
deed-passkey-copy-refused = Kopierter Passkey abgelehnt
deed-factor-set-up = Zweiten Faktor eingerichtet
deed-factor-gone = Zweiten Faktor entfernt
deed-recovery-codes = Neue Wiederherstellungscodes erzeugt
deed-address-named = E-Mail-Adresse geändert
deed-address-asked = Bestätigung der neuen Anmeldeadresse angefordert
deed-address-moved = Anmeldeadresse geändert
deed-identity-refused = Anmeldung über eine fremde Identität abgelehnt

## Von Hand einladen

invite-title = Neue Nutzer einladen
invite-lead = Eine Adresse oder viele auf einmal. Wer schon da ist, bekommt keine zweite Mail.
invite-people = E-Mail-Adressen
invite-people-hint = Eine pro Zeile oder durch Komma oder Semikolon getrennt; auch „Ada Lovelace <ada@firma.example>“. Höchstens 500 auf einmal.
invite-send = Einladungen senden
invite-scim-text = Von Hand eingeladen wird nur, wen dein Identity Provider nicht verwaltet.
invite-nobody = Gib mindestens eine E-Mail-Adresse ein.
invite-too-many = Höchstens { $most } Personen auf einmal.
invite-lines-wrong = Niemand wurde eingeladen. Berichtige diese Einträge:
invite-line-no-address = Eintrag { $number }, „{ $text }“: keine E-Mail-Adresse
invite-line-name = Eintrag { $number }, „{ $text }“: der Name ist zu lang
invite-no-licence = Niemand wurde eingeladen: So viele Lizenzen sind nicht frei. Füge unter Lizenzen welche hinzu, oder erhöhe dort die Grenze.
invite-method-gone = Diese Anmeldemethode ist nicht eingeschaltet. Wähle eine andere.
invite-proof-needed = Niemand wurde eingeladen: Wer das Recht Administrator vergibt, bestätigt zuerst, dass er es ist. Sende danach dieses Formular noch einmal.
invite-confirm-link = Jetzt bestätigen (neues Fenster)
invite-before = { $n ->
    [one] { $n } Person war schon da und bekam keine Mail:
   *[other] { $n } Personen waren schon da und bekamen keine Mail:
}

## Viele Personen auf einmal

bulk-deed = Für mehrere Personen
bulk-resend = Einladungen erneut senden
bulk-revoke = Einladungen zurückziehen
bulk-deactivate = Personen deaktivieren
bulk-give = { $right }: Recht geben
bulk-take = { $right }: Recht nehmen
bulk-tick = { $name } auswählen
bulk-chosen = Für ausgewählte
bulk-all = Für alle Treffer
bulk-text = Für jede Person gilt dasselbe wie auf ihrer Seite: Wo es nicht geht, geschieht nichts, und der Grund steht im Ergebnis. Die letzte Person mit dem Recht Administrator bleibt immer.
bulk-nobody-title = Niemand ausgewählt
bulk-nobody-text = Wähle in der Liste mindestens eine Person aus.
bulk-back = Zurück zur Liste
job-title = Auftrag
job-progress = { $n ->
    [one] { $over } von { $people } Person
   *[other] { $over } von { $people } Personen
}
job-running = Der Auftrag läuft.
job-leave = Du kannst diese Seite verlassen, er läuft weiter.
job-reload = Stand aktualisieren
job-finished = { $done ->
    [one] Fertig: für { $done } Person ausgeführt.
   *[other] Fertig: für { $done } Personen ausgeführt.
}
job-others = Nicht ausgeführt
job-reason = Grund
outcome-gone = Hier gab es nichts zu tun.
outcome-no-right = Danach hätte die Person kein Recht mehr. Deaktiviere sie stattdessen.
outcome-not-allowed = Wer den Auftrag gab, darf das nicht mehr.
outcome-failed = Das ging unerwartet schief. Versuche es auf der Seite der Person noch einmal.

## Personen importieren

import-open = Importieren
import-title = Personen importieren
import-lead = Wer noch nicht da ist, wird eingeladen. Bevor etwas geschieht, siehst du Zeile für Zeile, was geschehen würde.
import-example = Beispieldatei
import-example-file = personen-beispiel
import-file = CSV-Datei
import-file-hint = Höchstens { $kilobytes }{ "\u00A0" }KB und { $lines } Zeilen, als „CSV UTF-8“ gespeichert. Die erste Zeile nennt die Spalten: E-Mail, dazu wenn du willst Name (oder Vorname und Nachname), Rechte und Sprache. Komma, Semikolon oder Tab trennen.
import-text = Oder hier einfügen
import-text-hint = Dieselben Spalten, zum Beispiel aus einer Tabelle kopiert.
import-language = Sprache
import-defaults = Für neue Personen, wenn die Datei nichts anderes sagt
import-check = Prüfen
import-nothing = Wähle eine Datei oder füge Text ein.
import-both = Wähle eine Datei oder füge Text ein, nicht beides.
import-too-large = Die Datei ist größer als { $kilobytes }{ "\u00A0" }KB. Teile sie auf.
import-too-many = Die Datei hat mehr als { $lines } Zeilen. Teile sie auf.
import-not-utf8 = Die Datei ist nicht als UTF-8 gespeichert. Wähle beim Speichern „CSV UTF-8“.
import-no-head = In der ersten Zeile steht keine Spalte „E-Mail“. Nenne dort die Spalten, etwa „E-Mail;Name“.
import-empty = Unter der ersten Zeile steht nichts.
import-preview-title = Das würde geschehen
import-preview-lead = Noch ist nichts geschehen und nichts gespeichert.
import-preview-counts = Ergebnis der Prüfung
import-fate-invited = Einladen
import-fate-changed = Ändern
import-fate-same = Schon da
import-fate-refused = Abgelehnt
import-means-changed = Name oder Sprache der Mails wird geändert.
import-means-same = Diese Person ist schon da, es ändert sich nichts.
import-why-managed = SCIM verwaltet diese Person. Ändere sie in deinem Identity Provider.
import-why-no-address = Das ist keine E-Mail-Adresse.
import-why-name = Der Name hat mehr als 256 Zeichen oder mehrere Zeilen.
import-why-right = Dieses Recht gibt es nicht. Möglich sind App-Nutzer, Administrator und Projektmanager.
import-why-language = Diese Sprache gibt es hier nicht. Möglich sind Deutsch und Englisch.
import-why-twice = Diese Adresse steht schon in Zeile { $line }.
import-ignored = Nicht gelesen werden die Spalten: { $columns }.
import-line = Zeile
import-what = Was geschieht
import-more = Weitere { $n } Zeilen sind hier nicht gezeigt. Abgelehntes und Geändertes steht oben.
import-licences-automatic = { $n ->
    [one] Für die neue Person kommt 1{ "\u00A0" }Lizenz dazu; die Zahl deiner Lizenzen passt sich automatisch an.
   *[other] Für { $n } neue Personen kommen { $n } Lizenzen dazu; die Zahl deiner Lizenzen passt sich automatisch an.
}
import-licences-free = { $n ->
    [one] Eine neue Person belegt 1{ "\u00A0" }Lizenz; frei sind { $free }.
   *[other] { $n } neue Personen belegen { $n } Lizenzen; frei sind { $free }.
}
import-licences-missing = { $n ->
    [one] Dafür fehlt 1{ "\u00A0" }Lizenz
   *[other] Dafür fehlen { $n } Lizenzen
}
import-licences-missing-text = Füge Lizenzen hinzu, erhöhe die Grenze, oder nimm Personen aus der Datei, dann prüfe sie noch einmal.
import-proof-needed = Bestätige zuerst, dass du es bist
import-proof-text = In der Datei bekommt jemand das Recht Administrator. Komm nach der Bestätigung hierher zurück und starte den Import.
import-go = Import starten
import-other = Andere Datei wählen
job-line = Zeile { $line }: { $address }
job-line-alone = Zeile { $line }

## Mein Profil

own-profile-title = Mein Profil
own-person-title = Über dich
own-sign-in-email = Du meldest dich an mit
own-profile-locked = Deinen Namen verwaltet der Identity Provider deines Unternehmens; dort wird er geändert.
own-name-save = Name speichern
profile-renamed = Dein Name ist gespeichert.
own-password-title = Passwort ändern
own-password-text = Danach bist du auf allen anderen Geräten abgemeldet.
own-password-save = Passwort ändern
profile-password-changed = Dein Passwort ist geändert. Alle anderen Sitzungen sind beendet.
own-sessions-title = Meine Sitzungen
own-sessions-text = Hier bist du gerade angemeldet. Beende, was du nicht kennst, und ändere dann dein Passwort.
own-session-this = diese Sitzung
own-session-from = Netzwerkadresse { $ip } ·
own-session-by = Angemeldet mit { $method }
own-session-since = Seit
own-session-used = zuletzt benutzt
own-session-end = Beenden
own-session-end-named = Sitzung beenden: { $device }
own-session-ended = Die Sitzung ist beendet.
own-sessions-end = Alle anderen beenden
own-sessions-end-title = Alle anderen Sitzungen beenden?
own-sessions-end-means = Du bleibst nur hier angemeldet.
own-sessions-ended = Alle anderen Sitzungen sind beendet.
own-methods-title = Womit du dich anmeldest
own-methods-text = Diese Anmeldemethoden erlaubt dein Unternehmen. Richtest du eine weitere ein, kommst du mit jeder davon herein.
own-method-linked = eingerichtet
own-method-missing = nicht eingerichtet
own-method-remove = Entfernen
own-method-remove-title = { $method } entfernen?
own-method-remove-means = Danach kommst du damit nicht mehr herein. Auf allen anderen Geräten bist du abgemeldet.
own-method-remove-password-means = Danach kommst du mit deinem Passwort nicht mehr herein; dein zweiter Faktor und deine Passkeys werden auch gelöscht. Auf allen anderen Geräten bist du abgemeldet.
own-method-last = Bleibt: Nur damit kommst du herein.
own-method-in-use = Bleibt: Damit bist du gerade angemeldet. Melde dich mit einer anderen Methode an, um sie zu entfernen.
own-method-company = Bleibt: Damit lädt dein Unternehmen ein.
own-method-now-linked = Eingerichtet. Ab jetzt kannst du dich auch damit anmelden; alle anderen Sitzungen sind beendet.
own-method-now-removed = Entfernt. Alle anderen Sitzungen sind beendet.
own-method-unchanged = Es hat sich nichts geändert. Bei der Anmeldemethode steht, warum.
own-link-other-address = Dort bist du mit einer anderen E-Mail-Adresse angemeldet als hier. Melde dich dort mit deiner hiesigen Adresse an.
own-link-no-address = Von dort kam keine bestätigte E-Mail-Adresse, deshalb wissen wir nicht, ob du es bist.
own-link-somebody-else = Mit diesem Konto meldet sich in deinem Unternehmen schon jemand anderes an.
own-link-stale = Die Einrichtung wurde in einer anderen Sitzung begonnen. Bitte fang noch einmal an.
own-password-first-title = Passwort festlegen
own-password-first-lead = Danach kannst du dich auch mit { $address } und diesem Passwort anmelden.
own-language-title = Sprache
own-language-label = Sprache deiner Mails und Seiten
own-language-hint = Wählst du hier eine Sprache, gilt sie, was immer dein Unternehmen vorgibt.
own-language-account = Wie im Unternehmen ({ $language })
own-language-save = Sprache speichern
own-language-saved = Deine Sprache ist gespeichert.

theme-title = Darstellung
theme-label = Farben der Seiten
theme-hint = Gilt auf allen deinen Geräten.
theme-device = Wie mein Gerät
theme-light = Hell
theme-dark = Dunkel
theme-save = Darstellung speichern
theme-saved = Deine Darstellung ist gespeichert.

own-data-title = Meine Daten
own-data-text = Alles, was hier über dich gespeichert ist, in einer Datei (JSON): dein Profil und was dein Identity Provider über dich sagt, Rechte, Gruppen, Anmeldemethoden, Passkeys, Sitzungen, Einladungen, Mails, Lizenzen und was du getan hast oder was mit dir geschah.
own-data-without = Nicht darin: Passwörter, Schlüssel und andere Geheimnisse, und was andere Personen betrifft. Was du in der App tust und wann du arbeitest, wird hier nicht gespeichert.
own-data-download = Meine Daten herunterladen
own-data-file = meine-daten

keys-title = Tastenkürzel
keys-text = Diese Tasten wirken, solange du nirgends tippst. Sie stören dich, zum Beispiel bei der Eingabe durch Sprache? Dann schalte sie ab.
keys-search = zum Suchfeld der Seite
keys-list = diese Liste
keys-on = Tastenkürzel verwenden
keys-save = Tastenkürzel speichern
keys-saved = Deine Wahl zu den Tastenkürzeln ist gespeichert.
keys-off-where = Abschalten kannst du sie unter
keys-without-script = In diesem Browser ist JavaScript aus, deshalb wirken sie gerade nicht.

passkeys-title = Passkeys
passkeys-text = Mit einem Passkey meldest du dich ohne Passwort an: Dein Gerät oder dein Passwort-Manager prüft PIN, Finger oder Gesicht. Das gilt zugleich als zweiter Faktor. Dein Passwort bleibt daneben bestehen.
passkeys-full = Mehr als zehn Passkeys sind nicht möglich. Entferne zuerst einen, den du nicht mehr brauchst.
passkey-add = Passkey hinzufügen
passkey-add-lead = Gib dem Passkey einen Namen, an dem du ihn wiedererkennst. Danach fragt dein Browser, wo du ihn speichern willst. Auf allen anderen Geräten bist du dann abgemeldet.
passkey-name = Name des Passkeys
passkey-name-hint = Zum Beispiel das Gerät, auf dem er liegt.
passkey-name-missing = Gib dem Passkey einen Namen.
passkey-impossible = Dieser Browser kann hier keinen Passkey anlegen. Du brauchst JavaScript und einen aktuellen Browser.
passkey-synced = synchronisiert
passkey-one-device = nur auf einem Gerät
passkey-since = Angelegt
passkey-used = zuletzt benutzt
passkey-unused = noch nie benutzt
passkey-rename = Umbenennen
passkey-rename-title = Passkey umbenennen
passkey-rename-means = Der Name hilft nur dir, deine Passkeys zu unterscheiden.
passkey-remove = Entfernen
passkey-remove-title = { $name } entfernen?
passkey-remove-means = Danach kommst du mit diesem Passkey nicht mehr herein. Auf allen anderen Geräten bist du abgemeldet. Lösche ihn auch in deinem Gerät oder Passwort-Manager.
passkey-added = Der Passkey ist hinzugefügt. Alle anderen Sitzungen sind beendet.
passkey-renamed = Der Passkey heißt jetzt anders.
passkey-removed = Der Passkey ist entfernt. Alle anderen Sitzungen sind beendet.
passkey-refused = Der Passkey konnte nicht hinzugefügt werden. Versuche es noch einmal.
passkey-sign-in = Mit Passkey anmelden
passkey-use = Passkey benutzen
passkey-not-made = Es wurde kein Passkey angelegt. Versuche es noch einmal; hilft das nicht, lade die Seite neu.
passkey-not-shown = Es wurde kein Passkey benutzt. Versuche es noch einmal oder melde dich anders an.
passkey-exists = Dort gibt es schon einen Passkey von dir.
device-browser-on = { $browser } auf { $system }
device-unknown = Unbekanntes Gerät

## Zweiter Faktor

factor-off-text = Mit einem zweiten Faktor braucht ein Angreifer mehr als dein Passwort. Du brauchst eine Authenticator-App auf deinem Telefon.
factor-on-text = Beim Anmelden fragen wir nach deinem Passwort auch nach einem Code aus deiner Authenticator-App. { $n ->
    [0] Du hast keinen Wiederherstellungscode mehr.
    [one] Du hast noch einen Wiederherstellungscode.
   *[other] Du hast noch { $n } Wiederherstellungscodes.
}
factor-duty = In deinem Unternehmen ist der zweite Faktor Pflicht.
factor-set-up = Zweiten Faktor einrichten
factor-switch-off = Zweiten Faktor ausschalten
factor-off-title = Zweiten Faktor ausschalten?
factor-off-means = Danach reicht dein Passwort zum Anmelden. Alle anderen Sitzungen werden beendet.
factor-off-confirm = Ausschalten
factor-switched-off = Der zweite Faktor ist ausgeschaltet. Alle anderen Sitzungen sind beendet.
factor-required = Der zweite Faktor bleibt: In deinem Unternehmen ist er Pflicht.
factor-short-password = Der zweite Faktor bleibt: Dein Passwort ist zu kurz, um allein zu genügen. Ändere zuerst dein Passwort in eines mit mindestens 15 Zeichen.
factor-new-codes = Neue Wiederherstellungs{ "\u00AD" }codes
factor-new-codes-title = Neue Wiederherstellungs{ "\u00AD" }codes?
factor-new-codes-means = Die bisherigen gelten dann nicht mehr. Alle anderen Sitzungen werden beendet.
factor-new-codes-confirm = Neue Codes erzeugen
factor-reset = Zweiten Faktor zurücksetzen
factor-reset-text = Setze ihn zurück, wenn die Person ihr Telefon und ihre Wiederherstellungscodes verloren hat; ihre Passkeys werden dabei gelöscht. Stelle vorher sicher, dass die Bitte wirklich von ihr kommt.
factor-reset-title = Zweiten Faktor zurücksetzen?
factor-reset-means = { $name } wird überall abgemeldet, bekommt eine Mail und braucht beim nächsten Anmelden keinen Code mehr; auch ihre Passkeys werden gelöscht. Ist der zweite Faktor Pflicht, richtet die Person ihn dann neu ein.
factor-was-reset = Der zweite Faktor ist zurückgesetzt, alle Sitzungen der Person sind beendet.
enrol-duty = Bevor es weitergeht, brauchst du einen zweiten Faktor.
duty-title = Pflicht zum zweiten Faktor
duty-text = Gilt für alle, die sich mit E-Mail & Passwort anmelden. Wer noch keinen zweiten Faktor hat, richtet ihn beim nächsten Anmelden ein, bevor sich etwas anderes öffnet.
duty-coverage = { $n ->
    [one] { $with } von { $n } Person mit Passwort hat einen zweiten Faktor.
   *[other] { $with } von { $n } Personen mit Passwort haben einen zweiten Faktor.
}
duty-switch-on = Zur Pflicht machen
duty-on-title = Zweiten Faktor zur Pflicht machen?
duty-on-means = Laufende Sitzungen bleiben bestehen; ab der nächsten Anmeldung braucht jede Person mit Passwort einen zweiten Faktor, auch du.
duty-switch-off = Pflicht aufheben
duty-off-title = Pflicht aufheben?
duty-off-means = Wer einen zweiten Faktor hat, behält ihn und kann ihn danach selbst ausschalten.
duty-is-on = Der zweite Faktor ist jetzt Pflicht.
duty-is-off = Der zweite Faktor ist keine Pflicht mehr.
security-support-title = Support-Zugriff
security-support-text = Ohne deine Erlaubnis sieht unser Support von deinem Konto nur, wie es und seine Verbindungen stehen. Für 24 Stunden kannst du ihm mehr zeigen, zum Beispiel wenn ihr zusammen einen Fehler sucht.
security-support-none = Nicht erlaubt
security-support-until = Erlaubt bis { $until }
security-support-by = { $by } hat den Zugriff erlaubt. Er endet von selbst: { $until }.
security-support-log = Jede Seite, die der Support öffnet, steht im Protokoll.
security-support-allow = Support-Zugriff erlauben (24 h)
security-support-question = Support-Zugriff für 24 Stunden erlauben?
security-support-sees = Der Support sieht dann die Personen deines Kontos mit Namen, E-Mail-Adressen, Rechten und Verlauf, die Einladungen und Lizenzen, die SCIM-Verbindungen mit ihrem Protokoll und die Einstellungen der Anmeldemethoden.
security-support-cannot = Er kann nichts davon ändern, sich nicht als jemand anderes anmelden und sieht weder Passwörter noch Token oder andere Geheimnisse.
security-support-ends = Alle Admins bekommen eine Mail. Du kannst den Zugriff jederzeit sofort beenden.
security-support-end = Zugriff beenden
security-support-allowed = Der Support darf dein Konto jetzt ansehen.
security-support-ended = Der Support sieht dein Konto nicht mehr.

session-length-title = Sitzungsdauer
session-length-holds = Zurzeit endet eine Sitzung nach { $time } ohne Aktivität.
session-length-holds-apart = Zurzeit endet eine Sitzung nach { $time } ohne Aktivität, die von Admins nach { $admins }.
session-length-day = Nach 24 Stunden meldet sich jede Person neu an.
session-length-label = Abmelden nach so langer Zeit ohne Aktivität
session-length-hint = Gilt für alle in deinem Unternehmen, ab sofort auch für Sitzungen, die schon laufen. Admins werden spätestens nach 60 Minuten abgemeldet.
session-length-save = Sitzungsdauer speichern
session-length-saved = Die Sitzungsdauer ist gespeichert und gilt ab sofort.
span-minutes = { $n } Minuten
span-hours = { $n } Stunden

api-keys-title = API-Schlüssel
api-keys-lead = Mit einem API-Schlüssel lesen deine eigenen Programme, was in diesem Konto steht, zum Beispiel für Berichte oder ein SIEM. Ändern können sie damit nichts.
api-keys-count = { $n ->
    [0] Zurzeit gilt kein Schlüssel.
    [one] Zurzeit gilt { $n } Schlüssel.
   *[other] Zurzeit gelten { $n } Schlüssel.
}
api-keys-manage = API-Schlüssel verwalten
api-keys-yours = Schlüssel dieses Kontos
api-keys-none = Noch kein API-Schlüssel
api-keys-none-text = Lege unten einen an. Du siehst ihn nur ein einziges Mal.
api-keys-past = Beendete Schlüssel der letzten 90 Tage
api-keys-full = Mehr als { $n } Schlüssel gelten nie zugleich. Widerrufe zuerst einen, der nicht mehr gebraucht wird.
api-key-new = Neuer API-Schlüssel
api-key-name-hint = Wofür ist er? Zum Beispiel „Splunk“ oder „Monatsbericht“.
api-key-name-wrong = Gib dem Schlüssel einen Namen mit höchstens 60 Zeichen.
api-key-areas = Bereiche
api-key-areas-hint = Gib nur frei, was das Programm braucht.
api-key-no-area = Wähle mindestens einen Bereich.
api-area-people = Personen
api-area-people-text = Name, Adresse, Zustand, Rechte, Herkunft, Lizenz und Anmeldemethode jeder Person
api-area-licences-text = Wie viele es gibt, und jede Änderung mit ihrem Grund
api-area-audit-text = Wer was wann getan hat
api-key-lifetime = Gültigkeit
api-key-lifetime-hint = Vor dem Ende bekommen alle Admins eine Mail.
api-key-make = API-Schlüssel anlegen
api-key-used = zuletzt benutzt { $at }
api-key-used-from = zuletzt benutzt { $at } von { $from }
api-key-revoke = Widerrufen
api-key-revoke-title = „{ $name }“ widerrufen?
api-key-revoke-text = Das Programm, das diesen Schlüssel benutzt, bekommt ab sofort keine Antwort mehr. Das lässt sich nicht rückgängig machen.
api-key-revoked = Der API-Schlüssel ist widerrufen.
api-key-ended-before = Dieser Schlüssel galt schon nicht mehr.
api-key-already-made = Aus diesem Formular ist schon ein Schlüssel entstanden. Er war nur einmal sichtbar. Hast du ihn nicht gespeichert, widerrufe ihn und lege einen neuen an.
api-key-ended-maker = mit dem Adminrecht beendet
api-key-dialog-title = Dein API-Schlüssel
api-key-dialog-once = Du siehst diesen Schlüssel nur jetzt.
api-key-dialog-advice = Speichere ihn dort, wo dein Programm seine Geheimnisse hat, nicht im Quelltext. Er endet mit dem Adminrecht der Person, die ihn angelegt hat.
api-key-dialog-saved = Ich habe den Schlüssel gespeichert
api-key-dialog-unsaved = Schlüssel nicht gespeichert?
api-key-dialog-unsaved-text = Niemand kann ihn noch einmal anzeigen. Widerrufe ihn dann und lege einen neuen an. Trotzdem schließen?
api-usage-title = Verwendung
api-usage-base = Adresse der API
api-usage-example = Beispiel: alle aktiven Personen
api-usage-text = Die Antworten sind JSON, in Seiten: „next“ ist die Adresse der nächsten.
api-usage-description = Beschreibung (OpenAPI)
api-usage-scim = Die API liest nur. Wer Personen anlegen, ändern oder entfernen will, nimmt SCIM, den Standard dafür.
api-usage-to-scim = Zu SCIM

## Noch einmal beweisen

confirm-title = Bestätigen
confirm-heading = Bitte bestätige, dass du es bist
confirm-lead = Das ist vor wichtigen Änderungen nötig. Noch ist nichts geändert: Du kommst danach auf die Seite zurück und drückst den Knopf dort noch einmal.
confirm-button = Bestätigen
confirm-at-provider = Bei { $provider } bestätigen
confirm-refused = Das stimmt nicht. Prüfe deine Eingabe und versuche es noch einmal.
confirm-sign-in-anew = Du hast kein Passwort. Melde dich ab und so wieder an wie zuvor; danach hast du fünf Minuten Zeit.
confirm-cancel = Zurück, ohne etwas zu ändern

## Einladung

invitation-page-title = Einladung
invitation-heading = { $account } lädt dich zu { $brand } ein
invitation-from = Eingeladen von
invitation-from-scim = dein Unternehmen (SCIM)
invitation-for = Einladung für
invitation-method = Anmeldemethode
invitation-set-password = Lege ein Passwort fest, um die Einladung anzunehmen.
invitation-provider-text = Du meldest dich bei { $provider } an und kommst danach hierher zurück.
invitation-disabled-title = Anmeldemethode ausgeschaltet
invitation-disabled-text = Dein Unternehmen hat { $method } ausgeschaltet. Bitte wende dich an die Admins deines Unternehmens.
invitation-accepted-title = Du bist schon dabei
invitation-accepted-text = Diese Einladung ist angenommen. Melde dich bei { $brand } an.
invitation-expired-title = Deine Einladung ist abgelaufen
invitation-expired-text = Fordere eine neue Einladung zu { $account } an. Wir schicken sie an dieselbe Adresse.
invitation-renew = Neue Einladung anfordern
invitation-renewed-title = Neue Einladung
invitation-renewed-lead = Sie ist unterwegs
invitation-renewed-text = Schau in dein Postfach, auch im Spam-Ordner.
invitation-gone-title = Diese Einladung gilt nicht
invitation-gone-text = Öffne den Link aus der neuesten Einladungsmail noch einmal. Hilft das nicht, wende dich an die Admins deines Unternehmens.
invitation-other-title = Du bist mit einem anderen Konto angemeldet
invitation-other-text = Du bist als { $signed_in } angemeldet, die Einladung gilt für { $invited }.
invitation-switch = Abmelden und Einladung öffnen
invitation-stay = Angemeldet bleiben

## Anmeldeadresse

address-title = Anmeldeadresse
address-notice-title = { $source ->
    [idp] Dein Identity Provider nennt eine neue Adresse: { $address }
   *[admin] Deine Admins haben eine neue Adresse eingetragen: { $address }
}
address-notice-text = Du meldest dich weiter mit deiner bisherigen Adresse an, bis du die neue bestätigst.
address-notice-link = Neue Adresse bestätigen
address-from = Bisher
address-to = Neu
address-offer-text = Willst du dich künftig mit der neuen Adresse anmelden? Wir schicken einen Link dorthin. Öffne ihn in diesem Browser, dann ist der Wechsel fertig.
address-password-hint = Damit wir wissen, dass du es bist.
address-password-wrong = Das Passwort stimmt nicht.
address-ask = Link schicken
address-mailed-title = Der Link ist unterwegs
address-mailed-text = Schau in das Postfach { $address }, auch im Spam-Ordner. Der Link gilt 60 Minuten und funktioniert einmal.
address-too-soon-title = Gerade ging schon ein Link hinaus
address-confirm-text = Der Link aus deinem neuen Postfach ist angekommen. Ab jetzt mit der neuen Adresse anmelden?
address-confirm = Neue Adresse übernehmen
address-sign-in-title = Melde dich zuerst an
address-sign-in-text = Melde dich mit deiner bisherigen Adresse an und öffne den Link aus der Mail dann noch einmal.
address-dead-title = Dieser Link gilt nicht
address-dead-text = Er wurde schon benutzt, ist älter als 60 Minuten oder gehört zu einer anderen Person. Auf deiner Startseite kannst du einen neuen anfordern.
address-moved-title = Geschafft
address-moved-text = Ab jetzt meldest du dich mit { $address } an. Dein Passwort bleibt gleich.
address-nothing-title = Hier ist nichts zu tun
address-nothing-text = Die Adresse, mit der du dich anmeldest, bleibt, wie sie ist.
address-taken-title = Diese Adresse ist vergeben
address-taken-text = Mit { $address } meldet sich in deinem Unternehmen schon jemand an. Wende dich an deine Admins.
address-admin-title = Deine Admins entscheiden
address-admin-text = { $source ->
    [idp] Du meldest dich mit { $from } an, dein Identity Provider nennt { $to }. Deine Admins können den Wechsel in der Nutzerverwaltung freigeben.
   *[admin] Du meldest dich mit { $from } an, deine Admins haben { $to } eingetragen. Sie können den Wechsel in der Nutzerverwaltung freigeben.
}
address-admin-open = { $source ->
    [idp] Diese Person meldet sich mit { $from } an, dein Identity Provider nennt { $to }. Auf ihrer Startseite kann sie den Wechsel selbst bestätigen. Kommt sie mit der bisherigen Adresse nicht mehr hinein, gib ihn hier frei.
   *[admin] Diese Person meldet sich mit { $from } an, eingetragen ist { $to }. Unter „Mein Profil“ kann sie den Wechsel selbst bestätigen. Kommt sie mit der bisherigen Adresse nicht mehr hinein, gib ihn hier frei.
}
address-admin-privileged = Diese Person meldet sich mit { $from } an, dein Identity Provider nennt { $to }. Wer Administrator oder Projektmanager ist, meldet sich weiter mit der bisherigen Adresse an; von dort ändert sich nur die Kontaktadresse.
address-admin-own-word = Diese Person meldet sich mit { $from } an, eingetragen ist { $to }. Wer Administrator oder Projektmanager ist, bestätigt den Wechsel selbst unter „Mein Profil“; freigeben kann ihn niemand sonst.
address-admin-taken = { $source ->
    [idp] Diese Person meldet sich mit { $from } an, dein Identity Provider nennt { $to }. Mit der neuen Adresse meldet sich schon jemand anderes an.
   *[admin] Diese Person meldet sich mit { $from } an, eingetragen ist { $to }. Mit der neuen Adresse meldet sich schon jemand anderes an.
}
address-approve = Wechsel freigeben
address-approve-title = Wechsel der Anmeldeadresse freigeben?
address-approve-text = { $name } meldet sich danach mit { $to } an und ist überall abgemeldet. Beide Adressen bekommen eine Nachricht. Vergewissere dich vorher, dass das neue Postfach dieser Person gehört.
address-reason = Grund
address-reason-hint = Steht im Protokoll deines Kontos.
address-reason-needed = Gib einen Grund an, höchstens 1000 Zeichen.
address-approved = Der Wechsel ist freigegeben. Beide Adressen bekommen eine Nachricht.

## Willkommen und App

welcome-title = Willkommen
welcome-heading = Willkommen bei { $brand }
welcome-lead = { $n ->
    [0] Du gehörst zu { $account }. Alles ist erledigt.
    [one] Du gehörst zu { $account }. Ein Schritt fehlt noch.
   *[other] Du gehörst jetzt zu { $account }. Zwei Schritte fehlen noch.
}
welcome-lead-guest = So geht es nach der Einladung weiter.
welcome-1-title = Einladung angenommen
welcome-1-text = Dein Zugang ist bereit.
welcome-2-title = App laden
welcome-2-text = Installiere die App auf deinem Computer.
welcome-2-have = Habe ich schon
welcome-3-title = In der App anmelden
welcome-3-text = Melde dich mit denselben Zugangsdaten an; { $brand } führt dich durch die ersten Schritte.
welcome-3-done = Ich bin in der App angemeldet
download-lead = Lade die App für dein Betriebssystem.
download-version = Version { $version }
download-for = Für { $system } laden
download-none-title = Hier liegt noch kein Download
download-none-text = Frage die Admins deines Unternehmens oder das Support-Team, woher du die App bekommst.

## Protokoll

audit-lead = Jede Änderung an deinem Konto: wer, was, wann und von wo.
audit-retention = Nichts in diesem Protokoll kann geändert oder gelöscht werden. Die Einträge bleiben, solange es dein Konto gibt.
audit-search = Name oder Adresse
audit-actor = Wer
audit-name = Name
audit-what = Was
audit-target = Ziel
audit-target-id = Ziel-ID
audit-details = Einzelheiten
audit-action = Aktion
audit-request = Anfrage
audit-ip = IP-Adresse
audit-from = Von
audit-until = Bis
audit-day-wrong = Schreibe den Tag als JJJJ-MM-TT, zum Beispiel 2026-11-26.
audit-days-crossed = Der letzte Tag liegt vor dem ersten.
audit-newer = Neuere
audit-older = Ältere
audit-empty-title = Noch kein Eintrag
audit-empty-text = Sobald sich etwas ändert, steht es hier.
audit-no-hit-title = Kein Eintrag passt
audit-no-hit-text = Nichts im Protokoll passt zu deiner Suche.
audit-only-target = Nur Einträge zu einem einzigen Ziel.
audit-only-request = Nur Einträge einer einzigen Anfrage.
audit-before = Vorher
audit-after = Nachher
audit-yes = Ja
audit-no = Nein
audit-file = protokoll
audit-other = Eine Änderung, die diese Version nicht kennt ({ $action }).
audit-actor-user = Personen
audit-actor-scim = SCIM
audit-actor-support = Support
audit-actor-support-named = { $name } (Support)
audit-actor-operator = Betrieb
audit-actor-system = Automatisch
audit-target-account = Konto
audit-target-user-gone = gelöschte Person
audit-target-group-gone = entfernte Gruppe
audit-target-connection = SCIM-Verbindung
audit-target-connection-of = SCIM-Verbindung: { $method }
audit-target-token = SCIM Access Token
audit-target-api-key = API-Schlüssel
audit-target-resource = Objekt eines eigenen Typs
audit-target-request = Anfrage an den Support
audit-target-request-of = Anfrage #{ $reference }
audit-detail-value = Wert
audit-detail-active = Aktiv
audit-detail-changed = Geändert
audit-detail-client = Client-ID
audit-detail-count = Anzahl
audit-detail-name = Name
audit-detail-groups = Gruppen
audit-detail-group = Gruppe
audit-detail-group-before = Gruppe vorher
audit-detail-group-removed = Gruppe entfernt
audit-detail-issuer = Aussteller
audit-detail-joined = Beigetreten
audit-detail-kind = Art
audit-detail-language = Sprache
audit-detail-last4 = Endet auf
audit-detail-left = Ausgetreten
audit-detail-limit = Grenze
audit-detail-method = Anmeldemethode
audit-detail-minutes = Minuten ohne Aktivität
audit-detail-people = Personen
audit-detail-plan = Tarif
audit-detail-reason = Grund
audit-detail-reference = Nummer
audit-detail-rights-before = Rechte vorher
audit-detail-test = Testkonto
audit-detail-ticket = Ticket
audit-detail-zone = Zeitzone
audit-detail-user-name = Benutzername
audit-detail-warning = Warnschwelle
audit-action-account-created = Das Konto wurde angelegt.
audit-action-account-plan-chosen = Ein Tarif wurde gewählt, der Test ist beendet.
audit-action-account-plan-changed = Der Tarif wurde gewechselt.
audit-action-account-settings-changed = Die Kontoeinstellungen wurden geändert.
audit-action-account-short-name-set = Der Kurzname für den Firmen-Login wurde geändert.
audit-action-account-viewed-by-support = Der Support hat das Konto angesehen.
audit-action-api-key-created = Ein API-Schlüssel wurde angelegt.
audit-action-api-key-ended-with-maker = Ein API-Schlüssel endete mit dem Adminrecht der Person, die ihn angelegt hat.
audit-action-api-key-expired = Ein API-Schlüssel ist abgelaufen.
audit-action-api-key-expiry-announced = Das Ende eines API-Schlüssels wurde angekündigt.
audit-action-api-key-revoked = Ein API-Schlüssel wurde widerrufen.
audit-action-brake-engaged = Die Notbremse hat viele Entfernungen auf einmal angehalten.
audit-action-brake-released = Die angehaltenen Entfernungen wurden bestätigt.
audit-action-connection-activated = SCIM wurde für eine Anmeldemethode aktiviert.
audit-action-connection-configured = Die Einstellungen einer SCIM-Verbindung wurden geändert.
audit-action-connection-deactivated = SCIM wurde für eine Anmeldemethode deaktiviert.
audit-action-connection-fell-silent = Ein Identity Provider hat sich länger nicht gemeldet.
audit-action-connection-method-changed = Eine SCIM-Verbindung lädt mit einer anderen Anmeldemethode ein.
audit-action-connection-paused = Eine SCIM-Verbindung wurde pausiert.
audit-action-connection-resumed = Eine SCIM-Verbindung wurde fortgesetzt.
audit-action-connection-tested = Eine SCIM-Verbindung wurde getestet.
audit-action-domain-added = Eine Domain wurde hinzugefügt.
audit-action-domain-lapsed = Eine Domain gilt nicht mehr als bestätigt.
audit-action-domain-removed = Eine Domain wurde entfernt.
audit-action-domain-verified = Eine Domain wurde bestätigt.
audit-action-group-created = Eine Gruppe wurde angelegt.
audit-action-group-changed = Eine Gruppe wurde geändert.
audit-action-group-removed = Eine Gruppe wurde entfernt.
audit-action-group-rights-set = Die Rechte einer Gruppe wurden festgelegt.
audit-action-group-order-changed = Die Reihenfolge der Gruppen wurde geändert.
audit-action-group-members-left-out = Eine Gruppe kam mit Mitgliedern, die hier niemand kennt; sie wurden ausgelassen.
audit-action-identity-changed-refused = Eine Anmeldung mit fremder Identität wurde abgelehnt.
audit-action-identity-provider-set = Der Identity Provider des Kontos wurde eingerichtet oder geändert.
audit-action-identity-provider-tested = Der Identity Provider des Kontos wurde erfolgreich getestet.
audit-action-invitation-accepted = Eine Einladung wurde angenommen.
audit-action-invitation-ended-without-address = Eine Einladung endete, weil der Identity Provider keine E-Mail-Adresse mehr nennt.
audit-action-invitation-expired = Eine Einladung ist abgelaufen.
audit-action-invitation-reminded = An eine Einladung wurde erinnert.
audit-action-invitation-renewed = Eine abgelaufene Einladung wurde erneuert.
audit-action-invitation-resent = Eine Einladung wurde erneut gesendet.
audit-action-invitation-sent = Eine Einladung wurde gesendet.
audit-action-invitation-withdrawn = Eine Einladung wurde zurückgezogen.
audit-action-invitations-sent = Wartende Einladungen wurden gesendet.
audit-action-invitations-method-changed = Offene Einladungen wurden mit einer anderen Anmeldemethode neu verschickt.
audit-action-job-ordered = Eine Aktion für mehrere Personen wurde gestartet.
audit-action-licences-automatic-adjustment-switched = Die automatische Anpassung der Lizenzen wurde umgeschaltet.
audit-action-licences-added = Lizenzen wurden hinzugefügt.
audit-action-licences-cancelled = Lizenzen wurden gekündigt.
audit-action-licences-limits-set = Die Grenze oder die Warnschwelle der Lizenzen wurde geändert.
audit-action-licences-limit-reached = Die Grenze der Lizenzen ist erreicht.
audit-action-licences-warning-reached = Die Warnschwelle der Lizenzen ist erreicht.
audit-action-link-requested = Für eine vorhandene Person wurde eine Verknüpfung angefragt.
audit-action-link-approved = Eine Person darf mit dem Identity Provider verknüpft werden.
audit-action-link-declined = Eine Verknüpfung mit dem Identity Provider wurde abgelehnt.
audit-action-notifications-set = Eigene Benachrichtigungen wurden geändert.
audit-action-passkey-added = Ein Passkey wurde hinzugefügt.
audit-action-passkey-copy-refused = Ein kopierter Passkey wurde abgelehnt.
audit-action-passkey-removed = Ein Passkey wurde entfernt.
audit-action-passkey-renamed = Ein Passkey wurde umbenannt.
audit-action-password-changed = Ein Passwort wurde geändert.
audit-action-password-reset-requested = Ein neues Passwort wurde angefragt.
audit-action-resource-created = Ein Objekt eines eigenen Typs wurde angelegt.
audit-action-resource-changed = Ein Objekt eines eigenen Typs wurde geändert.
audit-action-resource-removed = Ein Objekt eines eigenen Typs wurde entfernt.
audit-action-schema-added = Ein eigenes SCIM-Schema wurde hinzugefügt.
audit-action-schema-removed = Ein eigenes SCIM-Schema wurde entfernt.
audit-action-scim-closed = SCIM nimmt nichts mehr an, weil eine Voraussetzung fehlt.
audit-action-scim-lapsed = Eine Voraussetzung von SCIM ist weggefallen; die Übergangsfrist läuft.
audit-action-scim-restored = Die Voraussetzungen von SCIM sind wieder erfüllt.
audit-action-second-factor-duty-set = Die Pflicht zum zweiten Faktor wurde umgeschaltet.
audit-action-second-factor-recovery-codes-made = Neue Wiederherstellungscodes wurden erzeugt.
audit-action-second-factor-reset = Der zweite Faktor einer Person wurde zurückgesetzt.
audit-action-second-factor-set-up = Ein zweiter Faktor wurde eingerichtet.
audit-action-second-factor-switched-off = Ein zweiter Faktor wurde ausgeschaltet.
audit-action-session-proven-again = Eine Person hat sich erneut ausgewiesen.
audit-action-session-signed-in = Eine Person hat sich angemeldet.
audit-action-sessions-ended = Sitzungen wurden beendet.
audit-action-sessions-length-set = Die Sitzungsdauer wurde geändert.
audit-action-sign-in-address-asked = Der Wechsel der Anmeldeadresse wurde begonnen.
audit-action-sign-in-address-moved = Die Anmeldeadresse wurde gewechselt.
audit-action-sign-in-method-set = Eine Anmeldemethode wurde ein- oder ausgeschaltet.
audit-action-sign-in-method-tenant-set = Das Microsoft-Verzeichnis des Kontos wurde geändert.
audit-action-sign-in-method-linked = Eine Person hat eine weitere Anmeldemethode hinzugefügt.
audit-action-sign-in-method-unlinked = Eine Person hat eine Anmeldemethode entfernt.
audit-action-support-access-allowed = Der Support-Zugriff wurde für 24 Stunden erlaubt.
audit-action-support-access-withdrawn = Der Support-Zugriff wurde beendet.
audit-action-support-access-account-viewed = Der Support hat Lizenzen, Verbindungen und Anmeldemethoden angesehen.
audit-action-support-access-people-viewed = Der Support hat die Liste der Personen angesehen.
audit-action-support-access-person-viewed = Der Support hat eine Person angesehen.
audit-action-support-access-requests-viewed = Der Support hat das Protokoll einer Verbindung angesehen.
audit-action-support-access-request-viewed = Der Support hat eine Anfrage des Identity Providers angesehen.
audit-action-support-request-filed = Eine Anfrage an den Support wurde gestellt.
audit-action-support-request-withdrawn = Eine Anfrage an den Support wurde zurückgezogen.
audit-action-support-request-done = Eine Anfrage an den Support wurde erledigt.
audit-action-token-created = Ein SCIM Access Token wurde erzeugt.
audit-action-token-revoked = Ein SCIM Access Token wurde widerrufen.
audit-action-token-expired = Ein SCIM Access Token ist abgelaufen.
audit-action-token-expiry-announced = Das Ende eines SCIM Access Tokens wurde angekündigt.
audit-action-token-replaced = Ein ersetztes SCIM Access Token wurde widerrufen.
audit-action-token-withdrawn = Das neue SCIM Access Token wurde zurückgezogen, das bisherige gilt weiter.
audit-action-user-created = Eine Person wurde angelegt.
audit-action-user-provisioned = Eine Person kam aus dem Identity Provider.
audit-action-user-replaced = Eine Person wurde durch SCIM geändert.
audit-action-user-linked = Eine vorhandene Person wurde mit dem Identity Provider verknüpft.
audit-action-user-renamed = Eine Person hat ihren Namen geändert.
audit-action-user-rights-changed = Die Rechte einer Person wurden geändert.
audit-action-user-administrator-kept = Die letzte Administratorin oder der letzte Administrator behält das Recht.
audit-action-user-seat-granted = Eine wartende Person hat eine Lizenz bekommen.
audit-action-user-left-groups = Eine Person hat ihre Gruppen verlassen.
audit-action-user-data-taken = Eine Person hat ihre eigenen Daten heruntergeladen.
audit-action-user-deactivated = Eine Person wurde deaktiviert.
audit-action-user-reactivated = Eine Person wurde wieder aktiviert.
audit-action-user-removed = Eine Person wurde entfernt.
audit-action-user-removal-refused = Die Entfernung der letzten Administratorin oder des letzten Administrators wurde abgelehnt.
audit-action-user-restored = Eine Person wurde wiederhergestellt.
audit-action-user-purged = Die Daten einer entfernten Person wurden endgültig gelöscht.
audit-action-user-detached = Eine Person wurde vom Identity Provider gelöst.
audit-action-user-address-changed = Die E-Mail-Adresse einer Person wurde geändert.
audit-action-user-edited = Die Daten einer Person wurden bearbeitet.
audit-action-user-invited = Eine Person wurde eingeladen.
audit-action-user-language-chosen = Eine Person hat ihre Sprache gewählt.
audit-action-user-let-go = Eine Person wird nicht mehr vom Identity Provider verwaltet.
audit-action-user-returned = Eine entfernte Person ist zurückgekehrt.

## Konto

delete-test-title = Testkonto löschen
delete-test-way = Du brauchst das Testkonto nicht mehr? Du kannst es mit allem, was darin ist, löschen.
delete-test-lead = Das Konto { $account } und alles, was darin ist, wird sofort und für immer gelöscht.
delete-test-people = { $n ->
    [one] Du verlierst deinen Zugang, und alle Sitzungen enden.
   *[other] Alle { $n } Personen verlieren ihren Zugang, du auch. Offene Einladungen und Links gelten nicht mehr.
}
delete-test-data = Niemand kann das Konto wiederherstellen, auch unser Support-Team nicht.
delete-test-burnt = Mit den Adressen der Admins kann danach kein neues Testkonto angelegt werden. Wir merken uns dafür nur eine Prüfsumme, nicht die Adresse.
delete-test-button = Testkonto endgültig löschen
delete-test-done-title = Dein Testkonto ist gelöscht
delete-test-done-text = Es ist nichts davon übrig. Eine Bestätigung ist per E-Mail unterwegs.
settings-lead = Wie dein Unternehmen heißt, welche Sprache es spricht und in welcher Zeitzone es arbeitet.
account-settings-saved = Die Kontoeinstellungen sind gespeichert.
settings-name = Name des Unternehmens
settings-name-hint = Steht auf jeder Seite und in jeder Mail, zum Beispiel in Einladungen.
settings-name-wrong = Gib einen Namen mit 1 bis 200 Zeichen ein.
settings-language = Sprache des Kontos
settings-language-hint = Gilt für neue Personen und Mails, solange eine Person keine eigene Sprache hat.
settings-zone = Zeitzone
settings-zone-hint = Alle Zeiten auf Seiten und in Mails stehen in dieser Zeitzone, und Monate beginnen in ihr.
settings-zone-now = Jetzt ist es dort { $time } Uhr.
settings-zone-wrong = Diese Zeitzone gibt es nicht. Schreibe sie wie Europe/Berlin.
notifications-lead = Wovon du eine Mail bekommst. Das gilt nur für dich; andere Admins wählen selbst.
notifications-saved = Deine Benachrichtigungen sind gespeichert.
notify-now = Sofort
notify-digest = Einmal am Tag
notify-off = Nie
notify-always = Aus Sicherheitsgründen lässt sich diese Mail nicht abbestellen.
notify-token = SCIM Access Token und API-Schlüssel
notify-token-text = Ein Token oder Schlüssel wurde erzeugt, ersetzt oder widerrufen, oder seine Gültigkeit endet.
notify-administrator = Letzter Admin
notify-administrator-text = Dein Identity Provider wollte die letzte Person mit Administratorrecht entfernen.
notify-identity = Fremde Identität
notify-identity-text = Jemand wollte sich mit der Adresse einer Person, aber einer anderen Identität anmelden.
notify-brake = Notbremse
notify-brake-text = Viele Personen wurden auf einmal entfernt.
notify-limit = Grenze der Lizenzen
notify-limit-text = Personen warten auf eine Lizenz.
notify-support-text = Jemand aus deinem Unternehmen hat dem Support erlaubt, das Konto anzusehen.

## Abonnement

subscription-lead = Tarif { $plan } mit { $n ->
    [one] { $n } Lizenz
   *[other] { $n } Lizenzen
}
subscription-plans = Tarif
subscription-current = Dein Tarif
subscription-choose = Zu { $plan } wechseln
subscription-price = { $price } je Lizenz und Monat, zuzüglich Umsatzsteuer
plan-basic-text = App und Kundenportal, Personen von Hand einladen.
plan-connect-text = Wie Basic, dazu Verbindungen zu anderen Programmen.
plan-premium-text = Wie Connect, dazu automatische Benutzerverwaltung mit SCIM.
subscription-confirm-title = Zu { $plan } wechseln?
subscription-confirm-text = Der Wechsel gilt sofort. Der Unterschied wird für den Rest des Monats auf den Tag genau abgerechnet.
subscription-share = Unterschied für { $n ->
    [one] { $n } Lizenz
   *[other] { $n } Lizenzen
}, anteilig für { $left } von { $days } Tagen
subscription-confirm = Jetzt zu { $plan } wechseln
subscription-loses-scim = SCIM gibt es nur mit Premium
subscription-loses-scim-text = Nach dem Wechsel arbeitet deine Verbindung noch 14 Tage weiter, dann weisen wir Anfragen deines Identity Providers ab. Personen behalten ihren Zugang, Token und Base URL bleiben bestehen.
subscription-changed = Dein Tarif ist jetzt { $plan }.
subscription-not-changed = Der Tarif hat sich inzwischen geändert. Prüfe ihn und beginne bei Bedarf neu.
invoice-title = Nächste Rechnung am { $date }
invoice-text = Stand heute, wenn sich bis dahin nichts ändert.
invoice-coming = { $n ->
    [one] { $n } Lizenz für den kommenden Monat
   *[other] { $n } Lizenzen für den kommenden Monat
}
invoice-adjustments = Automatische Anpassung in diesem Monat, Saldo { $n }
invoice-by-hand = Von Hand geändert in diesem Monat, mit USt.
invoice-due = Zu zahlen
invoice-credit = Guthaben
invoice-gross = Betrag mit USt.
invoice-entries = Abgerechnet
licences-added-entry = { $n ->
    [one] { $n } Lizenz hinzugefügt
   *[other] { $n } Lizenzen hinzugefügt
}
licences-cancelled-entry = { $n ->
    [one] { $n } Lizenz gekündigt
   *[other] { $n } Lizenzen gekündigt
}
plan-changed-entry = Tarif { $plan }

## Hilfe

help-lead = Kurze Anleitungen für Admins.
help-contact-title = Kontakt
help-guides-title = Anleitungen für deinen Identity Provider
help-guide-title = SCIM mit { $name } einrichten
help-guide-title-generic = SCIM mit einem anderen Anbieter einrichten
help-guide-lead = So kommen deine Benutzer automatisch in { $brand } an. Du brauchst SCIM Base URL und SCIM Access Token aus dem Kundenportal.
help-scim-title = SCIM & { $brand }: Automatische Benutzerverwaltung aktivieren
help-scim-lead = Was SCIM tut, was du brauchst und wie du OneLogin einrichtest.
help-licences-title = Wie du deine Lizenzen erhöhen oder reduzieren kannst
help-licences-lead = Wer eine Lizenz braucht und was die automatische Anpassung tut.

## Support

requests-lead = Deine Anfragen an unser Support-Team und wie es um sie steht.
request-new-title = Frage stellen
request-new-text = Beschreibe, worum es geht. Du bekommst eine Nummer, die du uns nennen kannst. Schreibe nie ein Token oder Passwort hinein.
request-token-link = Token verlegt? Das meldest du an der SCIM-Verbindung.
request-message = Deine Nachricht
request-message-hint = Höchstens 2.000 Zeichen.
request-send = Anfrage senden
request-too-long = Die Nachricht ist länger als 2.000 Zeichen. Kürze sie.
request-nothing-said = Schreibe, worum es geht.
request-too-many = Es sind schon 20 Anfragen offen. Ziehe eine zurück, oder warte auf eine Antwort.
request-filed = Deine Anfrage #{ $reference } ist angekommen. Wir melden uns bei dir.
request-withdrawn-note = Die Anfrage ist zurückgezogen.
requests-title = Anfragen
requests-empty-title = Noch keine Anfrage
requests-empty-text = Was du fragst, steht hier mit Nummer und Stand.
request-head = #{ $reference } · { $subject }
request-other = Frage
request-open = offen
request-done = erledigt
request-taken-back = zurückgezogen
request-take-back = Zurückziehen
request-withdraw-spoken = Anfrage #{ $reference } zurückziehen
request-closed = geschlossen

## Fehler

error-home = Zur Startseite
error-reference = Referenz:
error-400-title = Das haben wir nicht verstanden
error-400-text = Die Eingabe ist unvollständig. Geh einen Schritt zurück, lade die Seite neu und versuche es noch einmal.
error-403-title = Das darfst du hier nicht
error-403-text = Die Anfrage kam nicht von dieser Seite oder dir fehlt das Recht dafür. Lade die Seite neu und versuche es noch einmal.
error-404-title = Diese Seite gibt es nicht
error-404-text = Vielleicht ist die Adresse unvollständig oder die Person gehört nicht mehr zu deinem Konto.
error-410-title = Das gibt es nicht mehr
error-410-text = Was hier stand, wurde entfernt.
error-413-title = Das war zu viel auf einmal
error-413-text = Die Eingabe ist zu lang. Kürze sie und schicke sie noch einmal.
error-429-title = Das ging zu schnell
error-429-text = Es kamen zu viele Anfragen. Warte einen Moment und versuche es noch einmal.
error-500-title = Da ist etwas schiefgegangen
error-500-text = Der Fehler liegt bei uns. Versuche es noch einmal; bleibt es dabei, nenne dem Support-Team die Referenz.
error-503-title = Gerade nicht erreichbar
error-503-text = Wir sind gleich wieder da. Es ist nichts verloren; versuche es in einer Minute noch einmal.

## Support-Konsole

support-nav-label = Support-Konsole
support-nav-accounts = Konten und Anfragen
support-nav-log = Mein Protokoll
support-nav-sign-in = Meine Anmeldung
support-passkeys-no-name = An dieser Adresse kennen Browser keine Passkeys. Dafür braucht die Installation einen Namen statt einer IP-Adresse.
support-console = Support-Konsole
support-sign-in-title = Support-Konsole
support-sign-in-lead = Nur für das Support-Team. Alles, was du hier tust, wird protokolliert.
second-factor-title = Zweiter Faktor
second-factor-lead = Gib den Code aus deiner Authenticator-App ein.
enrol-title = Zweiten Faktor einrichten
enrol-lead = Scanne den Code mit deiner Authenticator-App und gib dann den angezeigten Einmalcode ein.
enrol-qr = QR-Code für die Authenticator-App
enrol-key = Oder tippe diesen Schlüssel ein
enrol-code-hint = Sechs Ziffern aus deiner Authenticator-App.
enrol-confirm = Einrichten
recovery-title = Deine Wiederherstellungs{ "\u00AD" }codes
recovery-lead = Du siehst sie nur jetzt. Jeder gilt einmal, wenn du deine Authenticator-App nicht zur Hand hast.
recovery-done = Ich habe sie gespeichert
error-code = Der Code stimmt nicht oder wurde schon benutzt.
error-code-throttled = Zu viele falsche Codes. Warte 15 Minuten.
support-search = Konto: Name, Konto-ID oder Verbindungs-ID
support-no-hit = Kein Konto gefunden
support-no-hit-text = Suche nach einem Teil des Namens oder nach einer vollständigen ID.
support-inbox = Offene Anfragen
support-inbox-empty = Alles erledigt
support-inbox-empty-text = Es gibt keine offenen Anfragen.
support-column-reference = Nummer
support-column-kind = Anliegen
support-column-account = Konto
support-column-by = Von
support-column-at = Seit
request-token-lost = Token verlegt
request-plan-change = Tarif wechseln
support-account-id = Konto-ID
support-plan = Tarif
support-connections = SCIM-Verbindungen
support-connection-id = Verbindungs-ID
support-no-connection = Keine Verbindung
support-no-connection-text = Dieses Konto hat SCIM nie aktiviert.
support-no-request = noch keine
support-last-request = Letzte Anfrage
support-token-live = Token gültig
support-reason = Grund des Widerrufs
support-reason-hint = Die Admins des Kontos lesen ihn.
support-ticket = Ticket
support-revoke = Token widerrufen
support-revoked = Das Token ist widerrufen. Die Admins des Kontos bekommen eine Mail.
support-nothing-to-revoke = Es gibt kein gültiges Token.
support-closed = Die Anfrage ist erledigt.
support-request-done = Als erledigt markieren
support-access-none = Kein Zugriff erlaubt
support-access-how = Mehr als diese Angaben siehst du erst, wenn eine Person mit Administratorrecht es erlaubt: Kontoeinstellungen → Sicherheit → „Support-Zugriff erlauben (24 h)“. Nach 24 Stunden endet der Zugriff von selbst.
support-look = Kontoansicht
support-look-open = Konto ansehen
support-look-note = Nur ansehen: { $by } erlaubt es bis { $until }. Jede Seite, die du öffnest, steht im Protokoll des Kontos.
support-look-limit = Grenze der automatischen Anpassung: { $n }
support-licences-total = { $n ->
    [one] { $n } Lizenz insgesamt
   *[other] { $n } Lizenzen insgesamt
}
support-method-not-offered = In dieser Installation gibt es diese Methode nicht.
support-method-not-set-up = Noch nicht eingerichtet.
support-people = Personen
support-people-open = Personen ansehen
support-requests-of = Protokoll der Verbindung { $method }
support-providers = Eingerichtete Anbieter
support-error-reason = Gib einen Grund an, höchstens 1000 Zeichen.
support-error-ticket = Gib das Ticket an, höchstens 100 Zeichen.
support-log-lead = Was du in dieser Konsole getan hast.
support-log-empty = Noch nichts
support-log-empty-text = Sobald du ein Konto ansiehst oder etwas änderst, steht es hier.
support-did-searched = Nach Konten gesucht
support-did-viewed = Konto angesehen
support-did-look = Lizenzen, Verbindungen und Anmeldemethoden angesehen
support-did-people = Liste der Personen angesehen
support-did-person = Person angesehen
support-did-requests = Protokoll einer Verbindung angesehen
support-did-request = Anfrage eines Identity Providers angesehen
support-did-revoked = Token widerrufen
support-did-settled = Anfrage als erledigt markiert
support-did-sign-in = Angemeldet
support-did-second-factor = Zweiter Faktor bestätigt
support-did-passkey = Passkey gezeigt
support-did-prove-again = Erneut bestätigt
support-did-reset = Zweiter Faktor vom Betrieb zurückgesetzt
support-log-action = Vorgang
support-log-subject = Betrifft

## Mail

mail-greeting = Hallo { $name },
mail-greeting-plain = Hallo,
mail-somebody = jemand mit Zugriff auf euer Konto
mail-link-fallback = Falls der Knopf nicht funktioniert, kopiere diese Adresse in deinen Browser:
mail-contact = Fragen? Unser Support-Team hilft dir gern: { $contact }
mail-automatic = Diese Nachricht wurde automatisch verschickt.
mail-until-date = { $date }, { $time } Uhr ({ $zone })

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

mail-reminder-subject = Erinnerung: { $company } lädt dich zu { $brand } ein
mail-reminder-intro = dein Unternehmen { $company } hat vor einigen Tagen einen Zugang zu { $brand } für dich eingerichtet. Du hast die Einladung noch nicht angenommen.
mail-reminder-once = Wir erinnern dich nur dieses eine Mal. Du möchtest keinen Zugang? Dann ignoriere diese Nachricht.

mail-account-ready-subject = Dein Zugang zu { $brand } ist bereit
mail-account-ready-intro = du hast die Einladung von { $company } angenommen; dein Zugang zu { $brand } ist bereit.
mail-account-ready-how = { $method ->
    [google] Du meldest dich mit deinem Google-Konto an.
    [microsoft] Du meldest dich mit deinem Microsoft-Konto an.
    [oidc] Du meldest dich mit der Anmeldung deines Unternehmens an.
    [saml] Du meldest dich mit der Anmeldung deines Unternehmens an.
   *[password] Du meldest dich mit dieser E-Mail-Adresse und dem Passwort an, das du festgelegt hast.
}
mail-account-ready-next = Lade jetzt die App und melde dich dort an, es sind dieselben Zugangsdaten. Das kannst du auch später oder auf einem anderen Gerät tun; { $brand } merkt sich, wo du warst.
mail-account-ready-action = Weiter einrichten

mail-sign-up-subject = Bestätige deine E-Mail-Adresse für { $brand }
mail-sign-up-intro = jemand möchte mit dieser Adresse ein Testkonto bei { $brand } anlegen. Wenn du das bist, bestätige die Adresse und lege dein Passwort fest.
mail-sign-up-action = Adresse bestätigen
mail-sign-up-unexpected = Du warst das nicht? Dann ignoriere diese Nachricht; ohne den Link entsteht kein Konto.
mail-sign-up-known-subject = Du hast schon ein Konto bei { $brand }
mail-sign-up-known-intro = jemand möchte mit dieser Adresse ein Testkonto bei { $brand } anlegen. Du hast aber schon ein Konto und kannst dich damit anmelden.
mail-sign-up-known-password = Passwort vergessen? Auf der Anmeldeseite bekommst du einen Link für ein neues.
mail-sign-up-known-unexpected = Du warst das nicht? Dann ignoriere diese Nachricht; es ändert sich nichts.
mail-test-ending-subject = { $n ->
    [one] Dein Test von { $brand } endet in { $n } Tag
   *[other] Dein Test von { $brand } endet in { $n } Tagen
}
mail-test-ending-intro = das Testkonto von { $company } endet am { $date }.
mail-test-ending-effect = Danach kann niemand mehr eingeladen werden. Wer dabei ist, behält den Zugang, und alle Daten bleiben erhalten.
mail-test-ending-next = Wenn du weitermachen möchtest, wähle einen Tarif. Sonst musst du nichts tun.
mail-sign-up-burnt-subject = Kein neues Testkonto bei { $brand }
mail-sign-up-burnt-intro = jemand möchte mit dieser Adresse ein Testkonto bei { $brand } anlegen. Mit dieser Adresse gab es schon eines, das gelöscht wurde; ein zweites gibt es nicht.
mail-sign-up-burnt-next = Wenn du { $brand } nutzen möchtest, wende dich an unser Support-Team.
mail-test-deleted-subject = Dein Testkonto bei { $brand } ist gelöscht
mail-test-deleted-intro = du hast dein Testkonto gelöscht. Alle Personen darin haben keinen Zugang mehr, und alle Daten sind weg.
mail-test-deleted-burnt = Mit deiner Adresse kann kein neues Testkonto angelegt werden. Dafür haben wir nur eine Prüfsumme behalten, nicht die Adresse.
mail-test-deleted-unexpected = Du warst das nicht? Dann wende dich sofort an unser Support-Team.
mail-password-reset-subject = Neues Passwort für { $brand }
mail-password-reset-intro = du hast für dein Konto bei { $company } ein neues Passwort angefordert.
mail-password-reset-action = Neues Passwort festlegen
mail-password-reset-until = Der Link gilt bis { $date } und funktioniert einmal.
mail-password-reset-unexpected = Du hast nichts angefordert? Dann ignoriere diese Nachricht; dein Passwort bleibt, wie es ist.

mail-password-changed-subject = Dein Passwort wurde geändert
mail-password-changed-intro = das Passwort für dein Konto bei { $company } wurde gerade geändert. Alle bisherigen Sitzungen sind beendet.
mail-password-changed-unexpected = Das warst nicht du? Dann wende dich bitte sofort an deine Admins oder an unser Support-Team.

mail-second-factor-set-up-subject = Zweiter Faktor eingerichtet
mail-second-factor-set-up-intro = für dein Konto bei { $company } ist jetzt ein zweiter Faktor eingerichtet. Deine anderen Sitzungen sind beendet.
mail-second-factor-off-subject = Zweiter Faktor ausgeschaltet
mail-second-factor-off-intro = der zweite Faktor für dein Konto bei { $company } wurde ausgeschaltet. Zum Anmelden reicht jetzt dein Passwort.
mail-second-factor-reset-subject = Zweiter Faktor zurückgesetzt
mail-second-factor-reset-intro = der zweite Faktor für dein Konto bei { $company } wurde zurückgesetzt. Alle deine Sitzungen sind beendet; richte den zweiten Faktor nach dem Anmelden am besten gleich neu ein.
mail-second-factor-codes-subject = Neue Wiederherstellungscodes
mail-second-factor-codes-intro = für dein Konto bei { $company } wurden neue Wiederherstellungscodes erzeugt. Die bisherigen gelten nicht mehr.
mail-second-factor-unexpected = Das hast du nicht erwartet? Dann ändere sofort dein Passwort und wende dich an deine Admins oder an unser Support-Team.
mail-passkey-added-subject = Passkey hinzugefügt
mail-passkey-added-intro = für dein Konto bei { $company } wurde ein Passkey hinzugefügt. Damit kannst du dich ohne Passwort anmelden. Deine anderen Sitzungen sind beendet.
mail-passkey-removed-subject = Passkey entfernt
mail-passkey-removed-intro = ein Passkey für dein Konto bei { $company } wurde entfernt. Mit ihm kommt niemand mehr herein. Deine anderen Sitzungen sind beendet.
mail-passkey-copied-subject = Passkey abgelehnt
mail-passkey-copied-intro = bei { $company } wollte sich jemand mit einem deiner Passkeys anmelden, den es offenbar zweimal gibt. Wir haben das abgelehnt. Entferne diesen Passkey in deinem Profil und lege einen neuen an.
mail-passkey-unexpected = Das warst du nicht? Dann entferne den Passkey in deinem Profil, ändere dein Passwort und wende dich an deine Admins oder an unser Support-Team.
mail-domain-missing-subject = { $company }: Der DNS-Eintrag einer Domain fehlt
mail-domain-missing-intro = Der TXT-Eintrag, mit dem deine Domain { $domain } bestätigt ist, steht nicht mehr im DNS.
mail-domain-missing-effect = Kommt er nicht zurück, führt die Domain nur noch bis { $date } zum Firmen-Login. Niemand wird abgemeldet.
mail-domain-missing-action = Domains öffnen
mail-support-allowed-subject = { $company }: Support-Zugriff für 24 Stunden erlaubt
mail-support-allowed-intro = { $actor } hat unserem Support-Team erlaubt, das Konto von { $company } bis { $date } anzusehen.
mail-support-allowed-effect = Das Team sieht Personen, Einladungen, Lizenzen, Verbindungen und die Einstellungen der Anmeldemethoden. Es kann nichts ändern, und jede Seite, die es öffnet, steht im Protokoll.
mail-support-allowed-unexpected = Das soll nicht sein? Dann beende den Zugriff sofort unter Kontoeinstellungen → Sicherheit.
mail-support-allowed-action = Sicherheit öffnen
mail-method-linked-subject = Neue Anmeldemethode eingerichtet
mail-method-linked-intro = Du kannst dich bei { $company } ab jetzt auch mit { $method } anmelden. Alle anderen Sitzungen sind beendet.
mail-method-removed-subject = Anmeldemethode entfernt
mail-method-removed-intro = Du kannst dich bei { $company } nicht mehr mit { $method } anmelden. Alle anderen Sitzungen sind beendet.
mail-method-changed-unexpected = Das warst du nicht? Dann wende dich sofort an deine Admins oder an unser Support-Team.

mail-address-changed-subject = Deine Kontaktadresse wurde geändert
mail-address-changed-intro = der Identity Provider von { $company } hat deine Kontaktadresse auf { $address } geändert.
mail-address-changed-by-hand = { $name } hat deine Kontaktadresse bei { $company } auf { $address } geändert.
mail-address-changed-confirm = Du meldest dich weiterhin mit dieser Adresse an, bis du die neue bestätigst: Melde dich an und öffne „Mein Profil“.
mail-address-removed-intro = der Identity Provider von { $company } hat deine Kontaktadresse entfernt.
mail-address-changed-sign-in = Deine Anmeldung bleibt unverändert: Du meldest dich weiterhin mit dieser Adresse an, und Nachrichten zu deinem Zugang kommen weiterhin hierher.
mail-address-changed-unexpected = Das ist nicht richtig? Dann wende dich bitte an deine Admins.

mail-address-confirmation-subject = Bestätige deine neue Adresse für { $brand }
mail-address-confirmation-intro = du möchtest dich für dein Konto bei { $company } künftig mit dieser Adresse anmelden.
mail-address-confirmation-how = Öffne den Link in dem Browser, in dem du angemeldet bist, und bestätige dort den Wechsel.
mail-address-confirmation-action = Neue Adresse bestätigen
mail-address-confirmation-until = Der Link gilt bis { $date } und funktioniert einmal.
mail-address-confirmation-unexpected = Du hast nichts angefordert? Dann ignoriere diese Nachricht; ohne dein Zutun ändert sich nichts.

mail-sign-in-address-moved-subject = Deine Anmeldeadresse wurde geändert
mail-sign-in-address-moved-intro = für dein Konto bei { $company } meldest du dich ab jetzt mit { $address } an. Dein Passwort bleibt gleich.
mail-sign-in-address-moved-unexpected = Das ist nicht richtig? Dann wende dich bitte sofort an deine Admins oder an unser Support-Team.

mail-token-created-subject = Neues SCIM Access Token für { $company }
mail-token-created-intro = für die Anmeldemethode { $method } wurde ein SCIM Access Token erzeugt (endet auf …{ $last4 }). Angelegt von: { $actor }.
mail-token-created-next = Mit diesem Token verwaltet dein Identity Provider ab jetzt Personen im Konto von { $company }.
mail-token-created-unexpected = Das hast du nicht erwartet? Dann wende dich bitte an unser Support-Team, damit wir das Token widerrufen.

mail-token-revoked-subject = SCIM Access Token von { $company } wurde widerrufen
mail-token-revoked-intro = das SCIM Access Token für die Anmeldemethode { $method } (endet auf …{ $last4 }) wurde widerrufen. Von: { $actor }.
mail-token-revoked-reason = Grund: { $reason }
mail-token-revoked-ticket = Vorgang: { $ticket }
mail-token-revoked-next = Personen behalten ihren Zugang, aber Änderungen aus deinem Identity Provider kommen nicht mehr an, bis du im Kundenportal ein neues Token erzeugst. Die SCIM Base URL bleibt gleich.
mail-token-rotated-subject = SCIM Access Token von { $company } wird ersetzt
mail-token-rotated-intro = für die Anmeldemethode { $method } wurde ein neues SCIM Access Token erzeugt (endet auf …{ $last4 }). Angelegt von: { $actor }.
mail-token-rotated-until = Das alte Token (endet auf …{ $last4 }) gilt noch bis { $date }.
mail-token-rotated-next = Trage bis dahin das neue Token in deinem Identity Provider ein. Die SCIM Base URL bleibt gleich.
mail-token-expiring-subject = { $n ->
    [one] SCIM Access Token von { $company } läuft in { $n } Tag ab
   *[other] SCIM Access Token von { $company } läuft in { $n } Tagen ab
}
mail-token-expiring-intro = das SCIM Access Token für die Anmeldemethode { $method } (endet auf …{ $last4 }) läuft am { $date } ab.
mail-token-expiring-next = Ersetze es rechtzeitig im Kundenportal unter Benutzerverwaltung → SCIM → Einstellungen. Das alte Token arbeitet so lange weiter, bis du das neue eingetragen hast.
mail-token-expired-subject = SCIM Access Token von { $company } ist abgelaufen
mail-token-expired-intro = das SCIM Access Token für die Anmeldemethode { $method } (endet auf …{ $last4 }) ist abgelaufen.
mail-key-named = der API-Schlüssel „{ $name }“ (endet auf …{ $last4 })
mail-key-unnamed = ein API-Schlüssel (endet auf …{ $last4 })
mail-key-action = API-Schlüssel ansehen
mail-key-made-subject = Neuer API-Schlüssel für { $company }
mail-key-made-intro = { $key } wurde angelegt. Angelegt von: { $actor }.
mail-key-made-opens = Damit liest ein Programm bis { $date }: { $areas }. Ändern kann es nichts.
mail-key-made-unexpected = Das hast du nicht erwartet? Dann widerrufe den Schlüssel sofort unter Kontoeinstellungen → Sicherheit → API-Schlüssel.
mail-key-revoked-subject = API-Schlüssel von { $company } wurde widerrufen
mail-key-revoked-intro = { $key } wurde widerrufen. Von: { $actor }.
mail-key-ended-next = Das Programm, das ihn benutzt hat, bekommt keine Antworten mehr. Wird es noch gebraucht, lege einen neuen Schlüssel an.
mail-key-maker-subject = API-Schlüssel von { $company } ist beendet
mail-key-maker-intro = { $key } gilt nicht mehr, weil { $maker } ihn angelegt hat und kein Admin mehr ist.
mail-key-expiring-subject = { $n ->
    [one] API-Schlüssel von { $company } läuft in { $n } Tag ab
   *[other] API-Schlüssel von { $company } läuft in { $n } Tagen ab
}
mail-key-expiring-intro = { $key } läuft ab: { $date }.
mail-key-expiring-next = Lege rechtzeitig einen neuen an und trage ihn in deinem Programm ein. Beide gelten so lange nebeneinander.
mail-key-expired-subject = API-Schlüssel von { $company } ist abgelaufen
mail-key-expired-intro = { $key } ist abgelaufen.
mail-old-token-ended-subject = Altes SCIM Access Token von { $company } wurde widerrufen
mail-old-token-ended-intro = { $actor } hat das alte SCIM Access Token für die Anmeldemethode { $method } (endet auf …{ $last4 }) widerrufen.
mail-old-token-ended-effect = Ab jetzt gilt nur noch das neue Token.
mail-new-token-withdrawn-subject = Neues SCIM Access Token von { $company } wurde verworfen
mail-new-token-withdrawn-intro = { $actor } hat das neue SCIM Access Token für die Anmeldemethode { $method } (endet auf …{ $last4 }) verworfen.
mail-new-token-withdrawn-effect = Das bisherige Token gilt weiter wie zuvor.
mail-scim-paused-subject = SCIM von { $company } ist pausiert
mail-scim-paused-intro = { $actor } hat die SCIM-Verbindung für die Anmeldemethode { $method } pausiert.
mail-scim-paused-effect = Personen behalten ihren Zugang. Änderungen aus deinem Identity Provider kommen nicht an, bis die Verbindung fortgesetzt wird.
mail-scim-resumed-subject = SCIM von { $company } läuft wieder
mail-scim-resumed-intro = { $actor } hat die SCIM-Verbindung für die Anmeldemethode { $method } fortgesetzt.
mail-scim-resumed-effect = Änderungen aus deinem Identity Provider kommen wieder an. Was in der Pause geschah, schickt er beim nächsten Abgleich.
mail-scim-deactivated-subject = SCIM von { $company } wurde deaktiviert
mail-scim-deactivated-intro = { $actor } hat SCIM für die Anmeldemethode { $method } deaktiviert. Das SCIM Access Token gilt nicht mehr.
mail-scim-deactivated-kept = Die Personen behalten ihren Zugang und werden ab jetzt von Hand verwaltet.
mail-scim-deactivated-gone = Der Zugang der Personen, die darüber verwaltet wurden, ist beendet. Admins können sie in der Nutzerverwaltung wieder aktivieren.
mail-scim-lapsing-premium = SCIM gibt es ausschließlich mit Premium, und dein Konto hat jetzt einen anderen Tarif.
mail-scim-lapsing-automatic = SCIM braucht die automatische Anpassung der Lizenzen, und sie ist in deinem Konto ausgeschaltet.
mail-scim-lapsing-subject = SCIM von { $company } endet am { $date }
mail-scim-lapsing-effect = Bis { $date } arbeitet deine SCIM-Verbindung weiter. Danach lehnt sie jede Anfrage deines Identity Providers ab. Personen behalten ihren Zugang.
mail-scim-closed-subject = SCIM von { $company } ist gesperrt
mail-scim-closed-effect = Deine SCIM-Verbindung lehnt seitdem jede Anfrage deines Identity Providers ab. Personen behalten ihren Zugang.
mail-scim-lapsing-next = Was fehlt, steht im Kundenportal unter Benutzerverwaltung → SCIM. Sobald es wieder da ist, arbeitet die Verbindung weiter, mit demselben Token.
mail-scim-silent-subject = SCIM von { $company }: lange keine Anfrage
mail-scim-silent-intro = dein Identity Provider hat sich für die Anmeldemethode { $method } zuletzt am { $date } gemeldet.
mail-scim-silent-next = Gab es bei euch keine Änderungen, musst du nichts tun. Sonst prüfe, ob das Provisioning in deinem Identity Provider noch eingeschaltet ist.
mail-administrator-kept-subject = Der letzte Admin von { $company } wurde nicht entfernt
mail-administrator-kept-intro = dein Identity Provider wollte { $name } deaktivieren oder entfernen. Das haben wir abgelehnt, denn danach könnte niemand mehr das Konto verwalten.
mail-administrator-kept-next = Soll die Person gehen, dann gib zuerst jemand anderem das Recht Administrator.
mail-administrator-kept-right-subject = Das Recht Administrator der letzten Person von { $company } bleibt
mail-administrator-kept-right-intro = nach den Regeln für Gruppen hätte { $name } das Recht Administrator verloren ({ $group }). Das Recht bleibt, denn danach könnte niemand mehr das Konto verwalten.
mail-administrator-by-rule-subject = Jemand hat in { $company } das Recht Administrator nicht mehr
mail-administrator-by-rule-intro = nach den Regeln für Gruppen hat { $name } das Recht Administrator nicht mehr ({ $group }). Bisher war es von Hand gegeben.
mail-administrator-by-rule-next = Soll die Person es behalten, dann gib das Recht in der Regel der Gruppe oder nimm die Person im Identity Provider aus der Gruppe.
mail-group = Gruppe „{ $name }“
mail-some-group = durch eine Gruppe
mail-identity-changed-subject = Eine Anmeldung bei { $company } wurde abgelehnt
mail-identity-changed-intro = jemand hat sich über { $method } mit der Adresse { $address } angemeldet, ist dort aber eine andere Person als bisher.
mail-identity-changed-effect = Wir haben die Anmeldung abgelehnt. Das kommt vor, wenn ein Postfach oder eine ganze Domain neu vergeben wurde.
mail-identity-changed-next = Gehört das neue Konto wirklich zur selben Person, dann entferne sie und lade sie neu ein. Sonst musst du nichts tun.
mail-removals-held-subject = Notbremse: viele Personen von { $company } wurden auf einmal entfernt
mail-removals-held-intro = dein Identity Provider hat über die Anmeldemethode { $method } in wenigen Minuten ungewöhnlich viele Personen deaktiviert oder entfernt.
mail-removals-held-effect = Ihr Zugang ist sofort beendet. Ihre Lizenzen und die Fristen bis zum Löschen bleiben stehen, bis du die Entfernungen bestätigst.
mail-removals-held-next = War das so gewollt? Dann bestätige es im Kundenportal unter Benutzerverwaltung → SCIM. Wenn nicht, prüfe deinen Identity Provider: Wer dort wieder aktiv wird, bekommt den Zugang zurück.
mail-limit-reached-subject = Grenze der Lizenzen von { $company } ist erreicht
mail-limit-reached-intro = die automatische Anpassung der Lizenzen hat die Grenze erreicht, die ihr festgelegt habt: { $n }.
mail-limit-reached-effect = Neue Personen aus deinem Identity Provider sind gespeichert und warten auf eine Lizenz. Sie bekommen ihre Einladung, sobald eine frei ist.
mail-limit-reached-next = Erhöhe die Grenze im Kundenportal unter Benutzerverwaltung → Lizenzen, oder gib dort Lizenzen frei.
mail-digest-subject = Was gestern bei { $company } geschehen ist
mail-digest-intro = das ist seit der letzten Zusammenfassung geschehen:
mail-digest-choose = Einzelheiten stehen im Protokoll. Wovon du Mails bekommst, wählst du unter Kontoeinstellungen → Benachrichtigungen.
mail-portal-action = Zum Kundenportal

## Postfach: only on the machine itself, where mail is written to files

mailbox-title = Postfach
mailbox-lead = Diese Installation verschickt keine Mail. Was sie verschicken würde, liegt hier und als Datei im Ordner { $folder }.
mailbox-empty = Noch keine Mail
mailbox-empty-text = Sobald jemand eingeladen wird oder ein Token entsteht, erscheint die Mail hier. Lade die Seite dann neu.
mailbox-to = An
mailbox-at = Zeit
mailbox-text = Als Text
mailbox-html = So sieht die Mail in einem Mailprogramm aus
mailbox-back = Alle Mails

## Demo: nur auf dem eigenen Rechner

demo-title = Demo: ein Konto für jeden Zustand
demo-lead = Melde dich mit Adresse und Passwort an und öffne den Zustand in der ersten Spalte.
demo-column-state = Zustand
demo-column-what = Was du siehst
demo-s0 = Ohne Adminrecht
demo-s1 = Kein Premium
demo-s2 = Automatische Anpassung der Lizenzen aus
demo-s3 = S3 (keine Anmeldemethode) hat kein eigenes Konto: Ohne Anmeldemethode kann sich niemand anmelden.
demo-s4 = Bereit zum Aktivieren
demo-s5 = Das Token ist sichtbar, sobald du auf „Aktivieren“ klickst
demo-s6 = Wartet auf die erste Anfrage
demo-s7 = Verbunden
demo-s8 = Verbunden mit Hinweisen: still seit 10 Tagen, Token läuft bald ab
demo-s9 = Token verlegt, Anfrage beim Support
demo-s10 = Token widerrufen
demo-s11 = Token abgelaufen
demo-s12 = Token wird ersetzt
demo-s13 = Pausiert
demo-s14 = Nicht mehr Premium, SCIM endet bald
demo-s14b = Nicht mehr Premium, SCIM ist gesperrt
demo-test = Testkonto, noch vier Tage
demo-s15 = Deaktivieren, am Ende der Einstellungen
