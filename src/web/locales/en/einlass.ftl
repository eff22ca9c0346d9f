### English, calm and direct, read alike on both sides of the Atlantic; "licence" is the noun. User Management is the group, Users the list,
### Login Methods what German calls Anmeldemethoden. SCIM Access Token and SCIM Base URL are the same words in both languages.

## Frame

layout-skip = Skip to content
layout-menu = Menu
layout-signed-in-as = Signed in as { $name }
nav-label = Customer Portal
nav-user-management = User Management
nav-users = Users
nav-licences = Licences
nav-scim = SCIM
nav-settings = Account Settings
nav-methods = Login Methods
nav-security = Security
nav-profile = My profile
nav-help = Help
nav-start = Home
nav-download = Download the app
contact-lead = Questions? Our support team is here to help:
contact-none = Questions? Contact the { $brand } support team.
sign-in = Sign in
sign-out = Sign out
cancel = Cancel
close = Close
continue = Continue
none = none
copy = Copy
copy-done = Copied
copy-refused = Selected: copy it with Ctrl+C or ⌘C
switched-on = on
switched-off = off
admins-only-title = This area is for admins
admins-only-text = Only admins can set up SCIM and change the user management. Please contact the admins of your company.
learn-more-scim = Learn more: setting up SCIM
learn-more-licences = How to increase or reduce your licences
form-errors = Please check what you entered
paging-label = Pages
paging-range = { $from }–{ $to } of { $total }
paging-previous = Previous
paging-next = Next

## Time

when-stamp = { $date } at { $time }
when-today = today at { $time }
when-now = just now
when-minutes = { $n } min ago
when-hours = { $n } h ago
when-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

## Fields

field-email = Email address
field-password = Password
field-current-password = Current password
field-new-password = New password
field-new-password-hint = At least { $least } characters. Several words in a row are easy to remember and hard to guess.
field-repeat-password = Repeat new password
field-name = Name
field-company = Company
field-code = One-time code
field-code-hint = Six digits from your authenticator app, or a recovery code.
error-email = Enter a valid email address, for example name@company.com.
error-password-missing = Enter your password.
error-password-short = The password needs at least { $least } characters.
error-password-long = The password can be at most 1024 bytes long.
error-password-guessable = This password is too easy to guess{ $why ->
    [common] : it is on lists of common passwords.
    [row] : it follows the order of keys, letters or digits.
    [repeats] : it repeats itself.
    [date] : a date or a year is quickly tried.
    [word] : a word or a name alone is quickly tried.
   *[other] .
} Take several words that have nothing to do with you or your company.
error-password-differs = The two entries do not match.
error-current-password = The current password is not right.
error-name = Enter a name of at most 256 characters.
error-method-missing = Choose a login method.
error-method-not-enabled = This login method has been turned off. Choose another one or turn it back on.

## Signing in

sign-in-title = Sign in
sign-in-heading = Sign in to { $brand }
sign-in-signed-out = You are signed out.
sign-in-password-changed = Your new password is saved. Use it to sign in.
sign-in-session-ended = Please sign in to continue.
sign-in-refused = Email address and password do not match.
sign-in-throttled = Too many attempts. Wait a few minutes, then try again.
forgot-link = Forgot your password?
sign-in-other = Without a password
sign-in-with = Sign in with { $method }
sign-in-company = Company login
back-to-sign-in = Back to sign-in
forgot-title = Forgot your password
forgot-lead = We will send you a link to set a new password.
forgot-send = Send link
forgot-sent-title = Check your inbox
forgot-sent-text = If there is an account with email & password for this address, the link is on its way. It is valid for 60 minutes. Please check your spam folder, too.
new-password-title = Set a new password
new-password-lead = This ends all your other sessions. You then sign in with the new password.
new-password-save = Save password
new-password-dead-title = This link is no longer valid
new-password-dead-text = It has already been used or is older than 60 minutes.
new-password-dead-again = Request a new link
choose-account-title = Choose an account
choose-account-lead = Your sign-in matches several accounts. Which one would you like to open?

## Home and overview

start-title = Hello, { $name }
start-steps-left = { $n ->
    [one] Continue setting up: one step left
   *[other] Continue setting up: { $n } steps left
}
overview-scim-title = What is SCIM?
scim-explained = SCIM keeps your users in step with your identity provider, automatically. Whoever is added there receives an invitation to { $brand }; whoever is removed there loses access.
overview-people = { $active } active, { $invited } invited
overview-licences-automatic = The number adjusts automatically.
overview-licences-free = { $n ->
    [one] { $n } licence is free.
   *[other] { $n } licences are free.
}
overview-to-users = Go to Users
overview-to-licences = Go to Licences
overview-to-scim = Go to the SCIM connection
overview-scim-activate = Set up SCIM
overview-scim-off = Users do not arrive automatically yet.
overview-scim-waiting = Your identity provider has not sent anything yet.
overview-scim-connected = Users arrive automatically.
overview-scim-revoked = Changes from your identity provider do not arrive.
scim-off = not active
scim-waiting = waiting
scim-connected = connected
scim-revoked = revoked

## SCIM

scim-title = Automatic user management with SCIM
scim-s0-title = Only admins can set up SCIM.
scim-s1-title = SCIM comes with Premium
scim-s1-text = SCIM is available with Premium only.
scim-s2-title = Turn on the automatic adjustment of licences
scim-s2-text = The automatic adjustment of licences must be turned on. Each new person adds 1 licence, billed pro rata.
scim-s3-title = Turn on a login method first
scim-s3-text = Your users accept their invitation with it, and sign in with it later.
scim-s4-title = Activate SCIM
scim-s4-text = Choose the login method your users are invited with.
scim-activate = Activate
scim-change-methods = Change login methods
scim-preview-methods = Show the login methods and their invitations
scim-more-methods = More login methods
scim-not-eligible = SCIM was not activated because a requirement is not met. Please check the list below.
check-label = Requirements for SCIM
check-done = Met
check-missing = Missing
check-premium = Premium account
check-premium-text = SCIM is included in the Premium plan.
check-automatic = Automatic adjustment of licences
check-automatic-text = Your licences follow the number of your users.
check-automatic-fix = Turn on now
check-automatic-more = More about licences
check-method = Login method
check-method-text = At least one method that is turned on and that people can sign in with.
check-method-fix = Go to Login Methods
plan-change = Change plan
plan-requested = Your request #{ $reference } to change the plan is on its way. We will get back to you.
plan-request-open = Request #{ $reference } to change the plan is in progress.
plan-basic = Basic
plan-connect = Connect
plan-premium = Premium
offer-legend = Login method
offer-preview = What the invitation looks like
offer-preview-mail = The email and the invitation page say:
offer-connected = SCIM is already active for it.
offer-disabled = Turned off in Login Methods.
offer-not-offered = Not available: sign-in with { $method } is not set up in this installation.
offer-not-configured = Not set up yet: set up { $method } under Login Methods first.
offer-not-usable = Nobody can sign in with { $method } here. Check Login Methods.
method-password = Email & password
method-google = Google
method-microsoft = Microsoft
method-oidc = OIDC
method-saml = SAML
accept-password = Accept invitation
accept-google = Accept with Google
accept-microsoft = Accept with Microsoft
accept-oidc = Accept with company login
accept-saml = Accept with company login
invite-by-password = You set a password and sign in with your email address.
invite-by-google = You accept the invitation with your Google account and sign in with it.
invite-by-microsoft = You accept the invitation with your Microsoft account and sign in with it.
invite-by-oidc = You accept the invitation with your company login and sign in with it.
invite-by-saml = You accept the invitation with your company login and sign in with it.
scim-s6-title = Now set up your identity provider
scim-s6-text = Enter the SCIM Base URL and the SCIM Access Token in your identity provider.
scim-s7-title = Connected
scim-s7-title-client = Connected to { $client }
scim-s7-last = Last request
scim-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
scim-method = Login method
scim-managed-people = Managed people
scim-base-url = SCIM Base URL
scim-to-guide = Open the guide
scim-settings = Settings
scim-profile = Profile
scim-profile-hint = How this connection reads what your identity provider sends. “Automatic” is almost always right.
scim-linking = People who already exist
scim-linking-hint = What happens when your identity provider creates somebody who already exists in your account. Administrators and project managers are never linked without your approval.
scim-inviting = Invitations
scim-inviting-hint = “At the push of a button”: new people appear under Users and hold their licence; you send their invitation there when the time has come.
inviting-at-once = Send at once
inviting-on-demand = At the push of a button
profile-auto = Automatic
profile-strict = Strictly by the RFC
linking-automatic = Link automatically
linking-ask = Ask first
settings-save = Save
settings-saved = The settings are saved and apply from the next request.
links-title = { $n ->
    [one] Link { $n } person?
   *[other] Link { $n } people?
}
links-text = Your identity provider tried to create these people, but they already exist in your account. Whoever is linked keeps their rights and their login; from then on, your identity provider determines their name, address and access.
links-decided = Links
links-next = Whoever is marked will be linked the next time your identity provider sends them.
links-caption = People your identity provider tried to create
links-asked = Last requested
links-decision = Decision
link-privileged = Administrator or project manager
link-approve = Link
link-approve-name = Link { $name }
link-decline = Decline
link-decline-name = Decline linking { $name }
link-approved = marked
link-declined = declined
link-decided-approved = { $name } will be linked the next time your identity provider sends them.
link-decided-declined = { $name } will not be linked. You can change your mind at any time.
decided-before = This had already been decided. You are looking at the latest state.
brake-title = { $n ->
    [one] Emergency brake: { $n } removal is waiting for you
   *[other] Emergency brake: { $n } removals are waiting for you
}
brake-text = Within minutes, your identity provider deactivated or removed an unusual number of people. Their access has ended; their licences and the deletion periods are on hold until you confirm. If this was a mistake, reactivate the people in your identity provider.
brake-confirm = Confirm removals
brake-confirm-title = { $n ->
    [one] Confirm { $n } removal?
   *[other] Confirm { $n } removals?
}
brake-confirm-text = The licences become free. Whoever was removed in your identity provider is deleted here for good in 30 days.
brake-released = { $n ->
    [one] { $n } removal is confirmed. The licence is free.
   *[other] { $n } removals are confirmed. The licences are free.
}
scim-s9-title = Request #{ $reference } is in progress.
scim-s9-text = Your token keeps working until we revoke it. Filed { $at }.
scim-s10-title = The token has been revoked
scim-s10-support = Support revoked the token on { $at }. People keep their access, but changes from your identity provider do not arrive.
scim-s10-support-reason = Support revoked the token on { $at } (reason: { $reason }). People keep their access, but changes from your identity provider do not arrive.
scim-s10-other = The token was revoked on { $at }. People keep their access, but changes from your identity provider do not arrive.
rejected-unknown = Last attempt { $at }: unknown token
rejected-revoked = Last attempt { $at }: revoked token
rejected-other = Last attempt { $at }: token of another connection
rejected-hint-new = Generate a new token and enter it in your identity provider.
rejected-hint = Check that the current SCIM Access Token is entered completely in your identity provider.
token-name = SCIM Access Token
token-created = created { $at } by { $by }
token-never-used = never used
token-last-used = last used
token-new = Generate new token
token-lost = Lost your token?
token-live = There is already a valid token. If it is lost, ask support to revoke it with “Lost your token?”.
token-already-made = Token created { $at } by { $by }. It was visible only once.
token-dialog-title = Your SCIM Access Token
token-dialog-once = You will see this token only now.
token-dialog-advice = Store it where you will find it again, for example in your password manager.
token-dialog-next = When you close this window, you will see the SCIM Base URL.
token-dialog-saved = I have saved the token
token-dialog-unsaved = Token not saved?
token-dialog-unsaved-text = Without the token you cannot set up your identity provider. Nobody can show it again. Close anyway?
token-dialog-unsaved-close = Close without saving
lost-title = Lost your token?
lost-text = We will send your request to the support team. They revoke the old token, then you can generate a new one here. The SCIM Base URL stays the same.
lost-send = Ask support
lost-requested = Request #{ $reference } has reached the support team.
request-withdraw = Withdraw request
request-withdrawn = The request has been withdrawn.
offer-former = Was active until { $at }. If you activate SCIM again, the SCIM Base URL stays the same.
scim-s8-chip = { $n ->
    [one] { $n } notice
   *[other] { $n } notices
}
scim-s11-title = The token has expired
scim-s11-text = The token expired on { $at }. People keep their access, but changes from your identity provider do not arrive.
scim-s12-title = The token is being replaced
scim-s12-unused = The old token works until { $until }. New token: not used yet.
scim-s12-used = The old token works until { $until }. New token: used ✓.
scim-s13-title = SCIM is paused
scim-s13-text = Connection paused by { $by } ({ $at }). People keep their access; meanwhile we refuse requests from your identity provider.
scim-s14-title = SCIM is blocked
scim-s14-premium = SCIM is available with Premium only. People keep their access, but we refuse requests from your identity provider.
scim-s14-automatic = The automatic adjustment of licences is turned off. People keep their access, but we refuse requests from your identity provider.
scim-s14-grace-title = SCIM ends on { $date }
scim-s14-grace-premium = SCIM is available with Premium only. Your connection keeps working until { $at }; after that we refuse requests from your identity provider. People keep their access.
scim-s14-grace-automatic = The automatic adjustment of licences is turned off. Your connection keeps working until { $at }; after that we refuse requests from your identity provider. People keep their access.
scim-s15-title = Deactivate SCIM
scim-s15-text = The token ends at once and nobody is managed automatically any more. The history stays, and you can activate SCIM again at any time.
scim-s15-people = { $n ->
    [one] What happens to the { $n } managed person?
   *[other] What happens to the { $n } managed people?
}
scim-s15-keep = Keep the people
scim-s15-keep-hint = They keep their access, rights and licence. From then on you manage them by hand.
scim-s15-end = Deactivate the people
scim-s15-end-hint = Their access ends at once and their licences become free. You yourself and the last admin stay.
scim-s15-name = Name of your account
scim-s15-name-hint = To confirm, enter “{ $name }”.
scim-deactivate = Deactivate SCIM
scim-is-deactivated = SCIM is deactivated. The history is kept.
error-account-name-differs = This is not the name of your account.
scim-rotating = being replaced
scim-paused = paused
scim-grace = ends soon
scim-blocked = blocked
scim-lost = with support
scim-pause = Pause
scim-pause-heading = Pause
scim-pause-title = Pause SCIM?
scim-pause-text = People keep their access. We refuse requests from your identity provider until you resume the connection.
scim-is-paused = The connection is paused.
scim-resume = Resume
scim-resume-text = The connection is paused. As soon as you resume it, we accept requests again.
scim-is-resumed = The connection is running again.
hints-label = Notices
hint-fix = Fix
hint-silent = Last request { $ago }
hint-silent-text = If something changed on your side, check that provisioning is still running in your identity provider.
hint-expiring = The token expires on { $at }
hint-expiring-text = Replace it before then. The old one keeps working meanwhile.
hint-undecided-text = They already exist in your account. Decide what happens to them.
hint-held-text = Their licences stay in use until you decide.
settings-title = Connection settings
settings-behaviour = Behaviour
token-valid = valid
token-old = being replaced
token-last-used-from = Last used from { $from }
token-valid-until = works until { $at }
token-expires = expires on { $at }
token-ended-expired = expired
token-ended-replaced = replaced
token-ended-withdrawn = discarded
token-ended-deactivated = deactivated
tokens-past = Earlier tokens
token-rotate = Rotate token
token-rotate-lead = Replace the token without any interruption: old and new work side by side for a while.
token-rotate-title = New token while the old one keeps working?
token-rotate-text = You will see the new token only once. Enter it in your identity provider while the old one still works. All admins get an email.
token-support-only = Here, the support team replaces a valid token: they revoke the old one, then you generate a new one.
token-fresh-title = Token not saved?
token-fresh-text = Nobody can show it again. Ask support to revoke it, then generate a new one.
overlap-label = The old token keeps working for
overlap-hour = 1 hour
overlap-day = 1 day
overlap-week = 7 days
lifetime-label = Validity of the token
lifetime-hint = If it expires, we email all admins 30, 7 and 1 day before.
lifetime-unlimited = Does not expire
lifetime-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
lifetime-year = 1 year
old-token-end = Revoke the old one now
old-token-end-title = Revoke the old token (…{ $last4 }) now?
old-token-end-used = The new token is already in use. From now on only this one works.
old-token-end-unused = The new token has never been used. If it is not entered in your identity provider, no more changes will arrive from now on.
old-token-ended = The old token is revoked. From now on only the new one works.
rotation-withdraw = Cancel
rotation-withdraw-title = Discard the new token?
rotation-withdraw-text = The new token ends at once. The old one keeps working as before.
rotation-withdraw-do = Discard new token
rotation-withdrawn = The new token is discarded. The old one keeps working.
rejected-expired = Last attempt { $at }: expired token
rejected-expired-on = Last attempt { $at }: token expired on { $date }
setup-no-token = No valid token
back = Back

## Set-up

setup-back = SCIM
setup-title = Set up your identity provider
setup-lead = Your users are invited with the login method { $method }.
setup-live-title = Connection
setup-live-refresh = Check now
setup-waiting = Waiting for the first request
setup-waiting-detail = As soon as your identity provider calls, you will see it here. In OneLogin, approvals are listed under “Pending”.
setup-confirmed = Connection confirmed { $time }
setup-confirmed-client = Connection confirmed { $time } ({ $client })
setup-arrived = { $n ->
    [0] Nobody has arrived yet
    [one] { $n } person has arrived
   *[other] { $n } people have arrived
}
guide-title = { $name }, step by step
guide-generic = Other provider
guide-choice = Your identity provider
guide-choice-text = Your choice shows the right guide and sets the profile of the connection to match.
guide-base-url-elsewhere = the SCIM Base URL from your Customer Portal
guide-base-url-where = You find it in the Customer Portal under User Management → SCIM.
template-title = Check a template
template-hint = Paste your template from OneLogin here. We tell you what we would store and what is missing. Nothing is saved.
template-check = Check template
template-fine = The template is complete.
template-remarks = The template works, but have a look at this:
template-refused = With this template, nobody arrives:
template-caption = What we would store from the template
template-column-attribute = Attribute
template-column-template = In the template
template-column-example = Example
template-too-long = The template is longer than 20,000 characters.
template-not-json = This is not JSON: error in line { $line }, column { $column }.
template-not-object = A template is a JSON object in curly braces.
template-no-schema = “schemas” does not name urn:ietf:params:scim:schemas:core:2.0:User.
template-no-user-name = “userName” is missing. Without it we cannot match anybody.
template-no-emails = “emails” is missing or has no “value”. Without an address nobody can be invited.
template-user-name-no-address = “userName” is no email address. Set the parameter “scimusername” to “Email”.
template-no-name = No name: people are then called by their address.
template-unknown = We do not know “{ $name }” and skip it.
template-unknown-macro = We do not know { $name }. Check that it has a value in OneLogin.
guide-1 = Sign in to your OneLogin account and open “Applications”.
guide-2-before = Click “Add App” and create a new app named
guide-2-after = .
guide-3 = Go to the “Configuration” tab and enter this SCIM Base URL:
guide-3-token = In the field “SCIM Bearer Token”, enter the SCIM Access Token you saved.
guide-3-template = In the field “SCIM JSON Template”, replace the default template with the one below. The only difference: the email address is the user name, so that we can match the person.
guide-3-download = Download the template as a file
guide-4 = In the “Parameters” tab, edit the parameter “scimusername” and set it to “Email”.
guide-4-phone = You can also add a parameter with the value “Phone”. This is optional.
guide-5 = Go to the “Provisioning” tab and make sure that provisioning is enabled.
guide-5-approval = Under “Create, delete and update user” you decide which changes need approval. Until you approve them, nothing arrives here.
guide-6 = Go back to the “Configuration” tab and enable the API connection.
guide-people-title = Add users
guide-people-existing = If the users already exist in OneLogin, simply assign them the role of the SCIM app. Otherwise:
guide-people-1 = Open “Users → New User” and fill in the fields.
guide-people-2 = Open the “Applications” tab and set the “Default Role” for the user.
guide-people-3 = Click “Pending” and approve “Provisioner”.
guide-people-done = The person receives their invitation right away and appears in

## Signing in with an identity provider

provider-company = your company login
provider-generic = the identity provider
company-title = Company login
company-lead = We take you to your company’s own sign-in.
company-field = Your company’s short name
company-hint = It is in the instructions you received from your admins, for example example-inc.
company-unknown = No company login is set up under this short name. Ask your company’s admins.
departure-title = Continue to { $provider }
departure-text = You leave { $brand } and come back here after signing in with { $provider }.
departure-go = Continue to { $provider }
provider-failed-title = Sign-in did not work
provider-cancelled-title = Sign-in cancelled
provider-cancelled-text = You cancelled the sign-in with { $provider }. Nothing has happened.
provider-stale-text = This sign-in has expired, was used already, or began in another browser. Please start again.
provider-unreachable-text = We got no usable answer from { $provider }. Try again in a few minutes.
provider-not-set-up-text = Sign-in with { $provider } is not set up here.
provider-declined-text = Instead of a sign-in, { $provider } returned an error: { $code }. Ask your company’s admins.
provider-refused-text = We could not trust the answer from { $provider }, so we refused it. Please start again. If it happens again, contact the support team.
provider-not-lasting-text = The answer from { $provider } contains no identifier that is yours for good (NameID in format “persistent”). Your company's admins can choose an attribute for it under sign-in methods.
provider-unknown-text = You signed in with { $provider } as { $address }, but nobody gets in here with that. If you were invited, open the link in your invitation first; otherwise ask your company’s admins.
provider-unknown-nameless = Nobody gets in here with this sign-in at { $provider }. If you were invited, open the link in your invitation first; otherwise ask your company’s admins.
provider-mismatch-title = Different account
provider-other-address = You signed in with { $provider } as { $said }, but the invitation is for { $invited }.
provider-no-address = No email address came from { $provider }. The invitation is for { $invited }, so we need it once to compare. Ask your company’s admins.
provider-not-verified = According to { $provider }, { $said } has not been verified as your address. Verify it there and try again.
provider-somebody-else = Somebody else at your company already signs in with this account at { $provider }.
provider-invitation-stays = The invitation remains valid.
provider-choose-other = Choose another account
provider-tested-title = Sign-in works
provider-tested-text = Your identity provider answered and the answer is valid. This is what it says about you:
provider-tested-no-address = The email address is missing
provider-tested-no-address-text = Without the claim “email” nobody can accept an invitation. Release it for this application in your identity provider.
provider-tested-back = Back to setup
setup-saved = Saved.
oidc-setup-title = Your own OpenID provider
oidc-setup-lead = OneLogin, Okta, Entra ID, Keycloak and others: create a web application with OpenID Connect there and enter its details here.
oidc-redirect-uri = Redirect URI (callback)
oidc-redirect-hint = Enter this address in your identity provider’s application.
oidc-issuer = Issuer
oidc-issuer-hint = Exactly as your identity provider names it, for example https://example.onelogin.com/oidc/2
oidc-issuer-wrong = The issuer is an address such as https://example.onelogin.com/oidc/2, without “?” and “#”.
oidc-client-id = Client ID
oidc-client-id-missing = Enter your application’s client ID.
oidc-client-secret = Client secret
oidc-client-secret-hint = We store it encrypted and never show it again.
oidc-secret-kept = It is stored. Leave the field empty to keep it.
oidc-client-secret-missing = Enter your application’s client secret.
oidc-client-secret-again = A new issuer comes with a new client secret.
oidc-short-name = Your company’s short name
oidc-short-name-hint = Your people use it at “Company login”: 2 to 40 characters out of a–z, 0–9 and hyphens.
oidc-short-name-wrong = The short name has 2 to 40 characters out of a–z, 0–9 and single hyphens between them.
oidc-short-name-taken = This short name is taken.
oidc-unreachable = The identity provider could not be reached or did not answer like an OpenID provider. Nothing was saved.
oidc-test-title = Test sign-in
oidc-test-text = You sign in once with your identity provider and see what it says about you. Nothing else changes.
oidc-tested = Last tested successfully: { $at }
oidc-untested = Not tested yet.
oidc-test = Test sign-in

## SAML
saml-setup-title = SAML
saml-setup-lead = Entra ID, Okta, OneLogin, Shibboleth and others: create an application with SAML 2.0 there and exchange the metadata of both sides.
saml-ours = For your identity provider
saml-ours-text = Enter these two addresses in your identity provider's application, or upload our metadata there.
saml-acs = ACS URL (Assertion Consumer Service)
saml-entity-id = Entity ID (audience)
saml-signed-hint = The assertion itself must be signed with SHA-256 or stronger and must not be encrypted.
saml-metadata-download = Download metadata
saml-theirs = From your identity provider
saml-metadata-url = Metadata address
saml-metadata-url-hint = As your identity provider gives it. We read it once, when you save.
saml-metadata-kept = The metadata are stored. Leave both fields empty to keep them.
saml-metadata = Metadata as XML
saml-metadata-hint = Instead of the address: the content of the file.
saml-metadata-missing = Enter the metadata address or paste the metadata as XML.
saml-metadata-no-xml = This is no XML, or it contains a document type declaration.
saml-metadata-no-provider = These are not the metadata of exactly one identity provider for SAML 2.0.
saml-metadata-no-address = The metadata lack a sign-in address for HTTP-Redirect.
saml-metadata-no-certificate = The metadata lack a certificate that we can check signatures with.
saml-address-wrong = We lead nobody to the sign-in address in the metadata ({ $why }).
saml-unreachable = There were no metadata at this address ({ $why }). Nothing was saved.
saml-subject = Attribute with the lasting identifier
saml-subject-hint = Empty: the NameID in format “persistent”. Otherwise the name of an attribute that never changes for a person, e.g. http://schemas.microsoft.com/identity/claims/objectidentifier. If you change it later, everybody needs a new invitation.
saml-email = Attribute with the email address
saml-email-hint = Empty: the NameID in format “emailAddress” or an attribute with a usual name. We need it once, to compare it with the invitation.
saml-attribute-wrong = The name of an attribute has at most 255 characters.
saml-their-entity-id = Entity ID of your identity provider
saml-their-address = Sign-in address
saml-their-certificates = Certificates (SHA-256)
saml-tested-no-address = Without the address nobody can accept an invitation. Release it as an attribute in your identity provider, or name the attribute that holds it here.
microsoft-setup-title = Set up Microsoft
microsoft-setup-lead = Only accounts from your own directory (Microsoft Entra ID) can sign in.
microsoft-tenant = Directory (tenant) ID
microsoft-tenant-hint = You find it in the Microsoft Entra admin center under “Overview”, for example 8f2c1d34-5b6a-4c7d-9e80-112233445566
microsoft-tenant-wrong = The directory ID looks like 8f2c1d34-5b6a-4c7d-9e80-112233445566.

## Licences

licences-total = { $n ->
    [one] You have { $n } licence.
   *[other] You have { $n } licences.
}
licences-figures = Licences in figures
licences-used = In use
licences-reserved = Reserved for invitations
licences-free = Free
licences-explained = Everybody who is an app user and invited or active needs a licence.
automate = Automate
automatic-title = Automatic adjustment of licences
automatic-on-text = Each new person adds 1 licence; whoever leaves gives theirs back.
automatic-off-state = The number of your licences stays as it is. SCIM needs the automatic adjustment.
automatic-confirm-title = Turn on automatic adjustment?
automatic-cost = Each new person adds 1 licence, billed pro rata from the day of the invitation. When a person is deactivated or removed, the number goes down again.
automatic-confirm = Turn on
automatic-is-on = The automatic adjustment of licences is on.
automatic-is-off = The automatic adjustment of licences is off.
automatic-switch-off = Turn off
automatic-off-title = Turn off automatic adjustment?
automatic-off-text = The number of your licences then stays as it is today.
automatic-off-confirm = Turn off
automatic-blocked-title = Stays on while SCIM is active
automatic-blocked-text = SCIM needs the automatic adjustment of licences. To turn it off, SCIM has to be paused first; please contact the support team.
ledger-title = History
ledger-empty-title = No changes yet
ledger-empty-text = When your licences change, you will see here when, why and by whom.
ledger-when = When
ledger-cause = Reason
ledger-in-use = In use
ledger-by = By
cause-invited = Person invited
cause-invitation-renewed = Invitation renewed
cause-reactivated = Person reactivated
cause-deactivated = Person deactivated
cause-removed = Person removed
cause-invitation-expired = Invitation expired
cause-invitation-revoked = Invitation revoked
cause-removal-held = Removal awaiting confirmation
cause-adjustment-switched = Automatic adjustment turned on or off

## Login methods

methods-lead = How the people in your account sign in, and how they are invited.
methods-back-to-scim = Back to SCIM
method-enable = Turn on
method-disable = Turn off
method-enable-named = Turn on { $method }
method-disable-named = Turn off { $method }
method-switched-on = { $method } is on.
method-switched-off = { $method } is off.
method-last = Stays on: it is the last method anybody can sign in with.
method-last-of-admins = Stays on: afterwards no admin could sign in. Have an admin accept an invitation by another method first.
method-used-by-scim = Stays on: SCIM invites people with it.
method-scim-badge = used by SCIM
method-people = { $n ->
    [0] nobody invited with it
    [one] { $n } person invited with it
   *[other] { $n } people invited with it
}
method-not-offered = Sign-in with { $method } is not set up in this installation.
method-not-configured = Set up { $method } before you turn it on.
method-setup = Set up
method-change = Change
method-setup-named = Set up { $method }

## Users

users-count = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
users-search = Name or email address
users-search-go = Search
users-status = Status
users-origin = Origin
users-any = all
users-show-all = Show all
users-back = Users
users-scim-active = This connection manages new users automatically: add them in your identity provider.
users-empty-title = Nobody here yet
users-empty-text = Activate SCIM and your users arrive automatically.
users-empty-scim = As soon as your identity provider sends people, you will see them here.
users-empty-fix = Go to SCIM
users-no-hit-title = No matches
users-no-hit-text = Nobody matches your search.
column-person = Person
column-rights = Rights
column-licence = Licence
column-actions = Actions
licence-held = 1{ "\u00A0" }licence
licence-none = none
right-app-user = App user
right-administrator = Administrator
right-project-manager = Project manager
origin-scim = SCIM
origin-linked = SCIM (linked)
origin-manual = manual
managed-by-scim = Managed by SCIM
status-invited = invited
status-active = active
status-deactivated = deactivated
status-expired = expired
status-revoked = revoked
status-undeliverable = Undeliverable
mail-state-unsent = Invitation not sent yet
mail-state-later = Mail leaves { $at }: three have gone to this address today.
mail-state-queued = Sending email
mail-state-sent = Email{ "\u00A0" }sent { $at }
resend = Resend
invitation-send = Send invitation
invitation-send-to = Send invitation to { $name }
invitation-unsent-admin = The person knows nothing of their access yet. Their licence is reserved; the invitation runs from the day you send it.
invitations-unsent = { $n ->
    [one] { $n } invitation has not been sent yet
   *[other] { $n } invitations have not been sent yet
}
invitations-unsent-text = This is what the settings of the SCIM connection say. The licences are reserved.
invitations-send-all = Send all
invitations-sent = { $n ->
    [0] There was no invitation to send.
    [one] { $n } invitation is on its way.
   *[other] { $n } invitations are on their way. Very many leave little by little.
}
resend-to = Resend the invitation to { $name }
invitation-resent = Invitation sent again.
invitation-too-soon = An invitation was sent just now. Wait a minute; we never send more than three emails a day.
profile-title = Profile
profile-locked = Name, email address and phone number come from your identity provider and are changed there.
profile-sign-in-email = Signs in with
profile-phone = Phone
profile-method = Login method
profile-since = Created
profile-first-sign-in = First sign-in
profile-last-sign-in = Last sign-in
signed-in-never = never signed in
signed-in-last = signed in { $at }
invitation-title = Invitation
invitation-expired-admin = The invitation has expired. “Resend” renews it.
invitation-revoked-admin = The invitation was revoked. “Resend” renews it.
invitation-open-admin = The person has not accepted their invitation yet. Every link from earlier emails stays valid until it expires.
undeliverable-text = The mail server accepts no mail for { $email }. Check the address in your identity provider, then resend the invitation.
sessions-title = Sessions
sessions-open = { $n ->
    [0] Nobody is signed in right now.
    [one] { $n } session is open.
   *[other] { $n } sessions are open.
}
sessions-text = End all sessions if a device was lost. The person can then sign in again.
sessions-end = End all sessions
sessions-end-title = End all sessions?
sessions-end-text = { $name } is signed out everywhere and can sign in again.
sessions-ended = { $n ->
    [0] No session was open.
    [one] { $n } session ended.
   *[other] { $n } sessions ended.
}
invitation-withdraw = Revoke invitation
invitation-withdrawn = The invitation is revoked. No link from earlier mails works any more, and the licence is free.
access-title = Access
access-text = Whoever is deactivated or removed is signed out everywhere at once; open invitations and password links stop working.
access-ended = This person’s access has ended.
access-deactivate = Deactivate person
access-deactivate-title = Deactivate this person?
access-deactivate-text = { $name } loses access at once and the licence is free. You can activate the person again at any time.
access-deactivate-text-managed = { $name } loses access at once and the licence is free. Change it in your identity provider too, or it may activate the person again.
access-deactivated = The person is deactivated and signed out everywhere.
access-reactivate = Activate person
access-reactivated = The person has access again.
access-remove = Remove person
access-remove-title = Remove this person?
access-remove-text = { $name } loses access at once and the licence is free. In 30 days the data are deleted for good.
access-remove-text-managed = { $name } loses access at once and the licence is free. In 30 days the data are deleted for good. Remove the person in your identity provider too, or it may create them again.
access-removed = The person is removed.
access-yourself = Only somebody else can end your own access.
access-last-administrator = This is the last person with the Administrator right. Give the right to somebody else first.

## Mein Profil

own-profile-title = My profile
own-person-title = About you
own-sign-in-email = You sign in with
own-profile-locked = Your company's identity provider manages your name; it is changed there.
own-name-save = Save name
profile-renamed = Your name is saved.
own-password-title = Change password
own-password-text = Afterwards you are signed out on all other devices.
own-password-save = Change password
profile-password-changed = Your password is changed. All other sessions have ended.
own-sessions-title = My sessions
own-sessions-text = You are signed in here right now. End what you do not recognize, then change your password.
own-session-this = this session
own-session-from = Network address { $ip } ·
own-session-by = Signed in with { $method }
own-session-since = Since
own-session-used = last used
own-session-end = End
own-session-end-named = End session: { $device }
own-session-ended = The session has ended.
own-sessions-end = End all others
own-sessions-end-title = End all other sessions?
own-sessions-end-means = You stay signed in here only.
own-sessions-ended = All other sessions have ended.
device-browser-on = { $browser } on { $system }
device-unknown = Unknown device

## Zweiter Faktor

factor-off-text = With a second factor an attacker needs more than your password. You need an authenticator app on your phone.
factor-on-text = When you sign in, we ask for a code from your authenticator app after your password. { $n ->
    [0] You have no recovery codes left.
    [one] You have one recovery code left.
   *[other] You have { $n } recovery codes left.
}
factor-duty = Your company requires a second factor.
factor-set-up = Set up a second factor
factor-switch-off = Switch off the second factor
factor-off-title = Switch off the second factor?
factor-off-means = Afterwards your password is enough to sign in. All other sessions end.
factor-off-confirm = Switch off
factor-switched-off = The second factor is switched off. All other sessions have ended.
factor-required = The second factor stays: your company requires it.
factor-short-password = The second factor stays: your password is too short to be enough on its own. First change it to one of at least 15 characters.
factor-new-codes = New recovery codes
factor-new-codes-title = New recovery codes?
factor-new-codes-means = The previous ones stop working. All other sessions end.
factor-new-codes-confirm = Create new codes
factor-reset = Reset the second factor
factor-reset-text = Reset it when the person has lost their phone and their recovery codes. First make sure that it is really them who asks.
factor-reset-title = Reset the second factor?
factor-reset-means = { $name } is signed out everywhere, gets an e-mail, and needs no code at the next sign-in. Where a second factor is required, the person then sets it up anew.
factor-was-reset = The second factor is reset, and all sessions of the person have ended.
enrol-duty = Before you go on, you need a second factor.
duty-title = Second factor is required
duty-text = Applies to everybody who signs in with e-mail & password. Whoever has no second factor yet sets it up at the next sign-in, before anything else opens.
duty-coverage = { $with } of { $n } people with a password have a second factor.
duty-switch-on = Make it required
duty-on-title = Make the second factor required?
duty-on-means = Running sessions stay; from the next sign-in on, everybody with a password needs a second factor, including you.
duty-switch-off = Make it optional
duty-off-title = Make the second factor optional?
duty-off-means = Whoever has a second factor keeps it and can then switch it off.
duty-is-on = The second factor is now required.
duty-is-off = The second factor is no longer required.

## Noch einmal beweisen

confirm-title = Confirm
confirm-heading = Please confirm that it is you
confirm-lead = This is needed before important changes. Nothing has changed yet: you will come back to the page and press the button there again.
confirm-button = Confirm
confirm-at-provider = Confirm with { $provider }
confirm-refused = That is not right. Check what you entered and try again.
confirm-sign-in-anew = You have no password. Sign out and sign in again the way you did before; then you have five minutes.
confirm-cancel = Back, without changing anything

## Invitation

invitation-page-title = Invitation
invitation-heading = { $account } invites you to { $brand }
invitation-from = Invited by
invitation-from-scim = your company (SCIM)
invitation-for = Invitation for
invitation-method = Login method
invitation-set-password = Set a password to accept the invitation.
invitation-provider-text = You sign in with { $provider } and then come back here.
invitation-disabled-title = Login method turned off
invitation-disabled-text = Your company has turned off { $method }. Please contact the admins of your company.
invitation-accepted-title = You have already joined
invitation-accepted-text = This invitation has been accepted. Sign in to { $brand }.
invitation-expired-title = Your invitation has expired
invitation-expired-text = Request a new invitation to { $account }. We will send it to the same address.
invitation-renew = Request a new invitation
invitation-renewed-title = New invitation
invitation-renewed-lead = It is on its way
invitation-renewed-text = Check your inbox and your spam folder.
invitation-gone-title = This invitation is not valid
invitation-gone-text = Open the link in the latest invitation email once more. If that does not help, contact the admins of your company.
invitation-other-title = You are signed in with another account
invitation-other-text = You are signed in as { $signed_in }, but the invitation is for { $invited }.
invitation-switch = Sign out and open the invitation
invitation-stay = Stay signed in

## Anmeldeadresse

address-title = Sign-in address
address-notice-title = Your identity provider names a new address: { $address }
address-notice-text = You keep signing in with your previous address until you confirm the new one.
address-notice-link = Confirm the new address
address-from = Previous
address-to = New
address-offer-text = Would you like to sign in with the new address from now on? We will mail a link to it. Open it in this browser and the change is done.
address-password-hint = So that we know it is you.
address-password-wrong = The password is not right.
address-ask = Send link
address-mailed-title = The link is on its way
address-mailed-text = Look in the mailbox { $address }, and in its spam folder. The link works for 60 minutes, once.
address-too-soon-title = A link was sent only just now
address-confirm-text = The link from your new mailbox has arrived. Sign in with the new address from now on?
address-confirm = Use the new address
address-sign-in-title = Sign in first
address-sign-in-text = Sign in with your previous address, then open the link in the mail again.
address-dead-title = This link does not work
address-dead-text = It has been used, is older than 60 minutes, or belongs to somebody else. You can ask for a new one on your start page.
address-moved-title = Done
address-moved-text = From now on you sign in with { $address }. Your password stays the same.
address-nothing-title = There is nothing to do here
address-nothing-text = The address you sign in with stays as it is.
address-taken-title = This address is taken
address-taken-text = Somebody in your company already signs in with { $address }. Please contact your admins.
address-admin-title = Your admins decide
address-admin-text = You sign in with { $from }; your identity provider names { $to }. Your admins can approve the change under Users.
address-admin-open = This person signs in with { $from }; your identity provider names { $to }. They can confirm the change on their start page. If they can no longer get in with the previous address, approve it here.
address-admin-privileged = This person signs in with { $from }; your identity provider names { $to }. Administrators and project managers keep signing in with their previous address; only the contact address changes.
address-admin-taken = This person signs in with { $from }; your identity provider names { $to }. Somebody else already signs in with the new address.
address-approve = Approve the change
address-approve-title = Approve the change of sign-in address?
address-approve-text = Afterwards { $name } signs in with { $to } and is signed out everywhere. Both addresses get a message. Make sure first that the new mailbox belongs to this person.
address-reason = Reason
address-reason-hint = Kept in your account’s log.
address-reason-needed = Give a reason of at most 1,000 characters.
address-approved = The change is approved. Both addresses get a message.

## Welcome and app

welcome-title = Welcome
welcome-heading = Welcome to { $brand }
welcome-lead = { $n ->
    [0] You belong to { $account }. Everything is done.
    [one] You belong to { $account }. One step is left.
   *[other] You now belong to { $account }. Two steps are left.
}
welcome-lead-guest = This is what happens after the invitation.
welcome-1-title = Invitation accepted
welcome-1-text = Your access is ready.
welcome-2-title = Get the app
welcome-2-text = Install the app on your computer.
welcome-2-have = I already have it
welcome-3-title = Sign in to the app
welcome-3-text = Sign in with the same credentials; { $brand } guides you through the first steps.
welcome-3-done = I am signed in to the app
download-lead = Download the app for your operating system.
download-version = Version { $version }
download-for = Download for { $system }
download-none-title = There is no download here yet
download-none-text = Ask the admins of your company or the support team where to get the app.

## Help

help-lead = Short guides for admins.
help-contact-title = Any questions left?
help-guides-title = Guides for your identity provider
help-guide-title = Set up SCIM with { $name }
help-guide-lead = This is how your users arrive in { $brand } automatically. You need the SCIM Base URL and the SCIM Access Token from the Customer Portal.
help-scim-title = SCIM & { $brand }: activating automatic user management
help-scim-lead = What SCIM does, what you need and how to set up OneLogin.
help-licences-title = How to increase or reduce your licences
help-licences-lead = Who needs a licence, and what the automatic adjustment does.

## Errors

error-home = Go to the home page
error-reference = Reference:
error-400-title = We did not understand that
error-400-text = Something is missing in what was sent. Go back one step, reload the page and try again.
error-403-title = You cannot do that here
error-403-text = The request did not come from this page, or you do not have the right. Reload the page and try again.
error-404-title = This page does not exist
error-404-text = The address may be incomplete, or the person no longer belongs to your account.
error-410-title = This no longer exists
error-410-text = What was here has been removed.
error-413-title = That was too much at once
error-413-text = What you entered is too long. Shorten it and send it again.
error-429-title = That was too fast
error-429-text = There were too many requests. Wait a moment and try again.
error-500-title = Something went wrong
error-500-text = The fault is ours. Try again; if it happens again, give the support team the reference.
error-503-title = Not available right now
error-503-text = We will be right back. Nothing is lost; try again in a minute.

## Support console

support-nav-label = Support console
support-nav-accounts = Accounts and requests
support-nav-log = My log
support-console = Support console
support-sign-in-title = Support console
support-sign-in-lead = For the support team only. Everything you do here is logged.
second-factor-title = Second factor
second-factor-lead = Enter the code from your authenticator app.
enrol-title = Set up your second factor
enrol-lead = Scan the code with your authenticator app, then enter the one-time code it shows.
enrol-qr = QR code for the authenticator app
enrol-key = Or type in this key
enrol-code-hint = Six digits from your authenticator app.
enrol-confirm = Set up
recovery-title = Your recovery codes
recovery-lead = You will see them only now. Each works once, for when you do not have your authenticator app at hand.
recovery-done = I have saved them
error-code = The code is wrong or has already been used.
error-code-throttled = Too many wrong codes. Wait 15 minutes.
support-search = Account: name, account ID or connection ID
support-no-hit = No account found
support-no-hit-text = Search for a part of the name or for a complete ID.
support-inbox = Open requests
support-inbox-empty = All done
support-inbox-empty-text = There are no open requests.
support-column-reference = Number
support-column-kind = Subject
support-column-account = Account
support-column-by = From
support-column-at = Since
request-token-lost = Token lost
request-plan-change = Change plan
support-account-id = Account ID
support-plan = Plan
support-connections = SCIM connections
support-connection-id = Connection ID
support-no-connection = No connection
support-no-connection-text = This account has never activated SCIM.
support-no-request = none yet
support-last-request = Last request
support-token-live = Valid token
support-reason = Reason for revoking
support-reason-hint = The admins of the account will read it.
support-ticket = Ticket
support-revoke = Revoke token
support-revoked = The token is revoked. The admins of the account will get an email.
support-nothing-to-revoke = There is no valid token.
support-closed = The request is settled.
support-request-done = Mark as settled
support-error-reason = Enter a reason of at most 1000 characters.
support-error-ticket = Enter the ticket, at most 100 characters.
support-log-lead = What you have done in this console.
support-log-empty = Nothing yet
support-log-empty-text = As soon as you open an account or change something, you will see it here.
support-did-searched = Searched for accounts
support-did-viewed = Opened account
support-did-revoked = Revoked token
support-did-settled = Marked request as settled
support-did-sign-in = Signed in
support-did-second-factor = Confirmed second factor
support-log-action = Action
support-log-subject = Concerns

## Mail

mail-greeting = Hello { $name },
mail-greeting-plain = Hello,
mail-somebody = somebody from your company
mail-link-fallback = If the button does not work, copy this address into your browser:
mail-contact = Questions? Our support team is happy to help: { $contact }
mail-automatic = This message was sent automatically.
mail-until-date = { $date } at { $time } ({ $zone })

mail-method = { $method ->
    [google] Google
    [microsoft] Microsoft
    [oidc] OpenID Connect
    [saml] SAML
   *[password] Email & password
}

mail-invitation-subject = { $company } invites you to { $brand }
mail-invitation-by-company = Your company { $company } has set up { $brand } for you. Accept the invitation, then download the app and get started.
mail-invitation-by-person = { $inviter } has invited you to join the { $company } account at { $brand }. Accept the invitation, then download the app and get started.
mail-invitation-how = { $method ->
    [google] You sign in with your Google account.
    [microsoft] You sign in with your Microsoft account.
    [oidc] You sign in with your company login.
    [saml] You sign in with your company login.
   *[password] You set your own password when you accept.
}
mail-invitation-action = { $method ->
    [google] Accept with Google
    [microsoft] Accept with Microsoft
    [oidc] Accept with company login
    [saml] Accept with company login
   *[password] Accept invitation
}
mail-invitation-until = The invitation is valid until { $date }. After that, the same link lets you request a new one.
mail-invitation-unexpected = You did not expect this invitation? Then ignore this message; nothing happens unless you act on it.
mail-reminder-subject = Reminder: { $company } invites you to { $brand }
mail-reminder-intro = a few days ago your company { $company } set up access to { $brand } for you. You have not accepted the invitation yet.
mail-reminder-once = We remind you just this once. You do not want access? Then ignore this message.
mail-account-ready-subject = Your access to { $brand } is ready
mail-account-ready-intro = you have accepted the invitation of { $company }; your access to { $brand } is ready.
mail-account-ready-how = { $method ->
    [google] You sign in with your Google account.
    [microsoft] You sign in with your Microsoft account.
    [oidc] You sign in with your company’s sign-in.
    [saml] You sign in with your company’s sign-in.
   *[password] You sign in with this email address and the password you have set.
}
mail-account-ready-next = Now download the app and sign in there with the same credentials. You can also do it later or on another device; { $brand } remembers where you were.
mail-account-ready-action = Continue setting up

mail-password-reset-subject = New password for { $brand }
mail-password-reset-intro = You asked for a new password for your account at { $company }.
mail-password-reset-action = Set a new password
mail-password-reset-until = The link is valid until { $date } and works once.
mail-password-reset-unexpected = You did not ask for anything? Then ignore this message; your password stays as it is.

mail-password-changed-subject = Your password was changed
mail-password-changed-intro = The password for your account at { $company } was just changed. All previous sessions have ended.
mail-password-changed-unexpected = That was not you? Then please contact your admins or our support team right away.
mail-second-factor-set-up-subject = Second factor set up
mail-second-factor-set-up-intro = a second factor is now set up for your account at { $company }. Your other sessions have ended.
mail-second-factor-off-subject = Second factor switched off
mail-second-factor-off-intro = the second factor for your account at { $company } was switched off. Your password is now enough to sign in.
mail-second-factor-reset-subject = Second factor reset
mail-second-factor-reset-intro = the second factor for your account at { $company } was reset. All your sessions have ended; set the second factor up again right after you sign in.
mail-second-factor-codes-subject = New recovery codes
mail-second-factor-codes-intro = new recovery codes were created for your account at { $company }. The previous ones no longer work.
mail-second-factor-unexpected = You did not expect this? Then change your password at once and contact your admins or our support team.

mail-address-changed-subject = Your contact address was changed
mail-address-changed-intro = The identity provider of { $company } changed your contact address to { $address }.
mail-address-changed-sign-in = The way you sign in stays the same: you still use this address, and messages about your access still come here.
mail-address-changed-unexpected = Is this wrong? Then please contact your admins.
mail-address-confirmation-subject = Confirm your new address for { $brand }
mail-address-confirmation-intro = you would like to sign in to your account at { $company } with this address from now on.
mail-address-confirmation-how = Open the link in the browser in which you are signed in, and confirm the change there.
mail-address-confirmation-action = Confirm the new address
mail-address-confirmation-until = The link works until { $date }, once.
mail-address-confirmation-unexpected = You did not ask for this? Then ignore this message; nothing changes unless you act.
mail-sign-in-address-moved-subject = Your sign-in address was changed
mail-sign-in-address-moved-intro = for your account at { $company } you now sign in with { $address }. Your password stays the same.
mail-sign-in-address-moved-unexpected = That is not right? Then please contact your admins or our support team at once.

mail-token-created-subject = New SCIM Access Token for { $company }
mail-token-created-intro = A SCIM Access Token was created for the login method { $method } (ending in …{ $last4 }). Created by: { $actor }.
mail-token-created-next = With this token, your identity provider now manages people in the { $company } account.
mail-token-created-unexpected = You did not expect this? Then please contact our support team, so that we can revoke the token.

mail-token-revoked-subject = The SCIM Access Token of { $company } was revoked
mail-token-revoked-intro = The SCIM Access Token for the login method { $method } (ending in …{ $last4 }) was revoked. By: { $actor }.
mail-token-revoked-reason = Reason: { $reason }
mail-token-revoked-ticket = Ticket: { $ticket }
mail-token-revoked-next = People keep their access, but changes from your identity provider do not arrive until you generate a new token in the Customer Portal. The SCIM Base URL stays the same.
mail-token-rotated-subject = SCIM Access Token of { $company } is being replaced
mail-token-rotated-intro = a new SCIM Access Token (ending in …{ $last4 }) was created for the login method { $method }. Created by: { $actor }.
mail-token-rotated-until = The old token (ending in …{ $last4 }) keeps working until { $date }.
mail-token-rotated-next = Enter the new token in your identity provider before then. The SCIM Base URL stays the same.
mail-token-expiring-subject = { $n ->
    [one] SCIM Access Token of { $company } expires in { $n } day
   *[other] SCIM Access Token of { $company } expires in { $n } days
}
mail-token-expiring-intro = the SCIM Access Token for the login method { $method } (ending in …{ $last4 }) expires on { $date }.
mail-token-expiring-next = Replace it in time in the Customer Portal under User Management → SCIM → Settings. The old token keeps working while you enter the new one.
mail-token-expired-subject = SCIM Access Token of { $company } has expired
mail-token-expired-intro = the SCIM Access Token for the login method { $method } (ending in …{ $last4 }) has expired.
mail-old-token-ended-subject = The old SCIM Access Token of { $company } was revoked
mail-old-token-ended-intro = { $actor } revoked the old SCIM Access Token for the login method { $method } (ending in …{ $last4 }).
mail-old-token-ended-effect = From now on, only the new token works.
mail-new-token-withdrawn-subject = The new SCIM Access Token of { $company } was discarded
mail-new-token-withdrawn-intro = { $actor } discarded the new SCIM Access Token for the login method { $method } (ending in …{ $last4 }).
mail-new-token-withdrawn-effect = The previous token keeps working as before.
mail-scim-paused-subject = SCIM of { $company } is paused
mail-scim-paused-intro = { $actor } paused the SCIM connection for the login method { $method }.
mail-scim-paused-effect = People keep their access. Changes from your identity provider do not arrive until the connection is resumed.
mail-scim-resumed-subject = SCIM of { $company } is running again
mail-scim-resumed-intro = { $actor } resumed the SCIM connection for the login method { $method }.
mail-scim-resumed-effect = Changes from your identity provider arrive again. What happened during the pause is sent with its next synchronisation.
mail-scim-deactivated-subject = SCIM of { $company } was deactivated
mail-scim-deactivated-intro = { $actor } deactivated SCIM for the login method { $method }. The SCIM Access Token no longer works.
mail-scim-deactivated-kept = The people keep their access and are managed by hand from now on.
mail-scim-deactivated-gone = The access of the people managed by it has ended. Admins can reactivate them under Users.
mail-scim-lapsing-premium = SCIM is available with Premium only, and your account is on another plan now.
mail-scim-lapsing-automatic = SCIM needs the automatic adjustment of licences, and it is turned off in your account.
mail-scim-lapsing-subject = SCIM of { $company } ends on { $date }
mail-scim-lapsing-effect = Your SCIM connection keeps working until { $date }. After that it refuses every request of your identity provider. People keep their access.
mail-scim-closed-subject = SCIM of { $company } is blocked
mail-scim-closed-effect = Since then your SCIM connection has refused every request of your identity provider. People keep their access.
mail-scim-lapsing-next = The Customer Portal shows what is missing under User Management → SCIM. As soon as it is back, the connection goes on, with the same token.
mail-scim-silent-subject = SCIM of { $company }: no request for a long time
mail-scim-silent-intro = your identity provider last called for the login method { $method } on { $date }.
mail-scim-silent-next = If nothing changed on your side, there is nothing to do. Otherwise check that provisioning is still enabled in your identity provider.
mail-administrator-kept-subject = The last admin of { $company } was not removed
mail-administrator-kept-intro = Your identity provider tried to deactivate or remove { $name }. We refused, because afterwards nobody could manage the account.
mail-administrator-kept-next = If the person should leave, first give somebody else the right Administrator.
mail-identity-changed-subject = A sign-in to { $company } was refused
mail-identity-changed-intro = Somebody signed in through { $method } with the address { $address }, but is a different person there than before.
mail-identity-changed-effect = We refused the sign-in. This happens when a mailbox or a whole domain has been given to somebody else.
mail-identity-changed-next = If the new account really belongs to the same person, remove them and invite them again. Otherwise there is nothing to do.
mail-removals-held-subject = Emergency brake: many people of { $company } were removed at once
mail-removals-held-intro = Within minutes, your identity provider deactivated or removed an unusual number of people with the login method { $method }.
mail-removals-held-effect = Their access ended at once. Their licences and the deletion periods are on hold until you confirm the removals.
mail-removals-held-next = Was this intended? Then confirm it in the Customer Portal under User Management → SCIM. If not, check your identity provider: whoever becomes active there again gets their access back.
mail-portal-action = Go to the Customer Portal

## Mailbox: only on the machine itself, where mail is written to files

mailbox-title = Mailbox
mailbox-lead = This installation sends no mail. What it would send is kept here and as files in the folder { $folder }.
mailbox-empty = No mail yet
mailbox-empty-text = As soon as somebody is invited or a token is created, the mail appears here. Reload the page then.
mailbox-to = To
mailbox-at = Time
mailbox-text = As text
mailbox-html = What the mail looks like in a mail program
mailbox-back = All mail

## Demo: on one’s own machine alone

demo-title = Demo: an account for each state
demo-lead = Sign in with address and password, then open the state in the first column.
demo-column-state = State
demo-column-what = What you see
demo-s0 = Without admin right
demo-s1 = Not Premium
demo-s2 = Automatic adjustment of licences turned off
demo-s3 = S3 (no login method) has no account of its own: without a login method nobody can sign in.
demo-s4 = Ready to activate
demo-s5 = The token is visible as soon as you click “Activate”
demo-s6 = Waiting for the first request
demo-s7 = Connected
demo-s8 = Connected with notices: silent for 10 days, token expires soon
demo-s9 = Token lost, request with support
demo-s10 = Token revoked
demo-s11 = Token expired
demo-s12 = Token is being replaced
demo-s13 = Paused
demo-s14 = No longer Premium, SCIM ends soon
demo-s14b = No longer Premium, SCIM is blocked
demo-s15 = Deactivate, at the end of the settings
